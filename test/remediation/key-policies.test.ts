import { describe, expect, it } from 'vitest';
import { complete, known } from '../../src/model/lookup.ts';
import { ACCOUNT, policy } from '../support/builders.ts';
import { accountUsing, aKey, anInstanceWithKey, keyStatement, keysKnown } from '../support/key-builders.ts';
import { accountOf, aMigrant, guideStatements, naming } from '../support/principal-builders.ts';
import { planned } from './planned.ts';

const root = `arn:aws:iam::${ACCOUNT}:root`;
const partner = '222222222222';
const stranger = '333333333333';
const logs = 'logs.eu-west-1.amazonaws.com';
const onlyTrusted = 'key-admits-only-trusted';

const patched = (statements: readonly object[], trustedAccounts: readonly string[] = []) => {
  const whole = accountUsing(aKey({ policy: known(policy(...statements)) }));
  const { statements: put, left } = planned(whole, [onlyTrusted], { trustedAccounts });
  return { put: put['AWS::KMS::Key'], left: left[onlyTrusted] };
};

describe('a key policy from which strangers are shut out', () => {
  it('still lets the account administer the key where one statement names it and a service', () => {
    const both = keyStatement({ Sid: 'Admin', Principal: { AWS: root, Service: logs } });
    expect(patched([both]).put).toEqual([
      {
        ...both,
        Principal: { Service: logs },
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
      keyStatement({ Principal: { AWS: root } }),
    ]);
  });

  it('binds everybody apart from those who are named beside', () => {
    const all = keyStatement({ Sid: 'Use', Principal: { AWS: ['*', root], Service: 'rds.amazonaws.com' } });
    const { put } = patched([all], []);
    expect(put).toEqual([
      { ...all, Principal: { AWS: '*' }, Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } },
      keyStatement({
        Principal: { Service: 'rds.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      }),
      keyStatement({ Principal: { AWS: root } }),
    ]);
  });

  it.each([
    ['a statement for everybody', { AWS: '*' }, 'kms:CallerAccount'],
    ['a statement for a service', { Service: logs }, 'aws:SourceAccount'],
  ])('lets trusted accounts in as before: %s', (_, Principal, key) => {
    const use = keyStatement({ Principal, Action: 'kms:Decrypt' });
    expect(patched([keyStatement(), use], [partner]).put).toEqual([
      keyStatement(),
      { ...use, Condition: { StringEquals: { [key]: [ACCOUNT, partner] } } },
    ]);
  });

  it.each([
    [
      'the only statement lets everybody in for another account’s calls alone',
      keyStatement({
        Principal: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': [ACCOUNT, stranger] } },
      }),
    ],
    [
      'a service comes in as everybody does',
      keyStatement({
        Principal: '*',
        Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
      }),
    ],
  ])('is none where %s', (_, statement) => {
    const { put, left } = patched([statement, keyStatement({ Action: 'kms:Describe*' })]);
    expect(put).toBeUndefined();
    expect(left).toBe('the statement cannot be bound, or nobody would be left to administer the key');
  });
});

describe('a key policy that lets a principal use the key', () => {
  it('lets it make grants for AWS services alone', () => {
    const key = aKey({
      policy: known(policy(keyStatement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/keyadmin` } }))),
    });
    const whole = accountOf([aMigrant(Object.values(guideStatements))], {
      region: { instances: complete([anInstanceWithKey(key.arn)]), ...keysKnown(key) },
    });
    const { statements } = planned(whole, ['key-admits-migration-principal'], naming());
    const migrator = { AWS: `arn:aws:iam::${ACCOUNT}:role/migrator` };
    expect(statements['AWS::KMS::Key']).toEqual([
      keyStatement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/keyadmin` } }),
      { Effect: 'Allow', Principal: migrator, Action: ['kms:DescribeKey'], Resource: '*' },
      {
        Effect: 'Allow',
        Principal: migrator,
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]);
  });
});
