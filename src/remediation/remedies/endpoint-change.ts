import type { Finding } from '../../model/finding.ts';
import type { Endpoint } from '../../model/resources.ts';
import { type Around, type Maker, resourceOf } from '../around.ts';
import type { Inputs } from '../calls.ts';
import { not, type PropertyChange, patched, type Remedy } from '../patch.ts';
import { usersOfEndpoint } from '../users.ts';
import { gone } from './gone.ts';

type Input = Omit<Inputs['dms:ModifyEndpoint'], 'EndpointArn'>;

const testAgain =
  'Test the connection of each instance that uses it before its tasks are resumed (TestConnection).';

/** A change of an endpoint by its own call. */
export function modified(
  finding: Finding,
  around: Around,
  {
    input,
    properties,
    breaks,
    first = [],
  }: {
    readonly input: Input;
    readonly properties: readonly PropertyChange[];
    readonly breaks: readonly string[];
    readonly first?: readonly string[];
  },
): Remedy {
  const EndpointArn = finding.resource.arn ?? '';
  return patched(
    [
      {
        resource: finding.resource,
        api: { call: 'dms:ModifyEndpoint', input: { EndpointArn, ...input } },
        properties,
      },
    ],
    {
      first: ['Stop the tasks of the endpoint: they read its settings when they start.', ...first],
      breaks: [...breaks, testAgain],
      users: usersOfEndpoint(EndpointArn, around),
    },
  );
}

export const withEndpoint =
  (make: (endpoint: Endpoint, finding: Finding, around: Around) => Remedy): Maker =>
  (finding, around) => {
    const endpoint = resourceOf('endpoints', finding, around);
    return endpoint === null ? not(gone) : make(endpoint, finding, around);
  };
