import { describe, expect, it } from 'vitest';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { trustedBy } from '../../../src/analysis/keys/trusted.ts';
import type { Severity } from '../../../src/model/finding.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { aKey, keyArn, keyStatement } from '../../support/key-builders.ts';
import { policy } from '../policy/builders.ts';

const trusted = trustedBy(ACCOUNT, defaultSettings);
const judge = (...statements: object[]) => judgeKeyPolicy(policy(statements), aKey(), trusted, 'aws');

const allow = (Principal: unknown, over: object = {}): object => keyStatement({ Principal, ...over });
const theirs = { AWS: `arn:aws:iam::${FOREIGN}:root` };
const service = { Service: 's3.amazonaws.com' };
const when = (Condition: object): object => ({ Condition });
const stranger = 'arn:aws:iam::999999999999:role/anyone';
const foreign = `arn:aws:iam::${FOREIGN}:role/anyone`;

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
    [
      'is anyone but some',
      [allow(undefined, { NotPrincipal: { AWS: ACCOUNT } })],
      stranger,
      'kms:Decrypt',
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
      foreign,
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is of an account that a pattern lets in',
      [allow('*', when({ StringLike: { 'aws:PrincipalAccount': '2222*' } }))],
      'arn:aws:iam::222299999999:role/anyone',
      'kms:Decrypt',
      'HIGH',
    ],
    [
      'is a role that a condition names',
      [allow('*', when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${FOREIGN}:role/a*` } }))],
      `arn:aws:iam::${FOREIGN}:role/aany`,
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
    const { intruders } = judgeKeyPolicy(
      policy([allow('*')]),
      aKey(),
      trustedBy(ACCOUNT, settings),
      'aws-cn',
    );
    expect(intruders.map(({ severity, witness }) => [severity, witness.request.principal])).toEqual([
      ['CRITICAL', { aws: 'arn:aws-cn:iam::999999999997:role/anyone' }],
      ['MEDIUM', { service: 'lambda.amazonaws.com.cn' }],
    ]);
  });

  it('is no service that is trusted', () => {
    const settings = { ...defaultSettings, trustedPrincipals: ['lambda.amazonaws.com'] };
    const { intruders } = judgeKeyPolicy(policy([allow('*')]), aKey(), trustedBy(ACCOUNT, settings), 'aws');
    expect(intruders).toHaveLength(1);
  });
});

describe('nobody knows whether', () => {
  it.each<[doubt: string, statements: object[]]>([
    [
      'whether anyone else may use it hangs on aws:PrincipalOrgID',
      [allow('*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }))],
    ],
    [
      'whether anyone else may use it hangs on aws:SourceIp',
      [allow('*', when({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }))],
    ],
    [
      'whether anyone else may use it is not decided by the requests tried',
      [
        allow('*'),
        allow('*', { Effect: 'Deny', ...when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }) }),
      ],
    ],
    [
      `whether ${theirs.AWS} may use it hangs on aws:PrincipalOrgID`,
      [allow({ AWS: [ACCOUNT, theirs.AWS] }, when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }))],
    ],
    [
      `whether ${theirs.AWS} may use it hangs on kms:CallerAccount`,
      [allow(theirs, when({ StringEqual: { 'kms:CallerAccount': ACCOUNT } }))],
    ],
    [
      'whether cognito-identity.amazonaws.com may use it is not decided by the requests tried',
      [allow({ Federated: 'cognito-identity.amazonaws.com' })],
    ],
    [
      'whether s3.amazonaws.com may use it hangs on aws:PrincipalAccount',
      [allow(service, when({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }))],
    ],
    [
      'whether s3.amazonaws.com may use it hangs on kms:EncryptionContext:a',
      [allow(service, when({ StringLike: { 'kms:EncryptionContext:a': 'b*' } }))],
    ],
    [
      `whether ${theirs.AWS} may use it hangs on kms:ViaService`,
      [allow(theirs, when({ StringEquals: { 'kms:ViaService': 'dms.us-east-1.amazonaws.com' } }))],
    ],
    [
      `whether ${theirs.AWS} may use it hangs on kms:EncryptionContext:a`,
      [
        allow(theirs, {
          Action: 'kms:PutKeyPolicy',
          ...when({ StringEquals: { 'kms:EncryptionContext:a': 'b' } }),
        }),
      ],
    ],
    [
      'whether anyone else may use it is not decided by the requests tried',
      [allow('*', { Resource: keyArn('other') })],
    ],
    ['whether anyone else may use it is not decided by the requests tried', [allow('*', { Action: 's3:*' })]],
  ])('%s', (doubt, statements) => {
    expect(judge(...statements)).toMatchObject({ intruders: [], undecided: [doubt] });
  });
});

it('nobody gets in where the form is closed', () => {
  expect(judge(keyStatement())).toEqual({ intruders: [], undecided: [], assumes: [] });
});
