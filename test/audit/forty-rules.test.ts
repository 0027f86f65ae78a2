import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configTriggerOf } from '../../src/model/config-trigger.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT, accountWith, listed } from '../support/builders.ts';
import { aDeployment } from './a-deployment.ts';
import { configRule, scheduled } from './config-events.ts';

describe('forty rules at once', () => {
  const facts = accountWith({ instances: listed() });
  const publishers = catalogue.filter((rule) => configTriggerOf(rule) === 'schedule');
  const events = publishers.slice(0, 40).map(({ id }, index) => ({
    owner: `request-${index}`,
    event: scheduled({
      configRuleName: `${configRule}-${id}`,
      resultToken: `${configRule}-${id}::token`,
      ruleParameters: JSON.stringify({ rule: id }),
    }),
  }));
  const runs = {
    numRuns: Math.max(1, Math.floor(Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300) / 30)),
  };

  it('scan the account once, whatever they interleave like; the others wait, or are run again', async () => {
    expect(events).toHaveLength(40);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const deployment = aDeployment(facts);
        const around = async <T>(call: string, send: () => Promise<T>): Promise<T> => {
          await scheduler.schedule(Promise.resolve(), call);
          return send();
        };
        const waiting: typeof events = [];
        const running = events.map(({ owner, event }) =>
          deployment.invoke(event, { owner, around }).catch((error: unknown) => {
            expect(String(error)).toContain(`account ${ACCOUNT} is being scanned`);
            waiting.push({ owner, event });
          }),
        );
        await scheduler.waitFor(Promise.all(running));
        expect(deployment.estate.scans).toBe(1);
        // As Lambda does after a minute.
        deployment.pass(1);
        await Promise.all(waiting.map(({ owner, event }) => deployment.invoke(event, { owner })));
        expect(deployment.estate.scans).toBe(1);
      }),
      runs,
    );
  });

  it('scan it again, once, after a change', async () => {
    const deployment = aDeployment(facts);
    const all = () =>
      Promise.allSettled(events.map(({ owner, event }) => deployment.invoke(event, { owner })));
    await all();
    await all();
    expect(deployment.estate.scans).toBe(1);
    deployment.pass(1);
    await deployment.noteChange();
    await all();
    await all();
    expect(deployment.estate.scans).toBe(2);
  });
});
