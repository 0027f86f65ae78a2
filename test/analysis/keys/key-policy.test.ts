import { describe, expect, it } from 'vitest';
import { keyActions } from '../../../src/analysis/keys/key-actions.ts';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { trustedBy } from '../../../src/analysis/keys/trusted.ts';
import { noGuardrails } from '../../../src/analysis/organization/guardrails.ts';
import { serviceTables } from '../../../src/analysis/services/tables.ts';
import type { Severity } from '../../../src/model/finding.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { aKey, keyArn, keyStatement } from '../../support/key-builders.ts';
import { policy } from '../policy/builders.ts';

const trusted = trustedBy(ACCOUNT, defaultSettings);
const question = { key: aKey(), account: ACCOUNT, partition: 'aws', trusted, guardrails: noGuardrails };
const judge = (...statements: object[]) => judgeKeyPolicy(policy(statements), question);

const allow = (Principal: unknown, over: object = {}): object => keyStatement({ Principal, ...over });
const theirs = { AWS: `arn:aws:iam::${FOREIGN}:root` };
const service = { Service: 's3.amazonaws.com' };
const when = (Condition: object): object => ({ Condition });
const stranger = 'arn:aws:iam::999999999999:role/anyone';
const foreign = `arn:aws:iam::${FOREIGN}:root`;
const theirRole = `arn:aws:iam::${FOREIGN}:role/anyone`;

