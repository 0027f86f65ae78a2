import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionFor, allFacts, callsFor } from '../../src/model/facts.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { annotationsOf, makeBucket, makeConfigRule, makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { scheduled } from './support/config-events.ts';
import { buildDemandingEstate } from './support/demanding.ts';
import { type RunningFunction, startFunction } from './support/lambda/function.ts';
import { enforcePermissions, makeLeastRole, packagedStatements } from './support/least-privilege.ts';
import {
  demandingSettings,
  detailsCall,
  fallbackCalls,
  unreachedCalls,
} from './support/permissions-in-turn.ts';

const enforceable = await enforcePermissions(false);
type Statements = ReturnType<typeof packagedStatements>;

/** Without an action, and without what makes up for its lack. */
const without = (statements: Statements, action: string): Statements =>
  statements.map((statement) => ({
    ...statement,
    Action: statement.Action.filter(
      (each) => each !== action && !(each === detailsCall && fallbackCalls.has(action)),
    ),
  }));
const actionsOf = (statements: Statements): readonly string[] =>
  statements.flatMap(({ Action }) => Action).filter((action) => !unreachedCalls.has(action));

/** What an action can be called: IAM's name, and that of the operation behind it. */
const namesOf = (action: string): readonly string[] => [
  action,
  ...callsFor(allFacts).filter((call) => actionFor(call) === action),
];

/** Invokes a function whose role has exactly these permissions. */
async function withPermissions<T>(invoke: () => Promise<T>): Promise<T> {
  await enforcePermissions(true);
  try {
    return await invoke();
  } finally {
    await enforcePermissions(false);
  }
}

describe.skipIf(!enforceable)('scheduled-scan with its own role', () => {
  const fresh = freshAccount();
  let lambda: RunningFunction;
  let statements: Statements;
  let allow: (statements: Statements) => Promise<void>;
  let results: Awaited<ReturnType<typeof makeBucket>>;
  let topic: Awaited<ReturnType<typeof makeTopic>>;

  beforeAll(async () => {
    await buildDemandingEstate(fresh);
    results = await makeBucket(fresh);
    topic = await makeTopic(fresh);
    statements = packagedStatements('ScheduledScanRole', {
      'ResultsBucket.Arn': `arn:aws:s3:::${results.bucket}`,
      FindingsTopic: topic.arn,
    });
    const role = await makeLeastRole(fresh);
    ({ allow } = role);
    const environment = {
      ...role.environment,
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: results.bucket,
      DMS_AUDITOR_TOPIC_ARN: topic.arn,
    };
    lambda = await startFunction('scheduledScan', environment, demandingSettings(fresh));
  });
  afterAll(async () => {
    await lambda.stop();
    topic.close();
  });

  const newest = async (): Promise<Result> => {
    const texts = Object.entries(await results.objects()).sort(([a], [b]) => a.localeCompare(b));
    return JSON.parse(texts.at(-1)?.[1] ?? '{}') as Result;
  };

  it('needs nothing more', async () => {
    await allow(statements);
    expect((await withPermissions(() => lambda.invoke({}))).error, lambda.log()).toBeNull();
    const { coverage } = await newest();
    expect(coverage.unread.filter(({ error }) => /denied|unauthorized/i.test(error))).toEqual([]);
  });

  it('needs nothing less: each action that is taken away is missed', async () => {
    const unmissed: string[] = [];
    for (const action of actionsOf(statements)) {
      await allow(without(statements, action));
      const { error } = await withPermissions(() => lambda.invoke({}));
      const { coverage, findings } = await newest();
      const unread = coverage.unread.some(({ call }) => actionFor(call) === action);
      const told =
        (error === null ? null : namesOf(action).some((name) => error.errorMessage.includes(name))) ??
        (unread && findings.some(({ status }) => status === 'UNKNOWN'));
      if (!told) unmissed.push(action);
    }
    expect(unmissed).toEqual([]);
  }, 900_000);
});

/**
 * Both functions read by one and the same statement, of which scheduled-scan above misses each action: of those
 * one a service, and all that are not among them.
 */
function oneOfEachService(actions: readonly string[]): readonly string[] {
  const shared = new Set(actionsOf(packagedStatements('ScheduledScanRole', {})));
  const seen = new Set<string>();
  return actions.filter((action) => {
    const [service = ''] = action.split(':');
    const isFirst = !seen.has(service);
    seen.add(service);
    return isFirst || !shared.has(action);
  });
}

describe.skipIf(!enforceable)('config-rule with its own role', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  let lambda: RunningFunction;
  let statements: Statements;
  let allow: (statements: Statements) => Promise<void>;

  /** The rules whose run can miss an action: those that need it, or any for what reports. */
  const rulesMissing = (action: string): readonly string[] => {
    const needing = catalogue.filter(({ needs }) =>
      callsFor(needs).some((call) => actionFor(call) === action),
    );
    return needing.length > 0 ? needing.map(({ id }) => id) : ['instance-is-private'];
  };

  beforeAll(async () => {
    await buildDemandingEstate(fresh);
    statements = packagedStatements('ConfigRuleRole', {});
    for (const { id } of catalogue) await makeConfigRule(fresh, id);
    const role = await makeLeastRole(fresh);
    ({ allow } = role);
    lambda = await startFunction('configRule', role.environment, demandingSettings(fresh));
  });
  afterAll(() => lambda.stop());

  const judge = (rule: string, at: string) =>
    withPermissions(() =>
      lambda.invoke(scheduled({ account, ruleName: rule, ruleParameters: JSON.stringify({ rule }) }, at)),
    );

  it('needs nothing more', async () => {
    await allow(statements);
    for (const { id } of catalogue) {
      expect((await judge(id, '2026-11-02T05:00:00.000Z')).error, id).toBeNull();
      const annotations = await annotationsOf(fresh, id);
      expect(
        annotations.filter((annotation) => annotation.includes('AccessDenied')),
        id,
      ).toEqual([]);
    }
  }, 600_000);

  it('needs nothing less: each action that is taken away is missed', async () => {
    const misses = async (action: string, rule: string): Promise<boolean> => {
      const { error } = await judge(rule, '2026-11-02T06:00:00.000Z');
      const said = error === null ? await annotationsOf(fresh, rule) : [error.errorMessage];
      return said.some((text) => namesOf(action).some((name) => text.includes(name)));
    };
    const unmissed: string[] = [];
    for (const action of oneOfEachService(actionsOf(statements))) {
      await allow(without(statements, action));
      let missed = false;
      for (const rule of rulesMissing(action)) missed ||= await misses(action, rule);
      if (!missed) unmissed.push(action);
    }
    expect(unmissed).toEqual([]);
  }, 900_000);
});
