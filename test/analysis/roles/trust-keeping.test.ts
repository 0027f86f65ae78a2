import { describe, expect, it } from 'vitest';
import { trustDocument } from '../../../src/analysis/roles/trust-document.ts';
import type { TrustNeed } from '../../../src/analysis/roles/trust-needs.ts';
import type { TrustTerms } from '../../../src/analysis/roles/trust-terms.ts';
import { ACCOUNT, anInstance, policy, REGION, trustStatement } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';

const partner = '222222222222';
const stranger = '333333333333';
const terms: TrustTerms = {
  account: ACCOUNT,
  partition: 'aws',
  regions: [REGION],
  organization: undefined,
  ...alone,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
  users: [],
};
const repsOf = (account: string): string => `arn:aws:dms:*:${account}:rep:*`;
const vpc: TrustNeed = { service: 'dms.amazonaws.com', source: { arns: [repsOf(ACCOUNT)] } };
const redshift: TrustNeed = { service: 'redshift.amazonaws.com', source: null };

const own = { 'aws:SourceAccount': ACCOUNT };
const narrow = trustStatement({
  Condition: { StringEquals: own, ArnLike: { 'aws:SourceArn': repsOf(ACCOUNT) } },
});
const open = trustStatement({ Condition: undefined });
const admin = `arn:aws:iam::${ACCOUNT}:role/admin`;
const deleted = 'AROAEXAMPLE1234567890';
const forAdmin = { Effect: 'Allow', Principal: { AWS: admin }, Action: 'sts:AssumeRole' };
const denying = (Condition: object | undefined, over: object = {}): object => ({
  ...open,
  Sid: 'Fence',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Condition,
  ...over,
});
const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const before2027 = { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } };

const mend = (
  present: readonly object[],
  over: Partial<TrustTerms> = {},
  needs: readonly TrustNeed[] = [vpc],
) => trustDocument(policy(...present), needs, { ...terms, ...over });
const statementsOf = (document: string | null): unknown =>
  document === null ? null : (JSON.parse(document) as { readonly Statement: unknown }).Statement;

