import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutShort } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { instanceArn } from '../publish/reports.ts';
import { accountWith, anInstance, anInstanceProfile, listed } from '../support/builders.ts';
import { type Around, aDeployment } from './a-deployment.ts';
import { anItem, changed, scheduled } from './config-events.ts';
import { denied } from './in-account.ts';

const instance = (id: string, publiclyAccessible: boolean) =>
  anInstance({ id, arn: instanceArn(id), publiclyAccessible });
const profiles = listed(anInstanceProfile({ id: 'p', arn: 'arn:aws:dms:eu-west-1:1:instance-profile:P' }));

/** How the estate is when an event comes, and the event, at its place in time. */
interface Step {
  readonly facts: AccountFacts;
  readonly event: (at: string) => object;
}
type Story = readonly [Step, ...Step[]];

const first = accountWith({
  instances: listed(instance('a', true), instance('b', false), instance('c', true)),
  instanceProfiles: profiles,
});
const second = accountWith({
  instances: listed(instance('a', false), instance('c', true), instance('d', true)),
  instanceProfiles: profiles,
});
const unlisted = accountWith({
  instances: cutShort([instance('a', true)], denied),
  instanceProfiles: profiles,
});

const schedule =
  (rule: string) =>
  (at: string): object =>
    scheduled({ configRuleName: rule, resultToken: `${rule}::fail=1::${at}` }, at);
const change =
  (id: string, over: object = {}) =>
  (at: string): object =>
    changed(
      anItem({
        resourceId: id.toUpperCase(),
        resourceName: id,
        ARN: instanceArn(id),
        configurationItemCaptureTime: at,
        ...over,
      }),
      { configRuleName: 'rule', resultToken: `rule::fail=1::${at}` },
    );
const deletion = (id: string) =>
  change(id, { configurationItemStatus: 'ResourceDeleted', configuration: null });

const rules = catalogue.filter(({ id }) => id === 'instance-is-private');
const longName = 'r'.repeat(100);
const everyRun = (rule: string): Story => [
  { facts: first, event: schedule(rule) },
  { facts: second, event: schedule(rule) },
  { facts: unlisted, event: schedule(rule) },
];
const changes: Story = [
  { facts: first, event: change('a') },
  { facts: first, event: change('b') },
  { facts: second, event: change('a') },
  { facts: second, event: deletion('b') },
];
const lines = (...shown: readonly string[]): readonly string[] => [...shown].sort();
const shownOfRuns = [
  lines('account COMPLIANT', 'a NON_COMPLIANT', 'b COMPLIANT', 'c NON_COMPLIANT'),
  lines('account COMPLIANT', 'a COMPLIANT', 'c NON_COMPLIANT', 'd NON_COMPLIANT'),
  // What was not listed stays as it was; that it was not is said of the account.
  lines('account NON_COMPLIANT', 'a NON_COMPLIANT', 'c NON_COMPLIANT', 'd NON_COMPLIANT'),
];
const toldOfRuns: readonly string[] = [
  '05 h: new a',
  '05 h: new c',
  '06 h: new d',
  '06 h: resolved a',
  '07 h: new a',
];
const stories: readonly (readonly [
  string,
  string,
  Story,
  shown: readonly (readonly string[])[],
  told: readonly string[],
])[] = [
  ['scheduled runs', 'rule', everyRun('rule'), shownOfRuns, toldOfRuns],
  [
    'scheduled runs of a rule with a name of 100 characters',
    longName,
    everyRun(longName),
    shownOfRuns,
    toldOfRuns,
  ],
  [
    'changes',
    'rule',
    changes,
    [
      ['a NON_COMPLIANT'],
      ['a NON_COMPLIANT', 'b COMPLIANT'],
      ['a COMPLIANT', 'b COMPLIANT'],
      ['a COMPLIANT'],
    ],
    ['05 h: new a', '07 h: resolved a'],
  ],
];

