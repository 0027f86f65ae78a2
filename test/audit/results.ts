import type { Finding } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../support/builders.ts';

/** A finding that passes; a test says what is special about its own. */
export const aFinding = (over: Partial<Finding> = {}): Finding => ({
  id: 'instance-is-private@1',
  rule: 'instance-is-private',
  status: 'COMPLIANT',
  severity: 'CRITICAL',
  resource: {
    type: 'AWS::DMS::ReplicationInstance',
    id: 'instance-1',
    arn: `arn:aws:dms:${REGION}:${ACCOUNT}:rep:INSTANCE1`,
    account: ACCOUNT,
    region: REGION,
  },
  because: 'PubliclyAccessible is false',
  witness: null,
  assumes: [],
  settledBy: null,
  requirements: [],
  controls: [],
  remediation: { summary: 'Replace the instance.' },
  exception: null,
  ...over,
});

export const excepted: Finding['exception'] = { owner: 'team', reason: 'in work', expires: '2027-01-01' };

export const aResult = (...findings: readonly Finding[]): Result => {
  const count = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status).length;
  return {
    schemaVersion: '1',
    tool: { name: 'dms-auditor', version: '0.0.0-test' },
    takenAt: TAKEN_AT,
    scope: {
      accounts: [ACCOUNT],
      regions: [REGION],
      rules: [...new Set(findings.map(({ rule }) => rule))],
      profile: 'recommended',
      settingsHash: '',
    },
    coverage: { calls: 0, listings: [], notAudited: [], unread: [] },
    summary: {
      COMPLIANT: count('COMPLIANT'),
      NON_COMPLIANT: count('NON_COMPLIANT'),
      NOT_APPLICABLE: count('NOT_APPLICABLE'),
      UNKNOWN: count('UNKNOWN'),
      excepted: findings.filter(({ exception }) => exception !== null).length,
    },
    expiredExceptions: [],
    findings,
  };
};
