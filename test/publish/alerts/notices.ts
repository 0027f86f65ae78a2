import type { Finding } from '../../../src/model/finding.ts';
import type { Alert, NightlyScan, Notice, Selection } from '../../../src/model/notice.ts';
import type { Transition } from '../../../src/model/transition.ts';
import type { ConsoleAccess } from '../../../src/publish/alerts/console-links.ts';
import { aResult } from '../../audit/results.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../../support/builders.ts';
import { onInstance } from '../reports.ts';

export const direct: ConsoleAccess = { entry: null, region: REGION };
export const everything: Selection = {
  severity: 'INFORMATIONAL',
  account: () => true,
  rule: () => true,
  exception: () => true,
};
export const place = { bucket: 'results', key: 'results/1/a.json.gz' };

/** That an instance of this name became public. */
export function aTransition(name: string, over: Partial<Transition> = {}): Transition {
  const { resource, id } = onInstance(name);
  return {
    id: `transition-${name}`,
    change: 'new',
    at: TAKEN_AT,
    finding: id,
    rule: 'instance-is-private',
    resource,
    severity: 'CRITICAL',
    before: null,
    because: 'PubliclyAccessible is true',
    ...over,
  };
}

export const anAlert = (name: string, over: Partial<Alert> = {}): Alert => ({
  ...aTransition(name),
  title: 'Replication instances are private',
  remediation: 'Replace the instance by one that is not publicly accessible.',
  ...over,
});

export const ofChange = (alert: Alert): Notice => ({
  kind: 'change',
  id: 'alert-1',
  route: 'on-call',
  alert,
});
export const ofSeveral = (alerts: readonly Alert[]): Notice => ({
  kind: 'several',
  id: 'alert-2',
  route: 'on-call',
  alerts,
});

export const aNight = (findings: readonly Finding[], over: Partial<NightlyScan> = {}): NightlyScan => ({
  account: ACCOUNT,
  result: aResult(...findings),
  transitions: null,
  place,
  ...over,
});

export const ofNight = (night: NightlyScan, selection: Partial<Selection> = {}): Notice => ({
  kind: 'digest',
  id: `2026-11-01/on-call/${ACCOUNT}`,
  route: 'on-call',
  night,
  selection: { ...everything, ...selection },
});