/** `a COMPLIANT` of what AWS Config shows of instance a; the reason left out. */
const inShort = (shown: readonly string[]): readonly string[] =>
  shown
    .map((line) =>
      line
        .replace(/^AWS::::Account \d+/, 'account')
        .replace(/^\S+ (?:arn:\S+:rep:)?([A-D]):/, (_, id: string) => `${id.toLowerCase()}:`),
    )
    .map((line) => line.replace(/: (\w+) \(.*$/, ' $1'))
    .sort();

const hour = 60;

/** Goes through a story; `deliver` brings the event of each step. */
async function goThrough(
  story: Story,
  rule: string,
  deliver: (deployment: ReturnType<typeof aDeployment>, event: object, step: number) => Promise<unknown>,
) {
  const deployment = aDeployment(story[0].facts, rules);
  const shown: (readonly string[])[] = [];
  for (const [step, { facts, event }] of story.entries()) {
    deployment.estate.facts = facts;
    await deployment.noteChange();
    await deliver(deployment, event(deployment.now()), step);
    shown.push(inShort(deployment.config.shows(rule)));
    deployment.pass(hour);
  }
  return { shown, told: toldIn(deployment) };
}

/** `05 h: new a` for each change that people were told of. */
const toldIn = ({ told }: ReturnType<typeof aDeployment>): readonly string[] =>
  told
    .flatMap((notice) => (notice.kind === 'change' ? [notice.alert] : []))
    .map(
      ({ change, resource, at }) =>
        `${at.slice('2026-11-02T'.length, '2026-11-02T05'.length)} h: ${change} ${resource.id}`,
    )
    .sort();

const undisturbed = (story: Story, rule: string) =>
  goThrough(story, rule, (deployment, event, step) => deployment.invoke(event, { owner: `request-${step}` }));

/** The calls that the event of each step makes. */
async function callsOf(story: Story, rule: string): Promise<readonly (readonly string[])[]> {
  const calls: string[][] = story.map(() => []);
  await goThrough(story, rule, (deployment, event, step) => {
    const around: Around = (call, send) => {
      calls[step]?.push(call);
      return send();
    };
    return deployment.invoke(event, { owner: `request-${step}`, around });
  });
  return calls;
}

type Way = 'thrown before' | 'thrown after' | 'killed before' | 'killed after';
const ways: readonly Way[] = ['thrown before', 'thrown after', 'killed before', 'killed after'];

/** A run that ends at its nth call: by an error, or killed, so that nothing of it happens any more. */
async function brokenOff(nth: number, way: Way, invoke: (around: Around) => Promise<unknown>): Promise<void> {
  let calls = 0;
  let isDead = false;
  await new Promise<void>((resolve) => {
    const end = (): Promise<never> => {
      if (way.startsWith('thrown')) return Promise.reject(new Error(`broken off ${way} call ${nth}`));
      isDead = true;
      resolve();
      return new Promise(() => undefined);
    };
    const around: Around = async (_, send) => {
      if (isDead) return new Promise(() => undefined);
      const mine = calls++;
      if (mine === nth && way.endsWith('before')) return end();
      const answer = await send();
      return mine === nth ? end() : answer;
    };
    invoke(around).then(
      () => {
        resolve();
      },
      () => {
        resolve();
      },
    );
  });
}

describe.each(stories)('%s', (...[, rule, story, expected, told]) => {
  it('show what there is at each step', async () => {
    expect(await undisturbed(story, rule)).toEqual({ shown: expected, told });
  });

  it('end the same when an event breaks off at any call, before it or after it, and is run again', async () => {
    const calls = await callsOf(story, rule);
    const points = calls.flatMap((made, broken) =>
      made.flatMap((call, nth) => ways.map((way) => ({ broken, call, nth, way }))),
    );
    for (const { broken, call, nth, way } of points) {
      const { shown, told: toldNow } = await goThrough(story, rule, async (deployment, event, step) => {
        const owner = `request-${step}`;
        if (step === broken)
          await brokenOff(nth, way, (around) => deployment.invoke(event, { owner, around }));
        deployment.pass(1);
        await deployment.invoke(event, { owner });
      });
      const where = `${way} call ${nth}, ${call}, of step ${broken}`;
      expect(shown, where).toEqual(expected);
      expect([...new Set(toldNow)], where).toEqual(told);
      // Only a run that ends between sending a message and noting that it is out sends it again.
      const isInBetween =
        (call === 'alert' && way.endsWith('after')) || (call === 'dynamodb.put' && way.endsWith('before'));
      expect(toldNow.length - told.length, where).toBeLessThanOrEqual(isInBetween ? 1 : 0);
    }
    // Each makes a call or two; a run that scans makes a dozen.
    expect(points.length).toBeGreaterThan(story.length * ways.length);
  });

  it('end the same when each event comes twenty times, and again when all is over', async () => {
    const events: object[] = [];
    const { shown, told: toldNow } = await goThrough(story, rule, async (deployment, event, step) => {
      events.push(event);
      for (let time = 0; time < 20; time++)
        await deployment.invoke(event, { owner: `request-${step}-${time % 3}` });
      if (step === story.length - 1)
        for (const old of events) await deployment.invoke(old, { owner: 'late' });
    });
    expect(shown).toEqual(expected);
    expect(toldNow).toEqual(told);
  });
});

it('a run that is killed while it scans, and never comes back, holds others up until its time is over', async () => {
  const deployment = aDeployment(first, rules);
  const event = schedule('rule')(deployment.now());
  const [made = []] = await callsOf(everyRun('rule'), 'rule');
  await brokenOff(made.indexOf('read'), 'killed after', (around) =>
    deployment.invoke(event, { owner: 'killed', around }),
  );
  const another = () => deployment.invoke(event, { owner: 'another' });
  await expect(another()).rejects.toThrow('is being scanned, until 2026-11-02T05:05:00.000Z at the latest');
  deployment.pass(5);
  await another();
  expect(inShort(deployment.config.shows('rule'))).toEqual(shownOfRuns[0]);
});

describe.each(stories.slice(0, 2))('%s: two workers at once', (_, rule, story) => {
  it('show the estate as it is in the end, wherever the older one is held up until the newer one is done', async () => {
    const [begin, end] = [story[0], story[1] ?? story[0]];
    const [made = []] = await callsOf(story, rule);
    for (const [nth, call] of made.entries()) {
      for (const isAfter of [false, true]) {
        const deployment = aDeployment(begin.facts, rules);
        const early = begin.event(deployment.now());
        let calls = 0;
        const heldUp: Around = async (_call, send) => {
          const isHere = calls++ === nth;
          if (isHere && !isAfter) await newer();
          return send().finally(() => (isHere && isAfter ? newer() : undefined));
        };
        const newer = async (): Promise<void> => {
          deployment.pass(1);
          deployment.estate.facts = end.facts;
          await deployment.noteChange();
          await runAgain(deployment, end.event(deployment.now()), { owner: 'newer' });
        };
        await runAgain(deployment, early, { owner: 'older', around: heldUp });
        expect(
          inShort(deployment.config.shows(rule)),
          `held up ${isAfter ? 'after' : 'before'} ${call} ${nth}`,
        ).toEqual(shownOfRuns[1]);
      }
    }
    expect(made.length).toBeGreaterThan(10);
  });
});

describe('whatever order the events of a story come in, at once or not, and however often', () => {
  const numRuns = Math.max(10, Math.floor(Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300) / 15));

  it.each(stories.slice(0, 2))('%s: the estate is shown as it is in the end', async (_, rule, story) => {
    const [begin, end] = [story[0], story[1] ?? story[0]];
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(1), { maxLength: 3 }), async (scheduler, again) => {
        const deployment = aDeployment(begin.facts, rules);
        const around: Around = async (call, send) => {
          await scheduler.schedule(Promise.resolve(), call);
          return send();
        };
        const early = begin.event(deployment.now());
        deployment.pass(1);
        const late = end.event(deployment.now());
        const bring = (event: object, owner: string) => runAgain(deployment, event, { owner, around });
        const copies = (of: number, event: object) =>
          again.flatMap((which, index) => (which === of ? [bring(event, `again-${index}`)] : []));
        const change = async (): Promise<void> => {
          // A change comes first, then it is noted, then the rule is started.
          deployment.estate.facts = end.facts;
          await around('change', deployment.noteChange);
          await Promise.all([bring(late, 'late'), ...copies(1, late)]);
        };
        const running = [bring(early, 'early'), ...copies(0, early), change()];
        await scheduler.waitFor(Promise.all(running));
        expect(inShort(deployment.config.shows(rule))).toEqual(shownOfRuns[1]);
      }),
      { numRuns },
    );
  });
});

/** As Lambda does: an event whose function throws comes again after a while, here until it succeeds. */
async function runAgain(
  deployment: ReturnType<typeof aDeployment>,
  event: object,
  { owner, around = (_, send) => send() }: { readonly owner: string; readonly around?: Around },
): Promise<void> {
  for (let time = 0; time < 200; time++) {
    try {
      await deployment.invoke(event, { owner, around });
      return;
    } catch {
      deployment.pass(1);
      await around('Lambda waits', () => Promise.resolve());
    }
  }
  throw new Error(`${owner} never succeeded`);
}
