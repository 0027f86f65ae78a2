import { describe, expect, it } from 'vitest';
import { complete, known } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { keyIsUsable } from '../../src/rules/key-is-usable.ts';
import { roleTrustFitsUse } from '../../src/rules/role-trust-fits-use.ts';
import { serviceRoleExists } from '../../src/rules/service-role-exists.ts';
import { serviceRoleHasPermissions } from '../../src/rules/service-role-has-permissions.ts';
import { serviceRoleTrustsDms } from '../../src/rules/service-role-trusts-dms.ts';
import {
  ACCOUNT,
  accountWith,
  anInstance,
  aRole,
  aServerlessConfig,
  aTask,
  listed,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { aKey } from '../support/key-builders.ts';
import { anAssessmentBucket } from '../support/recorder-builders.ts';
import { allow, permitted } from './permitted.ts';
import { refused } from './unread.ts';

// A task's assessment run names a role and a key that stand in no resource of their own.

const writer = roleArn('writer');
const call = 'dms:DescribeReplicationTaskAssessmentRuns';
const path = 'ReplicationTaskAssessmentRuns.ServiceAccessRoleArn';
const task = aTask();
const assessed = (over: Parameters<typeof anAssessmentBucket>[0] = {}): Partial<RegionFacts> => ({
  tasks: listed(task),
  assessmentBuckets: listed(anAssessmentBucket({ roleArn: writer, ...over })),
});

/** What a rule says of a resource. */
const said = (rule: Rule, account: AccountFacts, of: string): readonly string[] =>
  rule
    .evaluate(ACCOUNT, account, defaultSettings)
    .filter(({ resource }) => resource.id === of)
    .map(({ status, because }) => `${status}: ${because}`);

describe('the role of a task’s latest assessment run', () => {
  it.each([
    ['exists', rolesKnown(aRole({ name: 'writer' })), {}, `COMPLIANT: ${path} names ${writer}, which exists`],
    [
      'does not exist',
      { ...rolesKnown(), writer: known(null) },
      {},
      `NON_COMPLIANT: ${path} names ${writer}, which does not exist`,
    ],
    [
      'is past where an earlier run named it',
      { ...rolesKnown(), writer: known(null) },
      { latest: false },
      'NOT_APPLICABLE: nothing that it does takes a role of its own',
    ],
  ] as const)('%s', (_, roles, over, because) => {
    expect(said(serviceRoleExists, accountWith(assessed(over), roles), 'task-1')).toEqual([because]);
  });

  it.each([serviceRoleExists, serviceRoleTrustsDms, serviceRoleHasPermissions])(
    '$id does not know it where the runs were refused',
    (rule) => {
      const account = accountWith({ tasks: listed(task), assessmentBuckets: refused(call) });
      expect(said(rule, account, 'task-1')).toEqual([`UNKNOWN: ${call} failed (AccessDeniedException)`]);
    },
  );

  const any = (type: string): string => `arn:aws:dms:*:${ACCOUNT}:${type}:*`;
  const trusting = (...types: readonly string[]): AccountFacts => {
    const Condition = { ArnLike: { 'aws:SourceArn': types.map(any) } };
    const role = aRole({ name: 'writer', trust: policy(trustStatement({ Condition })) });
    return accountWith({ ...assessed(), instances: listed(anInstance()) }, rolesKnown(role));
  };
  it.each([
    [['task', 'assessment-run'], 'COMPLIANT', 'COMPLIANT'],
    [['task'], 'NON_COMPLIANT', 'NON_COMPLIANT'],
    [['assessment-run'], 'NON_COMPLIANT', 'NON_COMPLIANT'],
  ] as const)('is let in as %j: %s', (types, ofRole, ofTask) => {
    expect(said(roleTrustFitsUse, trusting(...types), 'writer')).toEqual([
      expect.stringMatching(`^${ofRole}`),
    ]);
    expect(said(serviceRoleTrustsDms, trusting(...types), 'task-1')).toEqual([
      expect.stringMatching(`^${ofTask}`),
    ]);
  });

  const objects = ['s3:PutObject', 's3:DeleteObject', 's3:GetObject', 's3:PutObjectTagging'];
  const onBucket = allow(['s3:ListBucket', 's3:GetBucketLocation'], 'arn:aws:s3:::assessments');
  it.each([
    [
      'all that AWS documents on the bucket of the run',
      [allow(objects, 'arn:aws:s3:::assessments/*'), onBucket],
      'COMPLIANT: the role writer may do what AWS documents to write assessment results to S3',
    ],
    [
      'nothing on the objects of that bucket',
      [allow(objects, 'arn:aws:s3:::elsewhere/*'), onBucket],
      'NON_COMPLIANT: the role writer may not s3:PutObject, s3:DeleteObject, s3:GetObject, s3:PutObjectTagging on bucket assessments',
    ],
  ] as const)('may do %s', (_, inline, because) => {
    const account = permitted('writer', { inline, region: assessed() });
    expect(said(serviceRoleHasPermissions, account, 'task-1')).toEqual([because]);
  });
});

describe('the key of assessment results', () => {
  const gone = aKey({ state: 'PendingDeletion' });
  const keys: Partial<RegionFacts> = {
    keyReferences: { [gone.arn]: known(gone.arn) },
    keys: { [gone.arn]: known(gone) },
  };
  it.each([
    ['of a task', assessed({ kmsKeyId: gone.arn }), 1],
    ['of a task, by an earlier run', assessed({ kmsKeyId: gone.arn, latest: false }), 0],
    [
      'of a serverless replication',
      {
        serverlessConfigs: listed(aServerlessConfig({ kmsKeyId: 'named' })),
        serverlessAssessments: complete([{ configArn: aServerlessConfig().arn, kmsKeyId: gone.arn }]),
      },
      1,
    ],
  ] as const)('%s is judged', (_, region, count) => {
    const failed = keyIsUsable
      .evaluate(ACCOUNT, accountWith({ ...keys, ...region }), defaultSettings)
      .filter(({ status }) => status === 'NON_COMPLIANT');
    expect(failed.map(({ resource }) => resource.arn)).toEqual(count === 0 ? [] : [gone.arn]);
  });
});
