import { describe, expect, it } from 'vitest';
import { noSettings } from '../../../src/settings/parse.ts';
import { FOREIGN, REGION } from '../../support/builders.ts';
import { deployed, inAccount, other, shortly } from './in-account.ts';
import {
  AT,
  aRecord,
  changes,
  changesQueue,
  iamCall,
  oversizedChange,
  recordedChange,
  WINDOW_END,
} from './messages.ts';

const group = 'AWS::EC2::SecurityGroup';

describe('a change starts the rules that join it', () => {
  const ofRoles = [`${REGION} role-trust-is-guarded`];
  it.each<[string, object, readonly string[]]>([
    ['of a security group', recordedChange(group), [`${REGION} instance-ingress-is-closed`]],
    [
      'of a security group of another Region',
      recordedChange(group, { region: other }),
      [`${other} instance-ingress-is-closed`],
    ],
    ['of a key', recordedChange('AWS::KMS::Key'), [`${REGION} key-rotates`]],
    ['of a role', recordedChange('AWS::IAM::Role'), ofRoles],
    ['of a role, called', iamCall('UpdateAssumeRolePolicy'), ofRoles],
    [
      'of an instance, which all of these join',
      recordedChange('AWS::DMS::ReplicationInstance'),
      [`${REGION} instance-ingress-is-closed`, `${REGION} key-rotates`, ...ofRoles],
    ],
    [
      'of an instance of another Region: account-wide rules report in the home Region',
      recordedChange('AWS::DMS::ReplicationInstance', { region: other }),
      [...ofRoles, `${other} instance-ingress-is-closed`, `${other} key-rotates`],
    ],
    [
      'of an item too large to send',
      oversizedChange('AWS::DMS::ReplicationSubnetGroup'),
      [`${REGION} instance-ingress-is-closed`],
    ],
    [
      'of an endpoint: AWS Config itself invokes the rule on it alone, though that has a schedule too',
      recordedChange('AWS::DMS::Endpoint'),
      [`${REGION} key-rotates`, ...ofRoles],
    ],
    ['of what no rule needs', recordedChange('AWS::EC2::Volume'), []],
    ['by a call of which IAM refused', iamCall('CreateRole', { errorCode: 'AccessDenied' }), []],
  ])('%s', async (_, change, started) => {
    const { run, queued, warnings } = inAccount();
    expect(await run(changes(change))).toMatchObject({ again: [], report: { level: 'info' } });
    expect([shortly(queued), warnings]).toEqual([started, []]);
  });

  it('a change that bears everywhere starts rules of all audited Regions', async () => {
    const { run, queued } = inAccount({
      deployedRules: () => Promise.resolve(deployed('service-role-exists', 'role-trust-is-guarded')),
    });
    await run(changes(iamCall('CreateRole')));
    expect(shortly(queued)).toEqual([
      `${REGION} role-trust-is-guarded`,
      `${REGION} service-role-exists`,
      `${other} service-role-exists`,
    ]);
  });

  it('audits the Regions of the settings, or its own, where the environment names none', async () => {
    const environment = () => ({ region: REGION, regions: null, startsQueue: 's' });
    const own = inAccount({ environment });
    await own.run(changes(iamCall('CreateRole')));
    expect(own.listed).toEqual([REGION]);
    const set = inAccount({
      environment,
      settings: () => Promise.resolve({ ...noSettings, regions: [other] }),
    });
    await set.run(changes(iamCall('CreateRole')));
    expect(set.listed.toSorted()).toEqual([REGION, other]);
  });

  it('an AWS Config rule for a rule of another version is left alone', async () => {
    const { run, queued } = inAccount({ deployedRules: () => Promise.resolve(deployed('rule-of-tomorrow')) });
    await run(changes(recordedChange(group)));
    expect(queued).toEqual([]);
  });
});

