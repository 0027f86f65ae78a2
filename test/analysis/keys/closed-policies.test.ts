import { describe, expect, it } from 'vitest';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { trustedBy } from '../../../src/analysis/keys/trusted.ts';
import { noGuardrails } from '../../../src/analysis/organization/guardrails.ts';
import { defaultSettings } from '../../../src/model/settings.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { aKey, keyStatement } from '../../support/key-builders.ts';
import { policy } from '../policy/builders.ts';

const PARTNER = '444444444444';
const partnerRole = `arn:aws:iam::${FOREIGN}:role/partner`;
const trusted = trustedBy(ACCOUNT, {
  ...defaultSettings,
  trustedAccounts: [PARTNER],
  trustedPrincipals: [partnerRole, 'backup.amazonaws.com', 'arn:aws:iam::555555555555:root', '666666666666'],
});
const question = { key: aKey(), account: ACCOUNT, partition: 'aws', trusted, guardrails: noGuardrails };
const closure = (...statements: object[]) => judgeKeyPolicy(policy(statements), question);

const to = (Principal: unknown, Condition: object = {}): object => keyStatement({ Principal, Condition });
const anyone = (Condition: object): object => to('*', Condition);
const dms = (Condition: object): object => to({ Service: 'dms.amazonaws.com' }, Condition);
const caller = { 'kms:CallerAccount': ACCOUNT };
const logs = (account: string, region = 'eu-west-1'): object => ({
  'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:x`,
});
const deny = (Condition: object, over: object = {}): object =>
  keyStatement({ Effect: 'Deny', Principal: '*', Condition, ...over });

