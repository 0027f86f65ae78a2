import { describe, expect, it } from 'vitest';
import {
  arnTemplatesOf,
  conditionKeyType,
  expandActions,
  resourceTypesOf,
  takesResource,
} from '../../../src/analysis/services/actions.ts';

describe('expandActions', () => {
  it.each([
    ['a wildcard', ['kms:ReEncrypt*'], 'kms', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['another case', ['KMS:reencryptFROM'], 'kms', ['kms:ReEncryptFrom']],
    ['one character', ['sts:AssumeRoo?'], 'sts', ['sts:AssumeRoot']],
    [
      'overlapping patterns',
      ['dms:*Certificate', 'dms:ImportC*'],
      'dms',
      ['dms:DeleteCertificate', 'dms:ImportCertificate'],
    ],
    ['another service', ['ec2:*'], 'kms', []],
    ['no such action', ['kms:ReEncrypt'], 'kms', []],
    ['no prefix', ['ReEncryptFrom'], 'kms', []],
    ['no pattern', [], 'kms', []],
    ['a service outside the tables', ['*'], 'lambda', []],
    ['a name that every object has', ['*'], 'constructor', []],
  ])('%s', (_, patterns, service, actions) => {
    expect(expandActions(patterns, service)).toEqual(actions);
  });

  it.each(['*', 'dms:*', 'd?s:*', '*:*'])('%s covers all of DMS', (pattern) => {
    expect(expandActions([pattern], 'dms')).toHaveLength(125);
  });

  it('ends on a hostile pattern', () => {
    expect(expandActions([`${'*a'.repeat(5_000)}!`], 'sts')).toEqual([]);
  });
});

describe('takesResource', () => {
  it.each([
    // The traps of the guide's own policy, whose Resource names ARNs of these services.
    ['ec2:DescribeVpcs', false],
    ['kms:ListAliases', false],
    ['dms:DescribeReplicationTasks', false],
    ['dms:StartReplicationTask', true],
    ['DMS:startreplicationtask', true],
    ['kms:CreateGrant', true],
    ['iam:PassRole', true],
    // Its resource types are all optional.
    ['dms:AddTagsToResource', true],
    ['dms:StartReplicationTasks', null],
    ['dms:*', null],
    ['lambda:InvokeFunction', null],
    ['dms', null],
    ['dms:StartReplicationTask:x', null],
    ['dms:constructor', null],
    ['', null],
  ])('%s: %s', (action, takes) => {
    expect(takesResource(action)).toBe(takes);
  });
});

describe('resourceTypesOf and arnTemplatesOf', () => {
  it.each([
    ['dms:StartReplicationTask', ['ReplicationTask']],
    ['dms:CreateReplicationTask', ['Endpoint', 'ReplicationInstance']],
    ['kms:CreateAlias', ['alias', 'key']],
    ['s3:ListAllMyBuckets', []],
    ['dms:NoSuchAction', null],
  ])('%s takes %j', (action, types) => {
    expect(resourceTypesOf(action)).toEqual(types);
  });

  it.each([
    ['dms', 'ReplicationTask', ['arn:${Partition}:dms:${Region}:${Account}:task:*']],
    ['iam', 'role', ['arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}']],
    ['s3', 'object', ['arn:${Partition}:s3:::${BucketName}/${ObjectName}']],
    ['dms', 'Task', null],
    ['dms', 'constructor', null],
    ['lambda', 'function', null],
  ])('%s %s: %j', (service, type, arns) => {
    expect(arnTemplatesOf(service, type)).toEqual(arns);
  });
});

describe('conditionKeyType', () => {
  // IAM User Guide, reference_policies_condition-keys ("Data type", "Value type"); KMS Developer Guide, conditions-kms.
  it.each([
    ['aws:SourceArn', 'ARN', false],
    ['AWS:sourceaccount', 'String', false],
    ['aws:SignInSessionArn', 'ARN', false],
    ['aws:TagKeys', 'String', true],
    ['aws:CalledVia', 'String', true],
    ['aws:PrincipalOrgPaths', 'String', true],
    ['aws:SourceOrgPaths', 'String', true],
    ['aws:PrincipalServiceNamesList', 'String', true],
    ['aws:SourceIp', 'IPAddress', false],
    ['aws:SecureTransport', 'Bool', false],
    ['aws:CurrentTime', 'Date', false],
    ['aws:MultiFactorAuthAge', 'Numeric', false],
    ['aws:ResourceTag/${TagKey}', 'String', false],
    ['aws:ResourceTag/Team', 'String', false],
    ['aws:principaltag/a b/c', 'String', false],
    ['dms:rep-tag/Team', 'String', false],
    ['dms:REQ-tag/Team', 'String', false],
    ['kms:GrantOperations', 'String', true],
    ['kms:EncryptionContext:aws:s3:arn', 'String', false],
    ['kms:GrantIsForAWSResource', 'Bool', false],
    ['s3:ExistingObjectTag/Team', 'String', false],
    ['ec2:SourceInstanceArn', 'ARN', false],
    ['iam:PassedToService', 'String', false],
    ['accounts.google.com:sub', 'String', false],
    ['sts:ExternalId', 'String', false],
  ])('%s', (key, type, multivalued) => {
    expect(conditionKeyType(key)).toEqual({ type, multivalued });
  });

  it.each([
    ['a key that DMS lacks', 'dms:ResourceTag/Team'],
    ['a tag key without its tag', 'aws:ResourceTag/'],
    ['a tag key without its slash', 'aws:ResourceTag'],
    ['a misspelt key', 'aws:SourceAcount'],
    ['a service outside the tables', 'lambda:FunctionArn'],
    ['a name that every object has', 'constructor'],
    ['nothing', ''],
  ])('%s: null', (_, key) => {
    expect(conditionKeyType(key)).toBeNull();
  });
});
