import { judge } from '../../src/audit/judge.ts';
import { complete, known } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { withPatches } from '../../src/remediation/in-result.ts';
import { type Plan, planFixes } from '../../src/remediation/plan.ts';
import { renderCli } from '../../src/remediation/render/cli.ts';
import { renderCloudFormation } from '../../src/remediation/render/cloudformation.ts';
import { renderJson } from '../../src/remediation/render/json.ts';
import { renderTerraform } from '../../src/remediation/render/terraform.ts';
import { json } from '../../src/report/json.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  aNetworkInterface,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  aRole,
  aSecurityGroup,
  aSnapshot,
  aSubnetGroup,
  aTask,
  iamOf,
  networkOf,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { aKey, keyArn, keysKnown } from '../support/key-builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { aDatabase } from '../support/vpc-builders.ts';
import { count } from './network-paths.ts';
import { peakMegabytes } from './peak-memory.ts';

// An account where most things are set up wrong: makes the patches of all that fails, tries them together, and prints
// them in each format; tells the times and the peak memory of this process as one line of JSON. The argument: how many
// instances, each with a task, two endpoints and some fourteen failures.

/** What one run tells. */
export interface FixesRun {
  readonly failures: number;
  readonly fixes: number;
  /** Failures that the fixes mend, as the trial of all of them says. */
  readonly mended: number;
  readonly judgeMilliseconds: number;
  readonly renderMilliseconds: Readonly<Record<string, number>>;
  /** Making the patches, trying them and printing them as commands of the AWS CLI. */
  readonly milliseconds: number;
  /** The same for a JSON result, its text included. */
  readonly resultMilliseconds: number;
  readonly addedKilobytes: number;
  readonly peakMegabytes: number;
}

const arn = (tail: string): string => `arn:aws:dms:eu-west-1:${ACCOUNT}:${tail}`;
const silent = known({
  enabled: false,
  severities: Object.fromEntries(
    ['SOURCE_CAPTURE', 'SOURCE_UNLOAD', 'TARGET_APPLY', 'TARGET_LOAD'].map((name) => [
      name,
      'LOGGER_SEVERITY_DEFAULT',
    ]),
  ),
});
const databases = 200;
/** Instances that carry one security group. */
const perGroup = 10;

const databaseOf = (index: number, over: Partial<Endpoint>): Endpoint =>
  anEndpoint({
    ...{ id: `database-${index}`, sslMode: 'none', certificateArn: null },
    ...{ serverName: `db-${index % databases}.internal`, ...over },
  });

const archiveOf = (index: number): Endpoint =>
  anEndpoint({
    ...{ id: `archive-${index}`, arn: arn(`endpoint:T${index}`), engine: 's3', direction: 'target' },
    ...{ serverName: null, port: null, credentials: 'none', sslMode: null, certificateArn: null },
    roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn(`writer-${index}`) }],
    settings: {
      S3Settings: { BucketName: `archive-${index}`, ServiceAccessRoleArn: roleArn(`writer-${index}`) },
    },
  });

