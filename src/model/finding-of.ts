import type { Finding, Severity, Subject } from './finding.ts';
import type { RuleTexts } from './rule.ts';
import type { Verdict } from './verdict.ts';

/** Stable and unique: roles and users by name, other resources by the tail of their ARN. */
function findingId(rule: string, { type, id, arn, account, region }: Subject): string {
  // A key may be another account's or Region's, where an alias, or the id of a multi-Region key, is the same.
  const isOwn = type !== 'AWS::KMS::Key' || arn?.split(':', 5).slice(3).join(':') === `${region}:${account}`;
  const own = arn === null ? 'account' : tailOf(arn, isOwn ? 5 : 3);
  const named = { 'AWS::IAM::Role': `role:${id}`, 'AWS::IAM::User': `user:${id}` }[type];
  return `${rule}@${account}/${region}/${named ?? own}`;
}

/** What follows so many colons of an ARN; every finding has an id, so it is cut without taking the ARN to pieces. */
function tailOf(arn: string, colons: number): string {
  let start = 0;
  for (let passed = 0; passed < colons; passed++) {
    const colon = arn.indexOf(':', start);
    if (colon === -1) return '';
    start = colon + 1;
  }
  return arn.slice(start);
}

/** What a rule of these texts found of a resource; `override` is its weight whatever the verdict says. */
export function findingOf(
  texts: RuleTexts,
  override: Severity | null,
  resource: Subject,
  verdict: Verdict,
): Finding {
  const failed = verdict.status === 'NON_COMPLIANT';
  const judged = failed || verdict.status === 'COMPLIANT';
  return {
    id: findingId(texts.id, resource),
    rule: texts.id,
    status: verdict.status,
    severity: override ?? (failed ? verdict.severity : null) ?? texts.severity,
    resource,
    because: verdict.because,
    witness: judged ? verdict.witness : null,
    assumes: judged ? verdict.assumes : [],
    settledBy: verdict.status === 'UNKNOWN' ? verdict.settledBy : null,
    requirements: texts.requirements,
    controls: texts.controls,
    remediation: { summary: (failed ? verdict.remediation : null) ?? texts.remediation },
    exception: null,
  };
}
