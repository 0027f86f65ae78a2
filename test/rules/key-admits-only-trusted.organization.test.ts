import { describe, expect, it } from 'vitest';
import type { Finding, Status } from '../../src/model/finding.ts';
import type { KeyGrant, KmsKey } from '../../src/model/keys.ts';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyAdmitsOnlyTrusted } from '../../src/rules/key-admits-only-trusted.ts';
import { ACCOUNT, FOREIGN, policy, roleArn } from '../support/builders.ts';
import { accountUsing, aGrant, aKey, keyArn, keyStatement } from '../support/key-builders.ts';
import {
  denying,
  memberUnder,
  memberWhere,
  ORGANIZATION,
  policiesOver,
} from '../support/organization-builders.ts';
import { denied } from './unread.ts';

const byCaller = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
const byService = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };
const ownCallers = denying(
  'kms:*',
  { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT }, ...byCaller },
  { Sid: 'OwnCallers' },
);
const members = denying('kms:*', {
  StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
  ...byCaller,
});
const ownSources = denying('kms:*', {
  StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT },
  ...byService,
});

const letting = (Principal: unknown, over: object = {}): object =>
  keyStatement({ Principal, Action: 'kms:Decrypt', ...over });
const withPolicy = (...statements: readonly object[]): KmsKey =>
  aKey({ policy: known(policy(keyStatement(), ...statements)) });
const granting = (over: Partial<KeyGrant>): KmsKey =>
  aKey({ grants: known([aGrant({ grantee: roleArn('reader', FOREIGN), ...over })]) });
const under = (key: KmsKey, ...resource: readonly object[]): AccountFacts =>
  memberWhere(accountUsing(key), { resource });

const findingOf = (account: AccountFacts, settings: Partial<Settings> = {}): Finding => {
  const [finding] = keyAdmitsOnlyTrusted
    .evaluate(ACCOUNT, account, { ...defaultSettings, ...settings })
    .filter(({ resource }) => resource.type === 'AWS::KMS::Key');
  if (finding === undefined) throw new Error('the rule found nothing');
  return finding;
};

const closed = 'only trusted principals may use or administer it';
const thanksTo = (who: string, where = 'Statement[0] OwnCallers'): string =>
  `${closed}: ${who}, whom its key policy or a grant lets in, is refused by the resource control policy perimeter (${where})`;
const partner = `arn:aws:iam::${FOREIGN}:root`;
const serviceLinked = roleArn(
  'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
  FOREIGN,
);

