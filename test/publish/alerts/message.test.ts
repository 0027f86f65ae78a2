import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../../src/publish/alerts/attributes.ts';
import { messageOf } from '../../../src/publish/alerts/message.ts';
import { excepted } from '../../audit/results.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { failed, onInstance, unseen } from '../reports.ts';
import { aNight, anAlert, aTransition, ofChange, ofNight, ofSeveral, place } from './notices.ts';

const message = (notice: Parameters<typeof messageOf>[0]): unknown =>
  JSON.parse(messageOf(notice, () => true));

describe('what programs get', () => {
  it('of one change', () => {
    const alert = anAlert('orders', { change: 'worse', before: 'LOW' });
    expect(message(ofChange(alert))).toEqual({
      schemaVersion: '1',
      kind: 'change',
      alertId: 'alert-1',
      route: 'on-call',
      transition: 'transition-orders',
      change: 'worse',
      at: alert.at,
      finding: alert.finding,
      rule: 'instance-is-private',
      title: 'Replication instances are private',
      severity: 'CRITICAL',
      before: 'LOW',
      resource: alert.resource,
      because: 'PubliclyAccessible is true',
      remediation: alert.remediation,
    });
  });

  it('of several', () => {
    expect(message(ofSeveral([anAlert('light', { severity: 'LOW' }), anAlert('heavy')]))).toMatchObject({
      kind: 'changes',
      changes: [{ transition: 'transition-heavy' }, { transition: 'transition-light' }],
      omitted: {},
    });
  });

  it('of a night', () => {
    const findings = [onInstance('new', failed), onInstance('old', failed), onInstance('unseen', unseen)];
    expect(message(ofNight(aNight(findings, { transitions: [aTransition('new')] })))).toMatchObject({
      kind: 'digest',
      alertId: `2026-11-01/on-call/${ACCOUNT}`,
      account: ACCOUNT,
      result: place,
      summary: { NON_COMPLIANT: 2, UNKNOWN: 1 },
      changed: { new: 1, worse: 0, resolved: 0 },
      stillOpen: 1,
      new: [{ transition: 'transition-new' }],
      open: [{ resource: { id: 'new' } }, { resource: { id: 'old' } }],
      unknown: [{ resource: { id: 'unseen' } }],
      omitted: {},
    });
    expect(message(ofNight(aNight(findings)))).toMatchObject({ changed: null, new: [] });
  });

  it('of a night with findings that somebody answers for', () => {
    const exception = excepted;
    const allowed = ['a', 'b'].map((name) => onInstance(name, { ...failed, exception }));
    const night = ofNight(aNight(allowed));
    expect(message(night)).toMatchObject({
      summary: { NON_COMPLIANT: 2, excepted: 2 },
      open: [],
      excepted: allowed.map(({ id, rule, severity, resource, because }) => ({
        ...{ finding: id, rule, severity, resource, because },
        ...{ owner: 'team', expires: '2027-01-01' },
      })),
      omitted: {},
    });
    const whole = JSON.stringify(message(night)).length;
    expect(JSON.parse(messageOf(night, (text) => text.length < whole))).toMatchObject({
      excepted: [{ finding: 'instance-is-private@a' }],
      omitted: { excepted: 1 },
    });
  });

  it('is cut to what fits, and says by how much', () => {
    const alerts = Array.from({ length: 9 }, (_, index) => anAlert(`orders-${index}`));
    const cut = JSON.parse(messageOf(ofSeveral(alerts), (text) => text.length < 2000)) as {
      readonly changes: readonly unknown[];
      readonly omitted: unknown;
    };
    expect(cut.changes.length).toBeGreaterThan(0);
    expect(cut.omitted).toEqual({ changes: 9 - cut.changes.length });
  });
});

describe('what subscriptions filter by', () => {
  const foreign = { ...aTransition('x').resource, account: '222222222222' };

  it.each([
    [
      'one change',
      ofChange(anAlert('orders')),
      {
        severity: 'CRITICAL',
        account: ACCOUNT,
        rule: 'instance-is-private',
        change: 'new',
        alertId: 'alert-1',
      },
    ],
    [
      'several',
      ofSeveral([
        anAlert('a', { severity: 'LOW' }),
        anAlert('b', { severity: 'HIGH', rule: 'task-logs-source', change: 'resolved', resource: foreign }),
      ]),
      {
        severity: ['LOW', 'HIGH'],
        account: [ACCOUNT, '222222222222'],
        rule: ['instance-is-private', 'task-logs-source'],
        change: ['new', 'resolved'],
        alertId: 'alert-2',
      },
    ],
    [
      'several that are alike',
      ofSeveral([anAlert('a'), anAlert('b')]),
      {
        severity: ['CRITICAL'],
        account: [ACCOUNT],
        rule: ['instance-is-private'],
        change: ['new'],
        alertId: 'alert-2',
      },
    ],
    [
      'a night without failures',
      ofNight(aNight([])),
      { severity: 'NONE', account: ACCOUNT, change: 'digest', alertId: `2026-11-01/on-call/${ACCOUNT}` },
    ],
    [
      'a night',
      ofNight(aNight([onInstance('a', failed)])),
      { severity: 'CRITICAL', account: ACCOUNT, change: 'digest', alertId: `2026-11-01/on-call/${ACCOUNT}` },
    ],
  ])('%s', (_, notice, attributes) => {
    expect(attributesOf(notice)).toEqual(attributes);
  });
});
