import { describe, expect, it } from 'vitest';
import { complete } from '../../src/model/lookup.ts';
import type { Settings } from '../../src/model/settings.ts';
import { withoutPrincipal } from '../../src/remediation/remedies/trusts.ts';
import { trusting } from '../rules/trusting.ts';
import { ACCOUNT, anInstance, policy, trustStatement } from '../support/builders.ts';
import { planned } from './planned.ts';

const admin = `arn:aws:iam::${ACCOUNT}:role/admin`;
const forAdmin = { Effect: 'Allow', Principal: { AWS: admin }, Action: 'sts:AssumeRole' };
const reps = `arn:aws:dms:*:${ACCOUNT}:rep:*`;
const own = { 'aws:SourceAccount': ACCOUNT };
const narrow = trustStatement({ Condition: { StringEquals: own, ArnLike: { 'aws:SourceArn': reps } } });
const open = trustStatement({ Condition: undefined });
const denying = (Condition: object): object => ({
  ...{ Sid: 'Fence', Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
  Condition,
});
const mfa = denying({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } });
const perimeter = denying({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } });

function patched(statements: readonly object[], rules: readonly string[], settings: Partial<Settings> = {}) {
  const instances = complete([anInstance({ engineVersion: '3.6.1' })]);
  const whole = trusting('dms-vpc-role', statements, { instances });
  const trusted = { trustedPrincipals: [admin], ...settings };
  const { statements: put, left } = planned(whole, rules, trusted);
  return { put: put['AWS::IAM::Role'], left };
}

describe('a trust policy that is mended', () => {
  it('keeps the Deny of sessions without MFA, and leaves open what hangs on it', () => {
    expect(patched([open, forAdmin, mfa], ['role-trust-is-guarded', 'role-trust-is-narrow'])).toEqual({
      put: [narrow, forAdmin, mfa],
      left: {
        'role-trust-is-guarded':
          'it is UNKNOWN after the change: it hangs on aws:multifactorauthpresent, of which AWS does not say whether it is sent',
      },
    });
  });

  it.each<[name: string, present: readonly object[], way: string]>([
    [
      'a Deny keeps DMS out with others',
      [open, forAdmin, perimeter],
      'a Deny that keeps DMS out is for others too',
    ],
    [
      'a condition may not be met by DMS',
      [{ ...open, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, forAdmin],
      'a statement of the trust policy holds more that DMS may not meet, or that IAM refuses',
    ],
  ])('is none where %s', (_, present, way) => {
    expect(patched(present, ['role-trust-is-narrow'])).toEqual({
      put: undefined,
      left: { 'role-trust-is-narrow': way },
    });
  });
});

describe('a trust policy without those whom nobody expects', () => {
  it('keeps those who are trusted beside them', () => {
    const both = { ...forAdmin, Principal: { AWS: [admin, `arn:aws:iam::${ACCOUNT}:role/guest`] } };
    expect(patched([narrow, both], ['role-trust-admits-only-expected'])).toEqual({
      put: [narrow, forAdmin],
      left: {},
    });
  });

  it('is none where a statement names only whom it is not for', () => {
    const guest = { AWS: `arn:aws:iam::${ACCOUNT}:role/guest` };
    const document = policy(narrow, { ...forAdmin, Principal: undefined, NotPrincipal: guest });
    const asked = { action: 'sts:AssumeRole', resource: null, context: {}, decision: 'allowed' } as const;
    const witness = { kind: 'request', document, statement: 1, principal: { aws: admin }, ...asked } as const;
    expect(withoutPrincipal(witness)).toBeNull();
  });
});
