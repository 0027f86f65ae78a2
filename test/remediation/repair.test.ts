import { describe, expect, it } from 'vitest';
import { complete } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { planFixes } from '../../src/remediation/plan.ts';
import { instanceEngineSupportsGuard } from '../../src/rules/instance-engine-supports-guard.ts';
import { roleTrustFitsUse } from '../../src/rules/role-trust-fits-use.ts';
import { trusting } from '../rules/trusting.ts';
import { ACCOUNT, anInstance, trustStatement } from '../support/builders.ts';

/** The role of the VPC asks for the source's account, and the only instance is too old to send it. */
const whole = trusting(
  'dms-vpc-role',
  [trustStatement({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })],
  { instances: complete([anInstance({ engineVersion: '3.4.6' })]) },
);
const plan = (...rules: readonly Rule[]) =>
  planFixes({ account: ACCOUNT, whole, rules, settings: defaultSettings }, () => true);

describe('a finding that its own patch does not mend', () => {
  it('is mended where another patch clears the way', () => {
    const { together, left } = plan(roleTrustFitsUse, instanceEngineSupportsGuard);
    expect(together.fixed.map(({ rule }) => rule).sort()).toEqual([
      'instance-engine-supports-guard',
      'role-trust-fits-use',
    ]);
    expect(left).toEqual([]);
  });

  it('is given up where none does, before the same patch is tried again, and said to fail as before', () => {
    let judged = 0;
    const counted: Rule = {
      ...roleTrustFitsUse,
      evaluate: (...given) => {
        judged += 1;
        return roleTrustFitsUse.evaluate(...given);
      },
    };
    const { fixes, left } = plan(counted);
    expect(fixes).toEqual([]);
    expect(left.map(({ noPatch }) => noPatch?.why)).toEqual([
      'After it the finding fails as before: something else is in the way, which has no patch that holds.',
    ]);
    expect(judged).toBe(2);
  });
});
