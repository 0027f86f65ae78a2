import type { ConfigReport, Tidings } from '../../src/model/config-report.ts';
import type { Finding } from '../../src/model/finding.ts';
import { aFinding } from '../audit/results.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';

export const AT = '2026-11-02T05:00:00.000Z';
export const instanceType = 'AWS::DMS::ReplicationInstance';
export const accountType = 'AWS::::Account';

export const instanceArn = (name: string): string =>
  `arn:aws:dms:${REGION}:${ACCOUNT}:rep:${name.toUpperCase()}`;

/** A finding on an instance of this name. */
export const onInstance = (name: string, over: Partial<Finding> = {}): Finding =>
  aFinding({
    id: `instance-is-private@${name}`,
    resource: { type: instanceType, id: name, arn: instanceArn(name), account: ACCOUNT, region: REGION },
    ...over,
  });

/** A finding on the account. */
export const onAccount = (over: Partial<Finding> = {}): Finding =>
  aFinding({
    resource: { type: accountType, id: ACCOUNT, arn: null, account: ACCOUNT, region: REGION },
    ...over,
  });

export const failed = {
  status: 'NON_COMPLIANT',
  because: 'PubliclyAccessible is true',
  exception: null,
} as const;
export const unseen = {
  status: 'UNKNOWN',
  because: 'dms:DescribeX failed (AccessDenied)',
  exception: null,
} as const;

export const all = (...findings: readonly Finding[]): Extract<Tidings, { readonly kind: 'all' }> => ({
  kind: 'all',
  findings,
  wasListed: () => true,
  because: 'it is no longer there',
});

export const aReport = (tidings: Tidings, over: Partial<ConfigReport> = {}): ConfigReport => ({
  configRule: 'dms-instance-is-private',
  resultToken: 'dms-instance-is-private::token',
  at: AT,
  unknownAs: 'NON_COMPLIANT',
  exceptionsAs: 'NON_COMPLIANT',
  tidings,
  ...over,
});
