import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { complete, known, unread } from '../../src/model/lookup.ts';
import type { Principal } from '../../src/model/resources.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings, type MigrationPrincipal } from '../../src/model/settings.ts';
import type { AccountFacts, IamFacts } from '../../src/model/snapshot.ts';
import { keyAdmitsMigrationPrincipal } from '../../src/rules/key-admits-migration-principal.ts';
import {
  ACCOUNT,
  anAccount,
  aPrincipal,
  aRegion,
  FOREIGN,
  iamOf,
  policy,
  REGION,
  roleArn,
} from '../support/builders.ts';
import { aGrant, aKey, anInstanceWithKey, keyArn, keyStatement, keysKnown } from '../support/key-builders.ts';
import { breaches, denyable, deny as denyCall, forgetOne } from '../support/laws.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny } from './permitted.ts';
import { denied } from './unread.ts';

const key = keyArn('key-1');
const migrator = roleArn('migrator');
const byIam = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:Encrypt', 'kms:ReEncrypt*'];

const named = (over: Partial<MigrationPrincipal> = {}): MigrationPrincipal => ({
  arn: migrator,
  uses: 'cli',
  redshiftTarget: null,
  createsRoles: null,
  ...over,
});
const settings = { migrationPrincipals: [named()] };
const byConsole = { migrationPrincipals: [named({ uses: 'console' })] };

interface Estate {
  readonly key?: Partial<KmsKey>;
  /** Statements of the principal's policy. */
  readonly inline?: readonly object[];
  readonly principal?: Partial<Principal>;
  readonly iam?: Partial<IamFacts>;
}

const estate = ({ key: over, inline = [], principal, iam }: Estate): AccountFacts => {
  const found = aKey(over);
  return anAccount({
    organization: known(null),
    iam: iamOf(undefined, {
      namedPrincipals: {
        'role/migrator': known(
          aPrincipal({ inline: known([{ name: 'own', document: known(policy(...inline)) }]), ...principal }),
        ),
      },
      organizationPolicies: known(null),
      ...iam,
    }),
    regions: {
      [REGION]: aRegion({ instances: complete([anInstanceWithKey(found.arn)]), ...keysKnown(found) }),
    },
  });
};
const withPolicy = (...statements: readonly object[]): Pick<KmsKey, 'policy'> => ({
  policy: known(policy(...statements)),
});
const toMigrator = (Action: unknown, over: object = {}): object =>
  keyStatement({ Principal: { AWS: migrator }, Action, ...over });
const asUser = ['kms:DescribeKey', 'kms:CreateGrant'];
const ofAws = {
  manager: 'AWS',
  ...withPolicy(
    keyStatement({
      Principal: { AWS: '*' },
      Action: ['kms:Encrypt', 'kms:CreateGrant', 'kms:DescribeKey'],
      Condition: {
        StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': `dms.${REGION}.amazonaws.com` },
      },
    }),
  ),
} as const;

