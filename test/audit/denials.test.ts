import { describe, expect, it } from 'vitest';
import { callsFor } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { known } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  aCertificate,
  aDataMigration,
  aDataProvider,
  allTrafficOf,
  aMigrationProject,
  anAccount,
  anEndpoint,
  anEventSubscription,
  anInstanceProfile,
  aPrefixList,
  aPrincipal,
  aRegion,
  aRole,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  iamOf,
  listed,
  networkOf,
  policy,
  prefixList,
  REGION,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';
import { lookingUp } from '../support/endpoint-change-builders.ts';
import { aKey, anInstanceWithKey, keysKnown } from '../support/key-builders.ts';
import { deny } from '../support/laws.ts';
import { anAssessmentBucket, recordersInTheBalance } from '../support/recorder-builders.ts';
import { anEventRule, aTopic, eventRulesKnown, topicsKnown } from '../support/topic-builders.ts';
import {
  connectionsFarAndWide,
  endpointsFarAndWide,
  networkFarAndWide,
  tasksFarAndWide,
} from '../support/wide-plan.ts';

const nothing = policy({ Effect: 'Allow', Action: 'dms:StartReplicationTask', Resource: '*' });
const managed = { arn: 'arn:aws:iam::aws:policy/Some', versionId: 'v1', document: nothing };
const carries = {
  attached: known([managed.arn]),
  inline: known([{ name: 'own', document: known(nothing) }]),
};
const migrator = aPrincipal(carries);
const operator = aPrincipal({
  ...carries,
  type: 'AWS::IAM::User',
  id: 'operator',
  accessKeys: known([{ active: true }]),
});

// An account with every kind of resource, all of it read; then one API action is denied.

const kinds = {
  instances: listed(anInstanceWithKey(aKey().arn)),
  endpoints: listed(
    anEndpoint({
      credentials: 'stored',
      roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') }],
    }),
    anEndpoint({
      id: 'landing',
      arn: `${anEndpoint().arn}LANDING`,
      direction: 'target',
      engine: 's3',
      settings: {
        S3Settings: { BucketName: 'landing', ExpectedBucketOwner: ACCOUNT },
        PostgreSQLSettings: { SecretsManagerSecretId: 'db' },
      },
    }),
    anEndpoint({
      ...{ id: 'archive', arn: `${anEndpoint().arn}ARCHIVE`, direction: 'target', engine: 's3' },
      settings: { S3Settings: { BucketName: 'archive', ExpectedBucketOwner: ACCOUNT } },
    }),
    ...endpointsFarAndWide,
  ),
  tasks: listed(aTask({ targetEndpointArn: `${anEndpoint().arn}LANDING` }), ...tasksFarAndWide),
  serverlessConfigs: listed(aServerlessConfig()),
  subnetGroups: listed(aSubnetGroup()),
  instanceProfiles: listed(anInstanceProfile()),
  dataProviders: listed(aDataProvider()),
  migrationProjects: listed(aMigrationProject()),
  dataMigrations: listed(aDataMigration()),
  certificates: listed(aCertificate()),
  // Of tasks only EventBridge tells.
  eventSubscriptions: listed(anEventSubscription({ sourceType: 'replication-instance' })),
};
const arns = Object.values(kinds).flatMap(({ items }) => items.map(({ arn }) => arn));
// The way out hangs on every answer of EC2.
const everywhere = aPrefixList('pl-1', '0.0.0.0/0');
const network = {
  ...networkOf({ prefixLists: [everywhere] }),
  ...networkFarAndWide(aSecurityGroup({ egress: [allTrafficOf(prefixList('pl-1'))] })),
};
const key = aKey();
const { keyReferences, keys } = keysKnown(key);
const permissions = {
  attached: known([managed.arn]),
  inline: known([{ name: 'own', document: known(nothing) }]),
};
const names = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint', 'writer'];
const region = aRegion({
  ...kinds,
  ...network,
  connections: listed(...connectionsFarAndWide),
  // A key that one resource names, and the others inherit.
  keyReferences: { ...keyReferences, 'alias/aws/dms': known(key.arn) },
  keys,
  ...recordersInTheBalance,
  ...topicsKnown(aTopic()),
  ...eventRulesKnown(anEventRule()),
  assessmentBuckets: listed(anAssessmentBucket({ encryptionMode: null })),
  secretVersions: { db: known({ createdAt: '2026-10-01T00:00:00.000Z' }) },
  secrets: {
    db: known({
      arn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db',
      ...{ kmsKeyId: null, rotationEnabled: null, lastChanged: null, deleted: false },
    }),
  },
  tags: Object.fromEntries(arns.map((arn) => [arn, known({ team: 'migration' })])),
});
const rich = anAccount({
  organization: known({ id: 'o-1234567890', managementAccountId: ACCOUNT }),
  regions: { [REGION]: region },
  iam: iamOf(rolesKnown(...names.map((name) => aRole({ name }))), {
    rolePermissions: Object.fromEntries(names.map((name) => [name, known(permissions)])),
    managedPolicies: { [managed.arn]: known(managed) },
    principals: listed(operator),
    namedPrincipals: { 'role/migrator': known(migrator), 'user/operator': known(operator) },
    organizationPolicies: known({ serviceControl: [], resourceControl: [], isManagementAccount: true }),
  }),
});

// Organisation policies are taken for none where they were not read, unless they are asked for.
const settings: Settings = {
  ...defaultSettings,
  organizationPolicies: 'required',
  rules: lookingUp.rules,
  migrationPrincipals: [migrator, operator].map(({ arn }) => ({
    arn,
    uses: 'console',
    redshiftTarget: null,
    createsRoles: null,
  })),
};
const evaluate = (rule: Rule, account: AccountFacts): readonly Finding[] =>
  rule.evaluate(ACCOUNT, account, settings);
const unknowns = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ status }) => status === 'UNKNOWN').map(({ id }) => id);

const needed = callsFor(catalogue.flatMap(({ needs }) => needs));

describe.each(needed)('%s denied', (call) => {
  const less = deny(rich, call);
  const [needing, others] = [true, false].map((needs) =>
    catalogue.filter((rule) => callsFor(rule.needs).includes(call) === needs),
  );

  it('makes a verdict of at least one rule that needs it UNKNOWN', () => {
    const more = needing?.filter((rule) => {
      const before = unknowns(evaluate(rule, rich));
      return unknowns(evaluate(rule, less)).some((id) => !before.includes(id));
    });
    expect(more).not.toEqual([]);
  });

  it('leaves every other verdict of these as it was, or makes it UNKNOWN', () => {
    for (const rule of needing ?? []) {
      const before = new Map(evaluate(rule, rich).map((finding) => [finding.id, finding.status]));
      const settled = evaluate(rule, less).filter(({ status }) => status !== 'UNKNOWN');
      expect(settled.filter(({ id, status }) => before.get(id) !== status)).toEqual([]);
    }
  });

  it('changes nothing of the rules that do not need it', () => {
    for (const rule of others ?? []) expect(evaluate(rule, less)).toEqual(evaluate(rule, rich));
  });
});
