import fc from 'fast-check';
import type { EndpointChange } from '../../src/model/endpoint-changes.ts';
import { complete, cutShort, type Listing } from '../../src/model/lookup.ts';
import { anEndpoint } from './builders.ts';
import { anEndpointChange } from './endpoint-change-builders.ts';

const refused = { call: 'cloudtrail:LookupEvents', resource: null, error: 'AccessDenied', transient: false };

/** Changes of the endpoints of a Region's random tasks, before and after these started, told in full or not. */
export const randomEndpointChanges = (region: string): fc.Arbitrary<Listing<EndpointChange>> =>
  fc
    .array(
      fc
        .record({
          endpointArn: fc
            .constantFrom('0', '1', '2', null)
            .map((index) =>
              index === null ? null : `${anEndpoint().arn.replace('eu-west-1', region)}${index}`,
            ),
          at: fc.constantFrom('2026-10-10T12:00:00.000Z', '2026-10-25T12:00:00.000Z'),
          credentials: fc.constantFrom(true, false, null),
        })
        .map(anEndpointChange),
      { maxLength: 2 },
    )
    .chain((changes) =>
      fc.constantFrom(complete(changes), complete(changes), complete(changes), cutShort(changes, refused)),
    );