describe('a minute is one start', () => {
  const at = (time: string): object => recordedChange(group, { time });

  it('of a rule, for all changes in it, to be evaluated from what is read after it', async () => {
    const { run, queued } = inAccount();
    await run(
      changes(
        at('2026-11-02T05:00:00Z'),
        at('2026-11-02T05:00:20Z'),
        recordedChange('AWS::DMS::ReplicationInstance'),
      ),
    );
    const ingress = queued.filter(({ configRule }) => configRule.endsWith('ingress-is-closed'));
    expect(ingress).toMatchObject([{ region: REGION, changedAt: WINDOW_END }]);
    expect(await run(changes(at('2026-11-02T05:00:10Z')))).toMatchObject({
      report: { details: { starts: 1 } },
    });
    // The queue takes it for the one it has.
    expect(queued.at(-1)).toEqual(ingress[0]);
  });

  it.each([
    ['the next minute', '2026-11-02T05:00:00Z', '2026-11-02T05:00:59Z', '2026-11-02T05:01:00Z'],
    ['the minute before', '2026-11-02T05:01:59.9Z', '2026-11-02T05:01:00Z', '2026-11-02T05:00:59.9Z'],
  ])('%s is another one, of the same group', async (_, one, same, another) => {
    const { run, queued } = inAccount();
    for (const time of [one, same, another]) {
      const record = aRecord(changesQueue, at(time), { sentAt: '2026-11-02T05:05:00Z' });
      await run({ Records: [record] });
    }
    const [first, second, third] = queued;
    expect(first).toEqual(second);
    expect(third?.deduplication).not.toBe(first?.deduplication);
    expect(third?.group).toBe(first?.group);
  });

  it.each(['2099-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'])(
    'never lies ahead: a clock that is fast is not believed: %s',
    async (time) => {
      const { run, queued } = inAccount();
      await run(changes(at(time)));
      expect(queued).toMatchObject([{ changedAt: WINDOW_END }]);
    },
  );

  it('ids fit a queue, whatever a rule is called, and differ by rule and Region', async () => {
    const names = ['a b/ü', 'x'.repeat(128), 'plain'];
    const { run, queued } = inAccount({
      deployedRules: () =>
        Promise.resolve(names.map((configRule) => ({ configRule, rule: 'instance-ingress-is-closed' }))),
    });
    await run(changes(recordedChange(group), recordedChange(group, { region: other })));
    expect(queued).toHaveLength(6);
    for (const id of queued.flatMap((start) => [start.group, start.deduplication]))
      expect(id).toMatch(/^[\da-f]{64}$/);
    expect(new Set(queued.map((start) => start.group)).size).toBe(6);
    expect(new Set(queued.map(({ deduplication }) => deduplication)).size).toBe(6);
  });
});

describe('what is no change of ours is told of, and not tried again', () => {
  it.each<[string, unknown, string]>([
    [
      'another account',
      recordedChange(group, { account: FOREIGN }),
      'is of another account than this function',
    ],
    ['no account', recordedChange(group, { account: undefined }), 'another account'],
    ['no JSON', '{', 'no JSON object'],
    ['a list', '[1]', 'another account'],
    ['null', 'null', 'no JSON object'],
    [
      'another event',
      recordedChange(group, { 'detail-type': 'Config Rules Compliance Change' }),
      'no event of a change',
    ],
    ['no item', recordedChange(group, { detail: {} }), 'has no item of AWS Config'],
    ['no call', iamCall('', {}), 'has no call in it'],
    ['a Region that is a host', recordedChange(group, { region: 'a.example/' }), 'no region or no time'],
    ['no time', recordedChange(group, { time: 'now' }), 'no region or no time'],
  ])('%s', async (_, message, said) => {
    const { run, queued, warnings, listed } = inAccount();
    expect(await run(changes(message))).toMatchObject({ again: [] });
    expect(warnings).toEqual([expect.stringContaining(said)]);
    expect([queued, listed]).toEqual([[], []]);
  });

  it('does not keep others from being worked on', async () => {
    const { run, queued } = inAccount();
    await run(changes('{', recordedChange(group)));
    expect(shortly(queued)).toEqual([`${REGION} instance-ingress-is-closed`]);
  });

  it.each<[string, unknown]>([
    ['no batch', {}],
    ['null', null],
    ['no record', { Records: [] }],
    ['records of nothing', { Records: [null] }],
    ['no time', { Records: [{ ...aRecord(changesQueue, {}), attributes: {} }] }],
    ['no id', { Records: [{ ...aRecord(changesQueue, {}), messageId: 1 }] }],
  ])('an event that AWS Lambda did not make of a queue fails: %s', async (_, event) => {
    await expect(inAccount().run(event)).rejects.toThrow(/is no batch of messages|has no messageId/);
  });
});

describe('what fails goes back to the queue', () => {
  const denied = () => Promise.reject(new Error('denied'));

  it('changes that bear on a Region whose rules are not told, and they alone; the rest is started', async () => {
    const { run, queued, warnings } = inAccount({
      deployedRules: (region) =>
        region === other ? denied() : Promise.resolve(deployed('key-rotates', 'role-trust-is-guarded')),
    });
    const key = 'AWS::KMS::Key';
    const batch = changes(recordedChange(key), recordedChange(key, { region: other }), iamCall('CreateRole'));
    expect(await run(batch)).toMatchObject({ again: ['m2', 'm3'], report: { level: 'error' } });
    expect(shortly(queued)).toEqual([`${REGION} key-rotates`, `${REGION} role-trust-is-guarded`]);
    expect(warnings).toEqual([`the AWS Config rules of ${other} cannot be listed: Error: denied`]);
  });

  it.each([
    ['whose account this is', { ownAccount: denied }],
    ['the queue', { queue: denied }],
    [
      'the settings',
      { settings: denied, environment: () => ({ region: REGION, regions: null, startsQueue: 's' }) },
    ],
  ])('all of a batch, without %s', async (_, over) => {
    await expect(inAccount(over).run(changes(recordedChange(group, { time: AT })))).rejects.toThrow('denied');
  });
});