describe('key-admits-only-trusted under an organisation', () => {
  it.each<[name: string, account: AccountFacts, status: Status, because: string]>([
    [
      'a foreign account',
      under(withPolicy(letting({ AWS: FOREIGN })), ownCallers),
      'COMPLIANT',
      thanksTo(partner),
    ],
    [
      'everybody, but for services',
      under(withPolicy(letting('*')), ownCallers),
      'NON_COMPLIANT',
      'lambda.amazonaws.com acting for nobody in particular (no source key) may call kms:Decrypt',
    ],
    [
      'everybody, and services',
      under(withPolicy(letting('*')), ownCallers, ownSources),
      'COMPLIANT',
      thanksTo('arn:aws:iam::999999999999:role/anyone'),
    ],
    [
      'a service for whomever',
      under(withPolicy(letting({ Service: 's3.amazonaws.com' })), ownSources),
      'COMPLIANT',
      thanksTo('s3.amazonaws.com acting for nobody in particular (no source key)', 'Statement[0]'),
    ],
    [
      'another account of the organisation',
      under(withPolicy(letting('*')), members, ownSources),
      'NON_COMPLIANT',
      `arn:aws:iam::999999999999:role/anyone of organization ${ORGANIZATION} may call kms:Decrypt`,
    ],
    [
      'a policy for another action',
      under(withPolicy(letting({ AWS: FOREIGN })), denying('kms:Encrypt')),
      'NON_COMPLIANT',
      `${partner} may call kms:Decrypt`,
    ],
    [
      'a policy for another key',
      under(withPolicy(letting({ AWS: FOREIGN })), { ...ownCallers, Resource: keyArn('other') }),
      'NON_COMPLIANT',
      `${partner} may call kms:Decrypt`,
    ],
    [
      'to retire a grant, which no such policy refuses',
      under(withPolicy(letting({ AWS: FOREIGN }, { Action: 'kms:*' })), ownCallers),
      'NON_COMPLIANT',
      `${partner} may call kms:RetireGrant`,
    ],
    [
      'a service-linked role, on which no such policy bears',
      under(withPolicy(letting({ AWS: serviceLinked })), ownCallers),
      'NON_COMPLIANT',
      `${serviceLinked} may call kms:Decrypt`,
    ],
    [
      'a key that AWS manages, on which none bears either',
      under(aKey({ manager: 'AWS', policy: known(policy(letting({ AWS: FOREIGN }))) }), ownCallers),
      'NON_COMPLIANT',
      `${partner} may call kms:Decrypt`,
    ],
    [
      'a key of which KMS does not say who manages it',
      under(aKey({ manager: null }), ownCallers),
      'UNKNOWN',
      'KMS does not report KeyManager',
    ],
    ['a key that is closed by itself', under(withPolicy(), ownCallers), 'COMPLIANT', closed],
    ['a grant', under(granting({}), ownCallers), 'COMPLIANT', thanksTo(roleArn('reader', FOREIGN))],
    [
      'a grant to an account',
      under(granting({ grantee: FOREIGN }), ownCallers),
      'COMPLIANT',
      thanksTo(partner),
    ],
    [
      'a grant, of which one operation is refused',
      under(granting({ operations: ['Decrypt', 'Encrypt'] }), denying('kms:Decrypt', byCaller)),
      'NON_COMPLIANT',
      `a grant lets ${roleArn('reader', FOREIGN)} call Encrypt`,
    ],
    [
      'a grant, by what hangs on a tag of the key',
      under(
        granting({}),
        denying('kms:*', { StringNotEquals: { 'aws:ResourceTag/shared': 'true' }, ...byCaller }),
      ),
      'UNKNOWN',
      `whether a grant lets ${roleArn('reader', FOREIGN)} call Decrypt hangs on aws:resourcetag/shared, of which nothing is known`,
    ],
    [
      'in the management account',
      memberUnder(
        accountUsing(withPolicy(letting({ AWS: FOREIGN }))),
        known({ ...policiesOver({ resource: [ownCallers] }), isManagementAccount: true }),
      ),
      'NON_COMPLIANT',
      `${partner} may call kms:Decrypt`,
    ],
  ])('%s', (_, account, status, because) => {
    const finding = findingOf(account);
    expect({ status: finding.status, because: finding.because }).toEqual({ status, because });
    expect(finding.assumes).not.toContain('no SCP/RCP');
  });

  it('the witness of a guard is the stranger’s request, with the policy that refuses it', () => {
    const { witness } = findingOf(under(withPolicy(letting({ AWS: FOREIGN })), ownCallers));
    if (witness?.kind !== 'request') throw new Error('there is no request');
    const { document, ...request } = witness;
    expect(JSON.parse(document)).toEqual(JSON.parse(policy(ownCallers)));
    expect(request).toMatchObject({
      statement: 0,
      decision: 'explicitDeny',
      principal: { aws: partner },
      action: 'kms:Decrypt',
      resource: keyArn('key-1'),
    });
  });

  const refused = unread(denied('organizations:ListPoliciesForTarget', ACCOUNT));
  const required = { organizationPolicies: 'required' } as const;

  it.each<[name: string, key: KmsKey, assumes: string[], status: Status, settings: Partial<Settings>]>([
    ['unread policies are assumed away', aKey(), ['no SCP/RCP'], 'COMPLIANT', {}],
    ['or not, where they must be read', aKey(), [], 'UNKNOWN', required],
    [
      'of a key that AWS manages nothing needs be assumed',
      aKey({ manager: 'AWS' }),
      [],
      'COMPLIANT',
      required,
    ],
  ])('%s', (_, key, assumes, ...[status, settings]) => {
    const finding = findingOf(memberUnder(accountUsing(key), refused), settings);
    expect([finding.status, finding.assumes]).toEqual([status, assumes]);
  });

  it.each<[name: string, settings: Partial<Settings>, status: Status]>([
    ['what its own organisation has over it is assumed away', {}, 'COMPLIANT'],
    ['or not', required, 'UNKNOWN'],
  ])('of a key of another account, %s', (_, settings, status) => {
    const own = policy(keyStatement({ Principal: { AWS: [ACCOUNT, FOREIGN] } }));
    const key = aKey({ arn: keyArn('key-1', FOREIGN), policy: known(own) });
    const account = memberWhere(accountUsing(key), { resource: [ownCallers] });
    const finding = findingOf(account, { trustedAccounts: [FOREIGN], ...settings });
    expect(finding.status).toBe(status);
    if (status === 'COMPLIANT') expect(finding.assumes).toEqual(['no SCP/RCP']);
    else
      expect(finding.because).toBe(
        `what the organization of account ${FOREIGN} has over the key is not read`,
      );
  });
});
