import { describe, expect, it } from 'vitest';
import { MalformedAnswer } from '../../src/collect/fields.ts';
import { namesRole, roleReferences } from '../../src/collect/references.ts';
import { roleArn } from './support/answers.ts';
import { structures } from './support/sdk-types.ts';

const arn = roleArn('dms-s3');
const paths = (raw: object): readonly string[] => roleReferences(raw).map(({ path }) => path);

it('the search knows every name that the SDK gives to a role', () => {
  const fields = [...structures.values()].flat().filter(({ type }) => type === 'string');
  const named = fields.filter(({ name }) => /(role|iam).*arn/i.test(name));
  expect(named.length).toBeGreaterThan(37);
  expect(named.filter(({ name }) => !namesRole(name))).toEqual([]);
});

describe('roleReferences', () => {
  it('reads the settings of a task, which are JSON in a text', () => {
    const settings = {
      TTSettings: { TTS3Settings: { ServiceAccessRoleArn: arn } },
      Other: [{ xRoleArn: arn }],
    };
    expect(roleReferences({ ReplicationTaskSettings: JSON.stringify(settings) })).toEqual([
      { path: 'ReplicationTaskSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn', arn },
      { path: 'ReplicationTaskSettings.Other[0].xRoleArn', arn },
    ]);
  });

  it('reads extra connection attributes, whose names have any case', () => {
    const raw = {
      ExtraConnectionAttributes: `bucketName=b;serviceAccessRoleArn=${arn}; SERVICEACCESSROLEARN = ${arn}`,
    };
    expect(paths(raw)).toEqual([
      'ExtraConnectionAttributes.serviceAccessRoleArn',
      'ExtraConnectionAttributes.SERVICEACCESSROLEARN',
    ]);
  });

  it('looks into a union member that the SDK does not know', () => {
    const raw = { Settings: { $unknown: ['NewSettings', { S3AccessRoleArn: arn }] } };
    expect(paths(raw)).toEqual(['Settings.NewSettings.S3AccessRoleArn']);
  });

  it('tells the same place and role once, other places and roles each', () => {
    const other = roleArn('other');
    const raw = {
      ExtraConnectionAttributes: [arn, arn, other].map((value) => `aRoleArn=${value}`).join(';'),
    };
    expect(roleReferences(raw)).toEqual([
      { path: 'ExtraConnectionAttributes.aRoleArn', arn },
      { path: 'ExtraConnectionAttributes.aRoleArn', arn: other },
    ]);
  });

  it.each([
    ['a user', { ServiceAccessRoleArn: 'arn:aws:iam::111122223333:user/a' }],
    ['a text', { ServiceAccessRoleArn: 'dms-s3' }],
    ['a role under another name', { Description: arn }],
    ['JSON under another name', { TaskData: JSON.stringify({ aRoleArn: arn }) }],
    ['settings that are not JSON', { ReplicationTaskSettings: '{"aRoleArn":' }],
    ['settings that are a text', { ReplicationTaskSettings: JSON.stringify(arn) }],
    ['nothing', { ServiceAccessRoleArn: null }],
    ['bytes and dates', { CertificateWallet: new Uint8Array(9), At: new Date(0) }],
  ])('passes over %s', (_, raw) => {
    expect(roleReferences(raw)).toEqual([]);
  });

  it.each(['arn:aws-cn:iam::111122223333:role/a', 'arn:aws-us-gov:iam::444455556666:role/path/a'])(
    'takes roles of any partition, account and path: %s',
    (role) => {
      expect(roleReferences({ ServiceAccessRoleArn: role })).toEqual([
        { path: 'ServiceAccessRoleArn', arn: role },
      ]);
    },
  );

  it('says that an answer is malformed rather than to look for ever', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(() => roleReferences({ ReplicationTaskSettings: deep })).toThrow(MalformedAnswer);
  });
});