function accountOf(instances: number): AccountFacts {
  const groups = count(Math.ceil(instances / perGroup), (index) => `sg-dms-${index}`);
  const addressOf = (index: number): string => `10.0.${index >> 7}.${10 + (index % 128)}`;
  const groupOf = (index: number): string => `sg-dms-${Math.floor(index / perGroup)}`;
  return anAccount({
    regions: {
      'eu-west-1': aRegion({
        instances: complete(
          count(instances, (index) =>
            anInstance({
              ...{
                id: `instance-${index}`,
                arn: arn(`rep:R${index}`),
                kmsKeyId: keyArn(`key-${index % 100}`),
              },
              keys: [{ path: 'KmsKeyId', key: keyArn(`key-${index % 100}`) }],
              ...{ engineVersion: index % 2 === 0 ? '3.5.2' : '3.5.4', multiAz: false },
              ...{ autoMinorVersionUpgrade: false, secondaryAvailabilityZone: null },
              ...{ securityGroups: [groupOf(index)], privateAddresses: [addressOf(index)] },
            }),
          ),
        ),
        endpoints: complete([
          ...count(instances, (index) => databaseOf(index, { arn: arn(`endpoint:S${index}`) })),
          ...count(instances, (index) =>
            index % 5 === 0
              ? archiveOf(index)
              : databaseOf(index, { arn: arn(`endpoint:T${index}`), direction: 'target' }),
          ),
        ]),
        tasks: complete(
          count(instances, (index) =>
            aTask({
              ...{ id: `task-${index}`, arn: arn(`task:T${index}`), instanceArn: arn(`rep:R${index}`) },
              ...{
                sourceEndpointArn: arn(`endpoint:S${index}`),
                targetEndpointArn: arn(`endpoint:T${index}`),
              },
              logging: silent,
            }),
          ),
        ),
        subnetGroups: complete([aSubnetGroup()]),
        ...keysKnown(...count(100, (index) => aKey({ id: `key-${index}`, rotates: known(false) }))),
        ...networkOf({
          groups: [
            ...groups.map((id) => aSecurityGroup({ id, egress: [] })),
            aSecurityGroup({ id: 'sg-db' }),
          ],
          interfaces: count(instances, (index) =>
            aNetworkInterface({
              ...{ id: `eni-${index}`, groupIds: [groupOf(index)], privateAddresses: [addressOf(index)] },
            }),
          ),
        }),
        ...planOf({
          databases: count(databases, (index) =>
            aDatabase({
              ...{ id: `db-${index}`, groupIds: ['sg-db'] },
              names: [{ host: `db-${index}.internal`, port: 5432, role: null }],
              privateAddresses: [`10.0.1.${1 + index}`],
            }),
          ),
        }),
      }),
    },
    iam: iamOf(
      rolesKnown(
        ...count(Math.ceil(instances / 5), (index) =>
          aRole({ name: `writer-${index * 5}`, trust: policy(trustStatement({ Condition: {} })) }),
        ),
      ),
    ),
  });
}

const renderers: Readonly<Record<string, (plans: readonly Plan[]) => string>> = {
  cli: renderCli,
  cloudformation: renderCloudFormation,
  terraform: renderTerraform,
  json: renderJson,
};

function timed<T>(work: () => T): { readonly value: T; readonly milliseconds: number } {
  const begun = performance.now();
  return { value: work(), milliseconds: performance.now() - begun };
}

function run(instances: number): FixesRun {
  const account = accountOf(instances);
  const rules = catalogue.filter(({ profiles }) => profiles.includes('recommended'));
  const estate = { account: ACCOUNT, whole: account, rules, settings: defaultSettings };
  const snapshot = aSnapshot(account);
  const judging = { rules, profile: 'recommended' as const, settings: defaultSettings, calls: 0 };
  const judged = timed(() => judge(snapshot, { ...judging, tool: snapshot.tool }));
  const result = judged.value;
  const planned = timed(() => planFixes(estate, () => true, { before: result.findings, mostAlone: 0 }));
  const rendered = Object.entries(renderers).map(
    ([format, render]) => [format, timed(() => render([planned.value])).milliseconds] as const,
  );
  const patched = timed(() => json(withPatches(result, { snapshot, rules, settings: defaultSettings })));
  const { together, fixes } = planned.value;
  return {
    failures: result.summary.NON_COMPLIANT,
    fixes: fixes.length,
    mended: together.fixed.length,
    judgeMilliseconds: judged.milliseconds,
    renderMilliseconds: Object.fromEntries(rendered),
    milliseconds: planned.milliseconds + (rendered[0]?.[1] ?? 0),
    resultMilliseconds: patched.milliseconds,
    addedKilobytes: (patched.value.length - json(result).length) / 1000,
    peakMegabytes: peakMegabytes(),
  };
}

console.log(JSON.stringify(run(Number(process.argv[2]))));
