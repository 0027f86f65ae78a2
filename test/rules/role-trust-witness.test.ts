import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/analysis/policy/document.ts';
import { evaluatePolicy } from '../../src/analysis/policy/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { accountRoleTrustsDms } from '../../src/rules/account-role-trusts-dms.ts';
import { roleTrustAdmitsOnlyExpected } from '../../src/rules/role-trust-admits-only-expected.ts';
import { roleTrustIsGuarded } from '../../src/rules/role-trust-is-guarded.ts';
import { ACCOUNT, FOREIGN, trustStatement } from '../support/builders.ts';
import { trusting } from './trusting.ts';

function judge(rule: Rule, role: string, ...statements: object[]): Finding {
  const findings = rule.evaluate(ACCOUNT, trusting(role, statements), defaultSettings);
  const finding = findings.find(({ resource }) => resource.id === role);
  if (finding === undefined) throw new Error(`no finding on ${role}`);
  return finding;
}

const vpc = 'dms-vpc-role';
const open = trustStatement({ Condition: {} });
const closed = trustStatement({ Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } });
const admitting = trustStatement({ Principal: { AWS: FOREIGN }, Condition: {} });
const denying = { ...trustStatement({ Condition: {} }), Effect: 'Deny' };

describe('the witness of a verdict on a trust holds all that it takes to check it', () => {
  it.each<[name: string, rule: Rule, statements: object[], decision: [string, number | null]]>([
    ['a guarded trust', roleTrustIsGuarded, [admitting, trustStatement()], ['allowed', 1]],
    ['an open one', roleTrustIsGuarded, [trustStatement(), open], ['allowed', 1]],
    ['one closed to everybody', roleTrustIsGuarded, [closed, admitting, denying], ['explicitDeny', 2]],
    ['one that an intruder may use', roleTrustAdmitsOnlyExpected, [open, admitting], ['allowed', 1]],
    ['one that DMS may use', accountRoleTrustsDms, [closed, open], ['allowed', 1]],
    ['one that DMS may not use', accountRoleTrustsDms, [closed], ['implicitDeny', null]],
    ['one that is denied to DMS', accountRoleTrustsDms, [open, denying], ['explicitDeny', 1]],
  ])('%s', (_, rule, statements, [decision, statement]) => {
    const { witness, assumes } = judge(rule, vpc, ...statements);
    if (witness?.kind !== 'request') throw new Error('the witness is no request');
    expect(witness).toMatchObject({ statement, decision, action: 'sts:AssumeRole', resource: null });
    expect(assumes).toEqual(['no SCP/RCP']);
    const { document } = parsePolicy(witness.document);
    if (document === null) throw new Error('the document of the witness cannot be read');
    const again = evaluatePolicy(document, witness, { kind: 'trust', reading: 'refused-parts-ignored' });
    expect(again).toMatchObject({ effect: decision, statement });
  });
});

describe('the fix of an open trust', () => {
  it('of the logs role is the account alone, and a look whether it still logs', () => {
    const { remediation } = judge(roleTrustIsGuarded, 'dms-cloudwatch-logs-role', open);
    expect(remediation.summary).toContain('aws:SourceAccount alone');
    expect(remediation.summary).toContain('verify that a log stream appears');
  });

  it('of another role is a trust that the rule passes', () => {
    const { summary } = judge(roleTrustIsGuarded, vpc, open).remediation;
    const printed = JSON.parse(summary.slice(summary.indexOf('{'), summary.lastIndexOf('}') + 1)) as {
      Statement: object[];
    };
    expect(judge(roleTrustIsGuarded, vpc, ...printed.Statement).status).toBe('COMPLIANT');
  });
});
