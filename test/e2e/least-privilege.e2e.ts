import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grouped } from '../../src/audit/grouped.ts';
import { actionFor, allFacts, callsFor } from '../../src/model/facts.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { annotationsOf, makeBucket, makeConfigRule, makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { scheduled } from './support/config-events.ts';
import { buildDemandingEstate } from './support/demanding.ts';
import { type RunningFunction, startFunction } from './support/lambda/function.ts';
import {
  enforcePermissions,
  makeLeastRole,
  namesIn,
  packagedStatements,
  withPermissions,
} from './support/least-privilege.ts';
import {
  demandingSettings,
  detailsCall,
  fallbackCalls,
  unreachedCalls,
} from './support/permissions-in-turn.ts';

const enforceable = await enforcePermissions(false);
type Statements = ReturnType<typeof packagedStatements>;

/** Without some actions, and without what makes up for their lack. */
const without = (statements: Statements, ...actions: readonly string[]): Statements => {
  const isMadeUpFor = actions.some((action) => fallbackCalls.has(action));
  return statements.map((statement) => ({
    ...statement,
    Action: statement.Action.filter(
      (each) => !actions.includes(each) && !(each === detailsCall && isMadeUpFor),
    ),
  }));
};

/** One action of each service, then the next of each: what one service refuses keeps few others from being asked. */
function rounds(actions: readonly string[]): readonly (readonly string[])[] {
  const byService = [...grouped(actions, (action) => action.split(':')[0] ?? '')].map(([, each]) => each);
  const longest = Math.max(...byService.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    byService.flatMap((each) => each.slice(index, index + 1)),
  );
}

const actionsOf = (statements: Statements): readonly string[] =>
  statements.flatMap(({ Action }) => Action).filter((action) => !unreachedCalls.has(action));

/** What an action can be called: IAM's name, and that of the operation behind it. */
const namesOf = (action: string): readonly string[] => [
  action,
  ...callsFor(allFacts).filter((call) => actionFor(call) === action),
];

const fresh = freshAccount();
const { account } = fresh;
let results: Awaited<ReturnType<typeof makeBucket>>;
let topic: Awaited<ReturnType<typeof makeTopic>>;
/** What the roles of the package name. What else there is of them is tried where things are recorded. */
let names: Readonly<Record<string, string>>;

beforeAll(async () => {
  if (!enforceable) return;
  await buildDemandingEstate(fresh);
  results = await makeBucket(fresh);
  topic = await makeTopic(fresh);
  names = {
    ...namesIn(account),
    'ResultsBucket.Arn': `arn:aws:s3:::${results.bucket}`,
    FindingsTopic: topic.arn,
  };
});
afterAll(() => {
  if (enforceable) topic.close();
});

/** What a role needs to judge, and to say what it judged. */
const reading: ReadonlySet<string> = new Set(['Read', 'Report']);
const tried = (statements: Statements): readonly string[] =>
  actionsOf(statements.filter(({ Sid }) => reading.has(Sid)));

describe.skipIf(!enforceable)('scheduled-scan with its own role', () => {
  let lambda: RunningFunction;
  let statements: Statements;
  let allow: (statements: Statements) => Promise<void>;

  beforeAll(async () => {
    statements = packagedStatements('ScheduledScanRole', names);
    const role = await makeLeastRole(fresh, 'scheduled-scan');
    ({ allow } = role);
    const environment = {
      ...role.environment,
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: results.bucket,
      DMS_AUDITOR_TOPIC_ARN: topic.arn,
    };
    lambda = await startFunction('scheduledScan', environment, demandingSettings(fresh));
  });
  afterAll(() => lambda.stop());

  const newest = async (): Promise<Result> => {
    const [text = '{}'] = Object.values(await results.objects(`results/${account}/latest`));
    return JSON.parse(text) as Result;
  };

  it('needs nothing more', async () => {
    await allow(statements);
    expect((await withPermissions(() => lambda.invoke({}))).error, lambda.log()).toBeNull();
    const { coverage } = await newest();
    expect(coverage.unread.filter(({ error }) => /denied|unauthorized/i.test(error))).toEqual([]);
  });

  /** Which of these a scan without all of them does not miss, by its own word or by a verdict that hangs on it. */
  const unmissedOf = async (actions: readonly string[]): Promise<readonly string[]> => {
    await allow(without(statements, ...actions));
    const { error } = await withPermissions(() => lambda.invoke({}));
    const { coverage, findings } = await newest();
    const unknown = findings.filter(({ status }) => status === 'UNKNOWN').map((each) => JSON.stringify(each));
    return actions.filter((action) => {
      const isNamed = (text: string): boolean => namesOf(action).some((name) => text.includes(name));
      if (error !== null) return !isNamed(error.errorMessage);
      const isUnread = coverage.unread.some(({ call }) => actionFor(call) === action);
      return !isUnread || !unknown.some((finding) => actions.length === 1 || isNamed(finding));
    });
  };

  it('needs nothing less: each action that is taken away is missed', async () => {
    const doubtful: string[] = [];
    for (const actions of rounds(tried(statements))) doubtful.push(...(await unmissedOf(actions)));
    // What was not asked for lack of another is tried by itself.
    const unmissed: string[] = [];
    for (const action of doubtful) unmissed.push(...(await unmissedOf([action])));
    expect(unmissed).toEqual([]);
  }, 900_000);
});

/**
 * Both functions read by one and the same statement, of which scheduled-scan above misses each action: of those
 * one a service, and all that are not among them.
 */
function oneOfEachService(actions: readonly string[]): readonly string[] {
  const shared = new Set(tried(packagedStatements('ScheduledScanRole', names)));
  const seen = new Set<string>();
  return actions.filter((action) => {
    const [service = ''] = action.split(':');
    const isFirst = !seen.has(service);
    seen.add(service);
    return isFirst || !shared.has(action);
  });
}

describe.skipIf(!enforceable)('config-rule with its own role', () => {
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
    statements = packagedStatements('ConfigRuleRole', names);
    for (const { id } of catalogue) await makeConfigRule(fresh, id);
    const role = await makeLeastRole(fresh, 'config-rule');
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
      const before = lambda.log().length;
      const { error } = await judge(rule, '2026-11-02T06:00:00.000Z');
      const told = error === null ? await annotationsOf(fresh, rule) : [error.errorMessage];
      return [...told, lambda.log().slice(before)].some((text) =>
        namesOf(action).some((name) => text.includes(name)),
      );
    };
    const unmissed: string[] = [];
    for (const action of oneOfEachService(tried(statements))) {
      await allow(without(statements, action));
      let missed = false;
      for (const rule of rulesMissing(action)) missed ||= await misses(action, rule);
      if (!missed) unmissed.push(action);
    }
    expect(unmissed).toEqual([]);
  }, 900_000);
});