describe('a key policy lets in trusted principals alone', () => {
  it.each<[name: string, statements: object[]]>([
    ['the account', [keyStatement()]],
    ['the account by its id', [to({ AWS: ACCOUNT })]],
    [
      'a role, a user and a session of the account',
      [
        to({
          AWS: [
            `arn:aws:iam::${ACCOUNT}:role/x`,
            `arn:aws:iam::${ACCOUNT}:user/x`,
            `arn:aws:sts::${ACCOUNT}:assumed-role/x/y`,
          ],
        }),
      ],
    ],
    ['a trusted account', [to({ AWS: [PARTNER, `arn:aws:iam::${PARTNER}:role/x`] })]],
    [
      'accounts that are trusted as principals',
      [to({ AWS: ['555555555555', 'arn:aws:iam::666666666666:root'] })],
    ],
    ['a trusted role of another account', [to({ AWS: partnerRole })]],
    ['a trusted service', [to({ Service: 'backup.amazonaws.com' })]],
    ['what is left of a deleted role', [to({ AWS: 'AROAEXAMPLE4DELETED22' })]],
    ['nobody, for a Resource is missing', [keyStatement({ Principal: '*', Resource: undefined })]],
    ['nobody, for all is denied', [deny({})]],
    [
      'the keys of AWS: a caller of the account, by DMS',
      [
        anyone({ StringEquals: { ...caller, 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' } }),
        keyStatement({ Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'] }),
      ],
    ],
    ['a caller of either account', [anyone({ StringLike: { 'KMS:calleraccount': [ACCOUNT, PARTNER] } })]],
    [
      'a principal of the account',
      [anyone({ 'ForAnyValue:StringEquals': { 'aws:PrincipalAccount': ACCOUNT } })],
    ],
    ['roles of the account', [anyone({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } })]],
    [
      'roles of the account by text',
      [anyone({ StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } })],
    ],
    ['a trusted role by its ARN', [anyone({ StringEquals: { 'aws:PrincipalArn': partnerRole } })]],
    [
      'a caller who must be there',
      [anyone({ StringEqualsIfExists: caller, Null: { 'kms:CallerAccount': 'false' } })],
    ],
    [
      'a foreign account’s name, and callers of the account',
      [to({ AWS: FOREIGN }, { StringEquals: caller })],
    ],
    ['anyone, but for a Deny of strangers', [anyone({}), deny({ StringNotEquals: caller })]],
    [
      'anyone, but for a Deny by principal, of all actions',
      [
        anyone({}),
        deny({ StringNotLikeIfExists: { 'aws:PrincipalAccount': [ACCOUNT, PARTNER] } }, { Action: '*' }),
      ],
    ],
    ['DMS for the account', [dms({ StringEquals: { 'aws:SourceAccount': ACCOUNT } })]],
    ['DMS for a caller of the account', [dms({ StringEquals: caller })]],
    [
      'DMS for a resource of the account',
      [dms({ ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } })],
    ],
    ['logs of the account', [dms({ ArnEquals: logs(ACCOUNT, '*') })]],
    ['logs of the account by text', [dms({ StringLike: logs(ACCOUNT) })]],
    [
      'DMS for the account, and the account',
      [
        to(
          { AWS: ACCOUNT, Service: 'dms.amazonaws.com' },
          { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        ),
      ],
    ],
    [
      'roles whose account a star may swallow',
      [anyone({ StringLike: { 'aws:PrincipalArn': `arn:aws:iam:*:${ACCOUNT}:role/x` } })],
    ],
    ['the source of a service, of anyone', [anyone({ StringEquals: { 'aws:SourceAccount': ACCOUNT } })]],
    ['DMS by a principal’s account', [dms({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })]],
    ['DMS for a word', [dms({ StringEquals: { 'aws:SourceArn': 'bucket' } })]],
  ])('%s', (_, statements) => {
    expect(closure(...statements)).toEqual({ intruders: [], undecided: [], assumes: [] });
  });

  it.each<[name: string, condition: object, assumes: string]>([
    [
      'an organisation',
      { StringEquals: { 'aws:SourceOrgID': 'o-1' } },
      'what aws:SourceOrgID names (o-1) is trusted',
    ],
    [
      'a bucket',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } },
      'what aws:SourceArn names (arn:aws:s3:::bucket) is trusted',
    ],
    [
      'an encryption context',
      { StringEquals: { 'kms:EncryptionContext:purpose': ['a', 'b'] } },
      'what kms:EncryptionContext:purpose names (a, b) is trusted',
    ],
  ])('a service bound to %s, if that is trusted', (_, condition, assumes) => {
    expect(closure(dms(condition))).toEqual({ intruders: [], undecided: [], assumes: [assumes] });
  });

  it('takes nothing for granted that it need not', () => {
    const both = { 'aws:SourceOrgID': 'o-1', 'aws:SourceAccount': ACCOUNT };
    expect(closure(dms({ StringEquals: both })).assumes).toEqual([]);
  });

  it.each<[name: string, statements: object[]]>([
    ['anyone', [anyone({})]],
    ['anyone but one', [keyStatement({ Principal: undefined, NotPrincipal: { AWS: FOREIGN } })]],
    ['a foreign account beside the own one', [to({ AWS: [ACCOUNT, FOREIGN] })]],
    ['another role than the trusted one', [to({ AWS: `${partnerRole}2` })]],
    ['the account in one statement of two', [keyStatement(), to({ AWS: FOREIGN })]],
    ['an identity provider', [to({ Federated: 'cognito-identity.amazonaws.com' })]],
    ['a canonical user', [to({ CanonicalUser: 'abc' })]],
    ['callers who may be nobody', [anyone({ StringEqualsIfExists: caller })]],
    ['callers of a set that may be empty', [anyone({ 'ForAllValues:StringEquals': caller })]],
    ['callers of all but the account', [anyone({ StringNotEquals: caller })]],
    ['callers of a pattern', [anyone({ StringLike: { 'kms:CallerAccount': '1111*' } })]],
    ['callers of themselves', [anyone({ StringEquals: { 'kms:CallerAccount': '${kms:CallerAccount}' } })]],
    [
      'callers of a foreign account as well',
      [anyone({ StringEquals: { 'kms:CallerAccount': [ACCOUNT, FOREIGN] } })],
    ],
    ['callers by a number', [anyone({ NumericEquals: caller })]],
    ['callers by an operator that IAM lacks', [anyone({ stringEquals: caller })]],
    ['callers by no value', [anyone({ StringEquals: { 'kms:CallerAccount': [] } })]],
    ['roles by fewer parts', [anyone({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}` } })]],
    ['an organisation', [anyone({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })]],
    ['a service on the way', [anyone({ StringEquals: { 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' } })]],
    ['DMS for anyone', [dms({})]],
    ['DMS for a foreign account', [dms({ StringEquals: { 'aws:SourceAccount': FOREIGN } })]],
    ['DMS for a foreign resource', [dms({ ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${FOREIGN}:*` } })]],
    ['DMS for any resource', [dms({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:*' } })]],
    ['DMS for any bucket', [dms({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } })]],
    ['DMS for an organisation of a pattern', [dms({ StringLike: { 'aws:SourceOrgID': 'o-*' } })]],
    ['logs of a foreign account', [dms({ StringEquals: logs(FOREIGN) })]],
    ['logs whose account a star may swallow', [dms({ StringLike: logs(ACCOUNT, '*') })]],
    ['an encryption context of a pattern', [dms({ StringLike: { 'kms:EncryptionContext:purpose': 'a*' } })]],
    ['an encryption context by a date', [dms({ DateEquals: { 'kms:EncryptionContext:purpose': 'a' } })]],
    ['that there is an encryption context', [dms({ Null: { 'kms:EncryptionContext:purpose': 'false' } })]],
    ['a Deny of one action', [anyone({}), deny({ StringNotEquals: caller }, { Action: 'kms:Decrypt' })]],
    [
      'a Deny of all but one action',
      [anyone({}), deny({ StringNotEquals: caller }, { Action: undefined, NotAction: 'kms:Decrypt' })],
    ],
    [
      'a Deny on another key',
      [anyone({}), deny({ StringNotEquals: caller }, { Resource: 'arn:aws:kms:::key/x' })],
    ],
    ['a Deny without a Resource', [anyone({}), deny({ StringNotEquals: caller }, { Resource: undefined })]],
    [
      'a Deny of one account',
      [anyone({}), deny({ StringNotEquals: caller }, { Principal: { AWS: FOREIGN } })],
    ],
    [
      'a Deny with a second condition',
      [anyone({}), deny({ StringNotEquals: caller, Bool: { 'aws:PrincipalIsAWSService': 'false' } })],
    ],
    ['a Deny that a set may escape', [anyone({}), deny({ 'ForAnyValue:StringNotEquals': caller })]],
    ['a Deny of the account itself', [anyone({}), deny({ StringEquals: caller })]],
    [
      'a Deny of strangers to a foreign account',
      [anyone({}), deny({ StringNotEquals: { 'kms:CallerAccount': FOREIGN } })],
    ],
    ['a Deny by organisation', [anyone({}), deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })]],
    ['an Allow of what a Deny says', [anyone({ StringNotEquals: caller })]],
  ])('or not: %s', (_, statements) => {
    const { intruders, undecided } = closure(...statements);
    expect([...intruders, ...undecided]).not.toEqual([]);
  });
});
