import { complete, known } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  aCertificate,
  anAccount,
  anEndpoint,
  anEventSubscription,
  anInstance,
  aRegion,
  aRole,
  aSubnetGroup,
  aTask,
  iamOf,
  networkOf,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { aDatabase } from '../support/vpc-builders.ts';
import { count } from './network-paths.ts';
import { peakMegabytes } from './peak-memory.ts';

// The whole catalogue over an account of as many resources as the argument says, each DMS resource with its tags and
// one in five endpoints with a role of its own: prints time and peak memory of this process as one line of JSON.

/** What one run tells. */
export interface CatalogueRun {
  readonly milliseconds: number;
  readonly findings: number;
  /** The three rules that took longest. */
  readonly slowest: readonly (readonly [rule: string, milliseconds: number])[];
  readonly peakMegabytes: number;
}

const arn = (tail: string): string => `arn:aws:dms:eu-west-1:${ACCOUNT}:${tail}`;

/** Of ten resources one is an instance, five are endpoints, two are tasks, one is a certificate, and one a role. */
function accountOf(resources: number): AccountFacts {
  const tens = Math.ceil(resources / 10);
  const endpoints = count(tens * 5, (index) =>
    index % 5 === 0
      ? anEndpoint({
          ...{ id: `archive-${index}`, arn: arn(`endpoint:E${index}`), engine: 's3', direction: 'target' },
          ...{ serverName: null, port: null, credentials: 'none', sslMode: null, certificateArn: null },
          roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn(`writer-${index}`) }],
          settings: {
            S3Settings: { BucketName: `archive-${index}`, ServiceAccessRoleArn: roleArn(`writer-${index}`) },
          },
        })
      : anEndpoint({
          ...{ id: `database-${index}`, arn: arn(`endpoint:E${index}`), credentials: 'stored' },
          serverName: `db-${index % 500}.internal`,
        }),
  );
  const writers = count(tens, (index) => aRole({ name: `writer-${index * 5}` }));
  const listings = {
    instances: complete(
      count(tens, (index) => anInstance({ id: `instance-${index}`, arn: arn(`rep:R${index}`) })),
    ),
    endpoints: complete(endpoints),
    tasks: complete(
      count(tens * 2, (index) =>
        aTask({
          ...{ id: `task-${index}`, arn: arn(`task:T${index}`), instanceArn: arn(`rep:R${index >> 1}`) },
          sourceEndpointArn: arn(`endpoint:E${(index >> 1) * 5 + 1 + (index % 2)}`),
          targetEndpointArn: arn(`endpoint:E${(index >> 1) * 5 + (index % 2) * 3}`),
        }),
      ),
    ),
    certificates: complete(
      count(tens, (index) => aCertificate({ id: `certificate-${index}`, arn: arn(`cert:C${index}`) })),
    ),
    eventSubscriptions: complete([anEventSubscription()]),
    subnetGroups: complete([aSubnetGroup()]),
  };
  const tagged = Object.values(listings).flatMap(({ items }) => items.map((item) => item.arn));
  return anAccount({
    regions: {
      'eu-west-1': aRegion({
        ...listings,
        ...networkOf(),
        ...planOf({
          databases: count(500, (index) =>
            aDatabase({
              id: `db-${index}`,
              names: [{ host: `db-${index}.internal`, port: 5432, role: null }],
              privateAddresses: [`10.0.1.${1 + (index % 250)}`],
            }),
          ),
        }),
        tags: Object.fromEntries(tagged.map((each) => [each, known({ team: 'migrations' })])),
      }),
    },
    iam: iamOf(rolesKnown(...writers)),
  });
}

function run(resources: number): CatalogueRun {
  const account = accountOf(resources);
  const measured = catalogue.map((rule) => {
    const begun = performance.now();
    const { length } = rule.evaluate(ACCOUNT, account, defaultSettings);
    return { id: rule.id, milliseconds: performance.now() - begun, findings: length };
  });
  const sum = (of: (each: (typeof measured)[number]) => number): number =>
    measured.reduce((total, each) => total + of(each), 0);
  return {
    milliseconds: sum(({ milliseconds }) => milliseconds),
    findings: sum(({ findings }) => findings),
    slowest: measured
      .toSorted((one, other) => other.milliseconds - one.milliseconds)
      .slice(0, 3)
      .map(({ id, milliseconds }) => [id, milliseconds] as const),
    peakMegabytes: peakMegabytes(),
  };
}

console.log(JSON.stringify(run(Number(process.argv[2]))));
