import { complete, known } from '../../src/model/lookup.ts';
import type { OrganizationPolicies } from '../../src/model/organization.ts';
import type { AccountFacts, IamFacts, RegionFacts } from '../../src/model/snapshot.ts';
import {
  anAccount,
  aRegion,
  aRole,
  iamOf,
  policy,
  REGION,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';

export const allow = (Action: unknown, Resource: unknown = '*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: unknown, Resource: unknown = '*', more: object = {}): object => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});

interface Permitted {
  /** Statements of its inline policy. */
  readonly inline?: readonly object[];
  /** Documents of its managed policies by ARN. */
  readonly attached?: Readonly<Record<string, string>>;
  /** Statements of its boundary. */
  readonly boundary?: readonly object[];
  readonly organizationPolicies?: IamFacts['organizationPolicies'];
  readonly region?: Partial<RegionFacts>;
}

const boundaryArn = 'arn:aws:iam::111111111111:policy/limit';

/** An account in no organisation, where a role is permitted this. */
export function permitted(
  name: string,
  { inline = [], attached = {}, boundary, organizationPolicies = known(null), region = {} }: Permitted,
): AccountFacts {
  const documents = {
    ...attached,
    ...(boundary === undefined ? {} : { [boundaryArn]: policy(...boundary) }),
  };
  const role = aRole({ name, arn: roleArn(name), boundaryArn: boundary === undefined ? null : boundaryArn });
  return anAccount({
    organization: known(null),
    regions: { [REGION]: aRegion(region) },
    iam: iamOf(rolesKnown(role), {
      rolePermissions: {
        [name]: known({
          attached: known(Object.keys(attached)),
          inline: known(inline.length === 0 ? [] : [{ name: 'own', document: known(policy(...inline)) }]),
        }),
      },
      managedPolicies: Object.fromEntries(
        Object.entries(documents).map(([arn, document]) => [arn, known({ arn, versionId: 'v1', document })]),
      ),
      trusting: complete([]),
      organizationPolicies,
    }),
  });
}

/** An organisation whose root lets everything through but what these statements deny. */
export const organizationDenying = (...statements: readonly object[]): IamFacts['organizationPolicies'] =>
  known<OrganizationPolicies>({
    serviceControl: [
      [
        { id: 'p-all', name: 'FullAWSAccess', document: policy(allow('*')) },
        { id: 'p-own', name: 'guardrail', document: policy(...statements) },
      ],
    ],
    resourceControl: [],
    isManagementAccount: false,
  });
