import { describe, expect, it } from 'vitest';
import type { KeyGrant, KmsKey } from '../../src/model/keys.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyAdmitsOnlyTrusted } from '../../src/rules/key-admits-only-trusted.ts';
import { ACCOUNT, accountWith, FOREIGN, policy } from '../support/builders.ts';
import { accountUsing, aGrant, aKey, keyArn, keyStatement } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const key = keyArn('key-1');
const using = (over: Partial<KmsKey>): AccountFacts => accountUsing(aKey(over));
const admitting = (...statements: readonly object[]): AccountFacts =>
  using({ policy: known(policy(keyStatement(), ...statements)) });
const granting = (...grantees: readonly (string | null)[]): AccountFacts =>
  using({ grants: known(grantees.map((grantee): KeyGrant => aGrant({ grantee }))) });

const theirs = keyStatement({ Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } });
const anyone = keyStatement({ Principal: '*', Action: 'kms:Encrypt' });
const byOrganization = keyStatement({
  Principal: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
});
const only = 'only trusted principals may use or administer it';
const noPolicy: Lookup<never> = unread(denied('kms:GetKeyPolicy', key));
const noGrants: Lookup<never> = unread(denied('kms:ListGrants', key));
const foreignKey = { id: 'theirs', arn: keyArn('theirs', FOREIGN) };