testRule(keyAdmitsMigrationPrincipal, {
  compliant: [
    {
      name: 'a key user by the key policy',
      account: estate({ key: withPolicy(toMigrator(asUser)) }),
      settings,
      because: `${migrator} may call kms:DescribeKey, kms:CreateGrant`,
    },
    {
      name: 'a key user who makes grants for AWS alone, by DMS',
      account: estate({
        key: withPolicy(
          toMigrator('kms:DescribeKey'),
          toMigrator('kms:CreateGrant', {
            Condition: {
              Bool: { 'kms:GrantIsForAWSResource': true },
              StringEquals: { 'kms:ViaService': `dms.${REGION}.amazonaws.com`, 'kms:CallerAccount': ACCOUNT },
            },
          }),
        ),
      }),
      settings,
      because: `${migrator} may call kms:DescribeKey, kms:CreateGrant`,
    },
    {
      name: 'one who has it by IAM, where the key policy leaves it there',
      account: estate({ inline: [allow(byIam, key)] }),
      settings,
      because: `${migrator} may call kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
    },
    {
      name: 'one half by the key policy and one by IAM',
      account: estate({
        key: withPolicy(keyStatement(), toMigrator('kms:CreateGrant')),
        inline: [allow(['kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*'])],
      }),
      settings,
      because: `${migrator} may call kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
    },
    {
      name: 'the key of AWS',
      account: estate({ key: ofAws }),
      settings,
      because: `${migrator} may call kms:DescribeKey`,
    },
    {
      name: 'the key of AWS, in the console',
      account: estate({ key: ofAws, inline: [allow('kms:ListAliases')] }),
      settings: byConsole,
      because: `${migrator} may call kms:DescribeKey, kms:ListAliases`,
    },
  ],
  nonCompliant: [
    {
      name: 'one who has nothing',
      account: estate({}),
      settings,
      because: `${migrator} may not call kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
      severity: 'MEDIUM',
    },
    {
      name: 'one who has by IAM what a key user needs, and no more',
      account: estate({ inline: [allow(asUser)] }),
      settings,
      because: `${migrator} may not call kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
    },
    {
      name: 'IAM that the key policy does not ask',
      account: estate({ key: withPolicy(toMigrator('kms:DescribeKey')), inline: [allow('kms:*')] }),
      settings,
      because: `${migrator} may not call kms:CreateGrant, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
    },
    {
      name: 'a key user who is denied it',
      account: estate({ key: withPolicy(toMigrator(asUser)), inline: [deny('kms:CreateGrant')] }),
      settings,
      because: `${migrator} may not call kms:CreateGrant`,
    },
    {
      name: 'a key user in the console without aliases',
      account: estate({ key: withPolicy(toMigrator('kms:*')) }),
      settings: byConsole,
      because: `${migrator} may not call kms:ListAliases`,
    },
    {
      name: 'a key user by another service',
      account: estate({
        key: withPolicy(
          toMigrator(asUser, {
            Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
          }),
        ),
      }),
      settings,
      because: `${migrator} may not call kms:DescribeKey, kms:CreateGrant, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo`,
    },
  ],
  notApplicable: [
    {
      name: 'no principal that is named',
      account: estate({}),
      because: 'the settings name no role or user that migrates',
    },
    {
      name: 'a role that is not there',
      account: estate({ iam: { namedPrincipals: { 'role/migrator': known(null) } } }),
      settings,
      because: 'there is no such role',
    },
    {
      name: 'no key',
      account: anAccount(),
      settings,
      because: 'no AWS::KMS::Key in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a key policy that was refused',
      account: estate({ key: { policy: unread(denied('kms:GetKeyPolicy', key)) } }),
      settings,
      because: `kms:GetKeyPolicy of ${key} failed (AccessDeniedException)`,
    },
    {
      name: 'a key of another account',
      account: estate({
        key: {
          id: 'theirs',
          arn: keyArn('theirs', FOREIGN),
          policy: unread(denied('kms:GetKeyPolicy', keyArn('theirs', FOREIGN))),
        },
      }),
      settings,
      because: `it belongs to account ${FOREIGN}, and kms:GetKeyPolicy answers its own account alone`,
    },
    {
      name: 'a principal that was not asked about',
      account: estate({ iam: { namedPrincipals: {} } }),
      settings,
      because: `iam:GetRole of migrator was not asked when the snapshot was taken`,
    },
    {
      name: 'policies that were refused',
      account: estate({
        principal: { attached: unread(denied('iam:ListAttachedRolePolicies', 'migrator')) },
      }),
      settings,
      because: 'iam:ListAttachedRolePolicies of migrator failed (AccessDeniedException)',
    },
    {
      name: 'a grant, for it may hold for some encryption context alone',
      account: estate({
        inline: [allow(['kms:DescribeKey', 'kms:CreateGrant', 'kms:ReEncrypt*'])],
        key: { grants: known([aGrant({ grantee: migrator, operations: ['Encrypt'] })]) },
      }),
      settings,
      because: `whether ${migrator} may call kms:Encrypt hangs on the constraints of a grant`,
    },
    {
      name: 'a key user by what the key policy hangs on',
      account: estate({
        key: withPolicy(
          keyStatement(),
          toMigrator(asUser, { Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } }),
        ),
        inline: [allow(asUser)],
      }),
      settings,
      because: `whether ${migrator} may call kms:DescribeKey, kms:CreateGrant hangs on aws:resourcetag/team`,
    },
    {
      name: 'a manager that KMS does not report',
      account: estate({ key: { manager: null } }),
      settings,
      because: 'KMS does not report KeyManager',
    },
  ],
});

describe('with a principal named, to know one thing less settles nothing', () => {
  const naming: Rule = {
    ...keyAdmitsMigrationPrincipal,
    evaluate: (id, account) =>
      keyAdmitsMigrationPrincipal.evaluate(id, account, {
        ...defaultSettings,
        migrationPrincipals: [named({ uses: 'console' })],
      }),
  };
  // Each random account is forgotten in some hundred ways, so a few of them go a long way.
  const numRuns = Math.ceil(randomCases / 100);

  it('one answer forgotten', () => {
    const property = fc.property(randomAccount, (account) => {
      const before = naming.evaluate(ACCOUNT, account, defaultSettings);
      for (const less of forgetOne(account)) expect(breaches(naming, before, less)).toEqual([]);
    });
    fc.assert(property, { numRuns });
  });

  it('one API action denied', () => {
    const property = fc.property(randomAccount, fc.constantFrom(...denyable), (account, call) => {
      const before = naming.evaluate(ACCOUNT, account, defaultSettings);
      const less = { account: denyCall(account, call), ofOrganization: call.startsWith('organizations:') };
      expect(breaches(naming, before, less)).toEqual([]);
    });
    fc.assert(property, { numRuns });
  });
});