describe('an intruder', () => {
  it.each<[name: string, statements: object[], who: string, action: string, severity: Severity]>([
    ['is anyone', [allow('*')], stranger, 'kms:Decrypt', 'CRITICAL'],
    [
      'is anyone by {"AWS":"*"}',
      [allow({ AWS: '*' }, { Action: 'kms:Encrypt' })],
      stranger,
      'kms:Encrypt',
      'CRITICAL',
    ],
    ['is a foreign account', [keyStatement(), allow(theirs)], foreign, 'kms:Decrypt', 'HIGH'],
    ['is a foreign account by its id', [allow({ AWS: FOREIGN })], foreign, 'kms:Decrypt', 'HIGH'],
    [
      'is a foreign role',
      [allow({ AWS: `arn:aws:iam::${FOREIGN}:role/x` })],
      `arn:aws:iam::${FOREIGN}:role/x`,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is a foreign session',
      [allow({ AWS: `arn:aws:sts::${FOREIGN}:assumed-role/x/y` })],
      `arn:aws:sts::${FOREIGN}:assumed-role/x/y`,
      'kms:Decrypt',
      'HIGH',
    ],
    ['may make grants', [allow(theirs, { Action: 'kms:CreateGrant' })], foreign, 'kms:CreateGrant', 'HIGH'],
    [
      'may be told of the key',
      [allow('*', { Action: 'kms:DescribeKey' })],
      stranger,
      'kms:DescribeKey',
      'CRITICAL',
    ],
    [
      'may read what the key is',
      [allow('*', { Action: 'kms:GetPublicKey' })],
      stranger,
      'kms:GetPublicKey',
      'MEDIUM',
    ],
    [
      'may administer, though not from another account',
      [allow('*', { Action: 'kms:PutKeyPolicy' })],
      stranger,
      'kms:PutKeyPolicy',
      'MEDIUM',
    ],
    [
      'may do all but what is excepted',
      [allow(theirs, { Action: undefined, NotAction: 'kms:*Encrypt*' })],
      foreign,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is of an account that a condition names',
      [allow('*', when({ StringEquals: { 'kms:CallerAccount': FOREIGN } }))],
      theirRole,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is of an account that a pattern lets in',
      [allow('*', when({ StringLike: { 'aws:PrincipalAccount': '2222*' } }))],
      'arn:aws:iam::222299999999:root',
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is a role that a condition names',
      [allow('*', when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${FOREIGN}:role/a*` } }))],
      theirRole,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'comes by the service that is asked for',
      [allow(theirs, when({ StringLike: { 'kms:ViaService': 'dms.*.amazonaws.com' } }))],
      foreign,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'brings the encryption context that is asked for',
      [
        allow(
          '*',
          when({
            StringEquals: { 'kms:EncryptionContext:a': 'b' },
            Null: { 'kms:EncryptionContext:c': 'false' },
          }),
        ),
      ],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'makes the grant that is asked for',
      [
        allow(theirs, {
          Action: ['kms:CreateGrant'],
          Condition: {
            Bool: { 'kms:GrantIsForAWSResource': 'true' },
            'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'Encrypt'] },
          },
        }),
      ],
      foreign,
      'kms:CreateGrant',
      'HIGH',
    ],
    [
      'tags itself as it is asked to',
      [allow('*', when({ StringEquals: { 'aws:PrincipalTag/team': 'dms' } }))],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'comes as a Deny excepts it',
      [
        allow('*'),
        allow('*', {
          Effect: 'Deny',
          ...when({ StringNotEquals: { 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' } }),
        }),
      ],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'is in no organisation',
      [allow('*', when({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }))],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'comes through no VPC endpoint',
      [allow('*', when({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }))],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'uses TLS, as KMS asks for',
      [allow('*', when({ Bool: { 'aws:SecureTransport': 'true' } }))],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'is in the organisation that is asked for',
      [allow('*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }))],
      stranger,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is in the organisation that a Deny excepts',
      [
        allow('*'),
        allow('*', { Effect: 'Deny', ...when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }) }),
      ],
      stranger,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is of a foreign account in the organisation that is asked for',
      [allow({ AWS: [ACCOUNT, theirs.AWS] }, when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }))],
      foreign,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'has an address that is asked for',
      [allow('*', when({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }))],
      stranger,
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'is anyone for one thing, and a member of an organisation for more',
      [
        allow('*', { Action: 'kms:Encrypt' }),
        allow('*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })),
      ],
      stranger,
      'kms:Encrypt',
      'CRITICAL',
    ],
    [
      'is a role of a name that anyone can give',
      [allow('*', when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }))],
      'arn:aws:iam::999999999999:role/admin',
      'kms:Decrypt',
      'CRITICAL',
    ],
    [
      'is a service that a condition names',
      [allow('*', when({ StringEquals: { 'aws:PrincipalServiceName': 's3.amazonaws.com' } }))],
      's3.amazonaws.com',
      'kms:Decrypt',
      'MEDIUM',
    ],
    [
      'may learn when the key was used',
      [allow(theirs, { Action: 'kms:GetKeyLastUsage' })],
      foreign,
      'kms:GetKeyLastUsage',
      'MEDIUM',
    ],
    ['is a service for nobody', [allow(service)], 's3.amazonaws.com', 'kms:Decrypt', 'MEDIUM'],
    [
      'is a service for a foreign account',
      [allow(service, when({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, FOREIGN] } }))],
      's3.amazonaws.com',
      'kms:Decrypt',
      'MEDIUM',
    ],
    [
      'is a service for any bucket',
      [allow(service, when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }))],
      's3.amazonaws.com',
      'kms:Decrypt',
      'MEDIUM',
    ],
    [
      'is a service for something',
      [allow(service, when({ StringLike: { 'aws:SourceArn': '*' } }))],
      's3.amazonaws.com',
      'kms:Decrypt',
      'MEDIUM',
    ],
    [
      'is a service in no organisation',
      [allow(service, when({ StringEqualsIfExists: { 'aws:SourceOrgID': 'o-1' } }))],
      's3.amazonaws.com',
      'kms:Decrypt',
      'MEDIUM',
    ],
  ])('%s', (_, statements, ...[who, action, severity]) => {
    const [worst] = judge(...statements).intruders;
    expect(worst).toMatchObject({
      severity,
      witness: { request: { action }, decision: { effect: 'allowed' } },
    });
    expect(Object.values(worst?.witness.request.principal ?? {})).toEqual([who]);
  });

  it('is anybody else where the usual stranger is trusted', () => {
    const settings = { ...defaultSettings, trustedAccounts: ['999999999999', '999999999998'] };
    const { intruders } = judgeKeyPolicy(policy([allow('*')]), {
      ...question,
      trusted: trustedBy(ACCOUNT, settings),
      partition: 'aws-cn',
    });
    expect(intruders.map(({ severity, witness }) => [severity, witness.request.principal])).toEqual([
      ['CRITICAL', { aws: 'arn:aws-cn:iam::888888888888:role/anyone' }],
      ['MEDIUM', { service: 'lambda.amazonaws.com.cn' }],
    ]);
  });

  it('is no service that is trusted', () => {
    const settings = { ...defaultSettings, trustedPrincipals: ['s3.amazonaws.com', 'lambda.amazonaws.com'] };
    const asked = { ...question, trusted: trustedBy(ACCOUNT, settings) };
    expect(judgeKeyPolicy(policy([allow(service)]), asked).intruders).toEqual([]);
    const { intruders } = judgeKeyPolicy(policy([allow('*')]), asked);
    expect(intruders.map(({ witness }) => witness.request.principal)).toEqual([
      { aws: stranger },
      { service: 'ec2.amazonaws.com' },
    ]);
  });
});

describe('nobody knows whether', () => {
  it.each<[doubt: string, statements: object[]]>([
    [
      'whether anyone else may call kms:Decrypt hangs on how KMS reads what it would refuse',
      [allow(undefined, { NotPrincipal: { AWS: ACCOUNT } })],
    ],
    [
      `whether ${theirs.AWS} may call kms:Decrypt hangs on how KMS reads what it would refuse`,
      [allow(theirs, when({ StringEqual: { 'kms:CallerAccount': ACCOUNT } }))],
    ],
    [
      'whether cognito-identity.amazonaws.com may call kms:Decrypt is not decided: KMS documents no such principal',
      [allow({ Federated: 'cognito-identity.amazonaws.com' })],
    ],
    [
      'whether s3.amazonaws.com may call kms:Decrypt hangs on kms:encryptioncontext:a, of which nothing is known',
      [allow(service, when({ StringLike: { 'kms:EncryptionContext:a': 'b*' } }))],
    ],
    [
      'whether s3.amazonaws.com may call kms:Decrypt hangs on aws:sourceorgid, of which nothing is known',
      [allow(service, when({ StringLike: { 'aws:SourceOrgID': 'o-*' } }))],
    ],
    [
      `whether ${theirs.AWS} may call kms:Decrypt hangs on aws:resourcetag/team, of which nothing is known`,
      [allow(theirs, when({ StringEquals: { 'aws:ResourceTag/team': 'a' } }))],
    ],
    [
      `whether ${theirs.AWS} may call kms:Decrypt hangs on kms:resourcealiases, of which nothing is known`,
      [allow(theirs, when({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } }))],
    ],
    [
      `whether ${theirs.AWS} may call kms:Decrypt is not decided: aws:sourceip: it is compared as a address and as text`,
      [
        allow(
          theirs,
          when({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, StringLike: { 'aws:SourceIp': '198.*' } }),
        ),
      ],
    ],
  ])('%s', (doubt, statements) => {
    const { intruders, undecided } = judge(...statements);
    expect(intruders).toEqual([]);
    expect(undecided[0]).toBe(doubt);
  });
});

describe('nobody gets in', () => {
  it.each<[name: string, statements: object[]]>([
    ['where the account alone is named', [keyStatement()]],
    [
      'by a service of another Region',
      [allow(theirs, when({ StringEquals: { 'kms:ViaService': 'dms.us-east-1.amazonaws.com' } }))],
    ],
    [
      'by an encryption context that the call does not take',
      [
        allow(theirs, {
          Action: 'kms:PutKeyPolicy',
          ...when({ StringEquals: { 'kms:EncryptionContext:a': 'b' } }),
        }),
      ],
    ],
    ['with a key of another kind', [allow('*', when({ StringEquals: { 'kms:KeySpec': 'RSA_2048' } }))]],
    ['to another key', [allow('*', { Resource: keyArn('other') })]],
    ['by actions that are not of keys', [allow('*', { Action: ['s3:*', 'kms:ListAliases'] })]],
    [
      'by an operation that no grant has',
      [
        allow(theirs, {
          Action: 'kms:CreateGrant',
          ...when({ 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'PutKeyPolicy' } }),
        }),
      ],
    ],
  ])('%s', (_, statements) => {
    expect(judge(...statements)).toEqual({ intruders: [], undecided: [], assumes: [] });
  });
});

it('every action on a key is judged', () => {
  const { actions = {} } = serviceTables.services['kms'] ?? {};
  const onKeys = Object.keys(actions).filter((name) => actions[name]?.resources.includes('key'));
  expect(keyActions.map(({ action }) => action).toSorted()).toEqual(
    onKeys.map((name) => `kms:${name}`).toSorted(),
  );
});