testRule(keyAdmitsOnlyTrusted, {
  compliant: [
    { name: 'a key that is the account’s', account: using({}), because: only },
    {
      name: 'the key of AWS',
      account: using({
        manager: 'AWS',
        policy: known(
          policy(
            keyStatement({
              Principal: { AWS: '*' },
              Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey'],
              Condition: {
                StringEquals: {
                  'kms:CallerAccount': ACCOUNT,
                  'kms:ViaService': 'dms.eu-west-1.amazonaws.com',
                },
              },
            }),
            keyStatement({ Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'] }),
          ),
        ),
      }),
      because: only,
    },
    {
      name: 'a foreign account that is trusted',
      account: admitting(theirs),
      settings: { trustedAccounts: [FOREIGN] },
      because: only,
    },
    {
      name: 'a foreign account that is trusted as principal',
      account: admitting(theirs),
      settings: { trustedPrincipals: [`arn:aws:iam::${FOREIGN}:root`] },
      because: only,
    },
    {
      name: 'an organisation that is trusted',
      account: admitting(byOrganization),
      settings: { trustedOrganization: 'o-1' },
      because: only,
    },
    {
      name: 'grants to services and to the account',
      account: granting('dms.eu-west-1.amazonaws.com', `arn:aws:iam::${ACCOUNT}:role/x`),
      because: only,
    },
    {
      name: 'a key of a trusted account whose policy can be read',
      account: using({ ...foreignKey, policy: known(policy(theirs)) }),
      settings: { trustedAccounts: [FOREIGN] },
      because: only,
    },
    { name: 'a disabled key', account: using({ state: 'Disabled' }), because: only },
    {
      name: 'everybody, by a statement without a Resource',
      account: admitting({ ...anyone, Resource: undefined }),
      because: only,
    },
  ],
  nonCompliant: [
    {
      name: 'anyone',
      account: admitting(anyone),
      because: 'anyone, such as arn:aws:iam::999999999999:role/anyone, may call kms:Encrypt',
      severity: 'CRITICAL',
    },
    {
      name: 'a foreign account',
      account: admitting(theirs),
      because: `arn:aws:iam::${FOREIGN}:root may call kms:Decrypt`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account that may administer',
      account: admitting({ ...theirs, Action: 'kms:ScheduleKeyDeletion' }),
      because: `its policy lets arn:aws:iam::${FOREIGN}:root call kms:ScheduleKeyDeletion, though KMS takes that from its own account alone`,
      severity: 'MEDIUM',
    },
    {
      name: 'a service for nobody in particular',
      account: admitting(
        keyStatement({ Principal: { Service: 'dms.amazonaws.com' }, Action: 'kms:Decrypt' }),
      ),
      because: 'dms.amazonaws.com acting for nobody in particular (no source key) may call kms:Decrypt',
      severity: 'MEDIUM',
    },
    {
      name: 'a service that may administer',
      account: admitting(
        keyStatement({ Principal: { Service: 'dms.amazonaws.com' }, Action: 'kms:PutKeyPolicy' }),
      ),
      because: 'dms.amazonaws.com acting for nobody in particular (no source key) may call kms:PutKeyPolicy',
      severity: 'MEDIUM',
    },
    {
      name: 'an organisation',
      account: admitting(byOrganization),
      because: 'arn:aws:iam::999999999999:role/anyone of organization o-1 may call kms:Decrypt',
      severity: 'HIGH',
    },
    {
      name: 'a grant to a foreign account',
      account: granting(`arn:aws:iam::${FOREIGN}:root`),
      because: `a grant lets arn:aws:iam::${FOREIGN}:root call Decrypt`,
      severity: 'HIGH',
    },
    {
      name: 'a grant to a principal that is deleted',
      account: granting('AROAEXAMPLE4DELETED22'),
      because: 'a grant is left to AROAEXAMPLE4DELETED22, a principal that is deleted',
      severity: 'LOW',
    },
    {
      name: 'the heaviest of several',
      account: using({
        policy: known(policy(theirs, anyone, byOrganization)),
        grants: known([aGrant({ grantee: FOREIGN })]),
      }),
      because: 'anyone, such as arn:aws:iam::999999999999:role/anyone, may call kms:Encrypt',
      severity: 'CRITICAL',
    },
    {
      name: 'a grant, where the policy was refused',
      account: using({ policy: noPolicy, grants: known([aGrant({ grantee: FOREIGN })]) }),
      because: `a grant lets ${FOREIGN} call Decrypt`,
    },
    {
      name: 'anyone, where the grants were refused',
      account: using({ policy: known(policy(anyone)), grants: noGrants }),
      because: 'anyone, such as arn:aws:iam::999999999999:role/anyone, may call kms:Encrypt',
    },
    {
      name: 'a grant to a foreign account of a foreign account’s key',
      account: using({
        ...foreignKey,
        policy: noPolicy,
        grants: known([aGrant({ grantee: '333333333333' })]),
      }),
      because: 'a grant lets 333333333333 call Decrypt',
    },
  ],
  notApplicable: [
    {
      name: 'no key',
      account: accountUsing(aKey(), { keyReferences: { [key]: known(null) } }),
      because: 'there is no such key',
    },
    {
      name: 'no resource that has a key',
      account: accountWith({}),
      because: 'no AWS::KMS::Key in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a policy that was refused',
      account: using({ policy: noPolicy }),
      because: `kms:GetKeyPolicy of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'grants that were refused',
      account: using({ grants: noGrants }),
      because: `kms:ListGrants of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'policy and grants that were refused',
      account: using({ policy: noPolicy, grants: noGrants }),
      because: `kms:GetKeyPolicy of ${key} failed (AccessDeniedException); kms:ListGrants of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a policy of another account',
      account: using({ ...foreignKey, policy: noPolicy }),
      because: `it belongs to account ${FOREIGN}, and kms:GetKeyPolicy answers its own account alone`,
    },
    {
      name: 'a policy that is none',
      account: using({ policy: known('not JSON') }),
      because:
        'its key policy cannot be read: the policy is not JSON: line 1, column 1: expected a value, found "n"',
    },
    {
      name: 'a policy with a part that cannot be read',
      account: admitting({ ...anyone, Effect: 'allow' }),
      because: 'its key policy cannot be read: Statement[1].Effect "allow" is neither "Allow" nor "Deny"',
    },
    {
      name: 'a condition that KMS would refuse',
      account: admitting({ ...theirs, Condition: { StringEqual: { 'kms:CallerAccount': ACCOUNT } } }),
      because: `whether arn:aws:iam::${FOREIGN}:root may call kms:Decrypt hangs on how KMS reads what it would refuse`,
    },
    {
      name: 'a grant to nobody knows whom',
      account: granting(null),
      because: 'to whom grant grant-1 is, KMS does not tell',
    },
    {
      name: 'a key that was refused',
      account: accountUsing(aKey(), { keyReferences: { [key]: unread(denied('kms:DescribeKey', key)) } }),
      because: `kms:DescribeKey of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a listing that was refused',
      account: accountWith({ certificates: refused('dms:DescribeCertificates') }),
      because: 'dms:DescribeCertificates failed (AccessDeniedException)',
    },
  ],
});

describe('a verdict of key-admits-only-trusted', () => {
  const verdictOn = (account: AccountFacts) =>
    keyAdmitsOnlyTrusted.evaluate(ACCOUNT, account, defaultSettings)[0];

  it('shows the request that is let in', () => {
    expect(verdictOn(admitting(theirs))?.witness).toMatchObject({
      kind: 'request',
      statement: 1,
      principal: { aws: `arn:aws:iam::${FOREIGN}:root` },
      action: 'kms:Decrypt',
      resource: key,
      context: { 'kms:calleraccount': FOREIGN },
      decision: 'allowed',
    });
  });

  it('shows the grant', () => {
    expect(verdictOn(granting(FOREIGN))?.witness).toEqual({
      kind: 'list',
      items: ['GrantId: grant-1', `GranteePrincipal: ${FOREIGN}`, 'Operations: Decrypt'],
    });
  });

  it('says what it takes for granted', () => {
    const bound = keyStatement({
      Principal: { Service: 'dms.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } },
    });
    expect(verdictOn(admitting(bound))?.assumes).toEqual([
      'no SCP/RCP',
      'what aws:SourceOrgID names (o-1) is trusted',
    ]);
  });

  it('says what to do about a service and about a grant', () => {
    const service = keyStatement({ Principal: { Service: 'dms.amazonaws.com' } });
    expect(verdictOn(admitting(service))?.remediation.summary).toContain('aws:SourceAccount');
    expect(verdictOn(granting(FOREIGN))?.remediation.summary).toContain('RevokeGrant');
  });
});