describe('a Deny stays beside what is mended', () => {
  it.each<[name: string, deny: object]>([
    ['of sessions without MFA', denying({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
    ['of other addresses', denying({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    ['of other networks', denying({ StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } })],
    [
      'of who is outside the organisation, services excepted',
      denying({
        StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ],
    ['of one role', denying(undefined, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/bob` } })],
    [
      'of DMS from some day on',
      denying(
        { DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
        { Principal: { Service: 'dms.amazonaws.com' } },
      ),
    ],
  ])('%s', (_, deny) => {
    const mended = mend([open, forAdmin, deny]);
    expect(statementsOf(mended.document)).toEqual([narrow, forAdmin, deny]);
    expect(mended).toMatchObject({ takenOut: [] });
  });

  it('is written with everybody once, as IAM takes it', () => {
    const deny = denying({ Bool: { 'aws:SecureTransport': 'false' } }, { Principal: '*' });
    expect(statementsOf(mend([open, deny]).document)).toEqual([narrow, { ...deny, Principal: { AWS: '*' } }]);
  });

  it('is taken out for a service that it surely keeps from what needs the role, and that is told', () => {
    const other = denying(undefined, {
      Principal: { Service: ['dms.amazonaws.com', 'lambda.amazonaws.com'], AWS: admin },
    });
    const mended = mend([open, other]);
    expect(statementsOf(mended.document)).toEqual([
      narrow,
      { ...other, Principal: { AWS: admin, Service: 'lambda.amazonaws.com' } },
    ]);
    expect(mended).toMatchObject({ takenOut: ['Statement[1] "Fence"'] });
  });

  it.each<[name: string, deny: object]>([
    ['everybody', denying(undefined)],
    [
      'who is outside the organisation, as services are',
      denying({ StringNotEquals: { 'aws:PrincipalOrgID': 'o' } }),
    ],
    ['all but an administrator', denying(undefined, { Principal: undefined, NotPrincipal: { AWS: admin } })],
  ])('and where it surely shuts DMS out with others there is no document: %s', (_, deny) => {
    expect(mend([open, deny]).document).toBeNull();
  });
});

describe('of a statement goes only what is wrong', () => {
  it('a deleted principal, and nobody beside it', () => {
    const both = { ...forAdmin, Principal: { AWS: [admin, deleted] }, Condition: withMfa };
    expect(statementsOf(mend([open, both]).document)).toEqual([narrow, { ...forAdmin, Condition: withMfa }]);
    expect(statementsOf(mend([open, { ...forAdmin, Principal: { AWS: deleted } }]).document)).toEqual([
      narrow,
    ]);
  });

  it('conditions on the source, and no others', () => {
    const until = trustStatement({ Sid: 'Dms', Condition: { StringEquals: own, ...before2027 } });
    expect(statementsOf(mend([until]).document)).toEqual([
      {
        ...narrow,
        Sid: 'Dms',
        Condition: { StringEquals: own, ArnLike: { 'aws:SourceArn': repsOf(ACCOUNT) }, ...before2027 },
      },
    ]);
  });

  it.each<[name: string, present: object]>([
    [
      'a condition that DMS may not meet',
      { ...open, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    ],
    [
      'a condition that it surely does not',
      { ...open, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } },
    ],
    [
      'everybody under conditions that strangers meet',
      { ...open, Principal: { AWS: '*' }, Condition: before2027 },
    ],
    ['a part that IAM refuses', { ...forAdmin, Condition: { StringEqual: { 'aws:PrincipalTag/a': 'b' } } }],
    ['a Deny with such a part', denying({ StringNotEqual: { 'aws:PrincipalOrgID': 'o-abc' } })],
  ])('and there is no document where it cannot be told apart: %s', (_, present) => {
    expect(mend([open, present]).document).toBeNull();
  });

  it('strangers among the accounts, and none that is trusted', () => {
    const of = (...accounts: readonly string[]): object =>
      trustStatement({ Condition: { StringEquals: { 'aws:SourceAccount': accounts } } });
    const mended = mend([of(ACCOUNT, partner, stranger)], { trustedAccounts: [partner, '444444444444'] });
    expect(statementsOf(mended.document)).toEqual([
      trustStatement({
        Condition: {
          StringEquals: { 'aws:SourceAccount': [ACCOUNT, partner] },
          ArnLike: { 'aws:SourceArn': [repsOf(ACCOUNT), repsOf(partner)] },
        },
      }),
    ]);
  });

  it('and lets no trusted account in that did not get in', () => {
    const never = trustStatement({
      Condition: {
        StringEquals: { 'aws:SourceAccount': [ACCOUNT, partner] },
        StringLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*:*` },
        ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:*:*' },
      },
    });
    expect(statementsOf(mend([never], { trustedAccounts: [partner] }).document)).toEqual([narrow]);
  });
});

describe('a statement that no finding is about stays', () => {
  const ofOrganization = {
    ...open,
    Sid: 'Organisation',
    Principal: { AWS: '*' },
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } },
  };

  it('for everybody of an organisation, which no service is', () => {
    expect(statementsOf(mend([open, ofOrganization]).document)).toEqual([narrow, ofOrganization]);
  });

  it('for a service that needs the role, whatever else it asks', () => {
    const bound = {
      ...forAdmin,
      Principal: { Service: 'redshift.amazonaws.com' },
      Condition: { StringEquals: own },
    };
    expect(statementsOf(mend([open, bound], {}, [vpc, redshift]).document)).toEqual([narrow, bound]);
  });

  it('for those who are named beside everybody', () => {
    const { document } = mend([{ ...open, Principal: { AWS: ['*', admin] } }]);
    expect(statementsOf(document)).toEqual([forAdmin, narrow]);
  });
});

it('a document keeps out none of those who use the role', () => {
  const users = [{ use: 'vpc', resource: anInstance() }] as const;
  const other = denying(
    { ArnLike: { 'aws:SourceArn': anInstance().arn } },
    { Principal: { Service: 'dms.amazonaws.com' } },
  );
  const mended = mend([narrow, other], { users });
  expect(statementsOf(mended.document)).toEqual([narrow]);
  expect(mended).toMatchObject({ takenOut: ['Statement[1] "Fence"'] });
});
