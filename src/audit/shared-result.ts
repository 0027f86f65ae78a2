import type { Result } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { ScanState } from '../model/scan-state.ts';
import type { Settings } from '../model/settings.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { exceptionsAt } from './exceptions.ts';
import { factsNeeded } from './facts-needed.ts';
import { judge, settingsHash } from './judge.ts';
import { later } from './later.ts';
import { narrowTo } from './narrow.ts';
import type { Scanned, ScanOrder } from './scan.ts';
import { everyRule } from './select-rules.ts';
import { passingReasons } from './transient.ts';

/** What a publisher asks for: the findings of one rule. */
export interface ResultOrder {
  readonly account: string;
  readonly rule: Rule;
  /** The Regions that the rule is published for. */
  readonly regions: readonly string[];
  /** The Regions that are scanned where there is no result to publish from. */
  readonly audited: readonly string[];
  /** The operator's settings. */
  readonly settings: Settings;
  /** The same with the parameters that the AWS Config rule overrides; null: it overrides none. */
  readonly overriding: Settings | null;
  /** In hours. */
  readonly maxAge: number;
}

/** Lets one invocation scan an account at a time. */
interface ScanLock {
  readonly read: (account: string) => Promise<ScanState>;
  /** Takes it where it is free, has run out, or is the owner's own from before. */
  readonly take: (
    account: string,
    lease: { readonly owner: string; readonly now: string; readonly until: string },
  ) => Promise<ScanState & { readonly taken: boolean }>;
  /** Nobody else may scan until then. It is no mistake to give back what another has taken since. */
  readonly giveBack: (account: string, owner: string, until: string) => Promise<void>;
}

/** What is kept of accounts between invocations. */
interface SharedStores {
  readonly lock: ScanLock;
  /** The newest complete result of the account, and the facts behind it; null: none is stored. */
  readonly latest: (account: string) => Promise<Result | null>;
  readonly snapshot: (account: string) => Promise<Snapshot | null>;
  readonly store: (account: string, scanned: Scanned) => Promise<unknown>;
}

interface ScanPorts {
  readonly catalogue: readonly Rule[];
  readonly tool: Result['tool'];
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** The same when AWS Lambda runs the event again, so that it finds its own lock open. */
  readonly owner: string;
  /** How long this invocation can still take, in milliseconds. */
  readonly timeLeft: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly scanNow: (order: ScanOrder) => Promise<Scanned>;
}

export type SharedResultPorts = ScanPorts & SharedStores;

/**
 * What a scheduled rule is published from. It reads what it needs itself, each time, where nothing is kept between
 * invocations (a small account without bucket and table), and where its AWS Config rule overrides a parameter so that it
 * takes facts that the settings do not ask for.
 */
export async function resultFor(
  order: ResultOrder,
  { shared, ...ports }: ScanPorts & { readonly shared: SharedStores | null },
): Promise<Result> {
  if (shared !== null && isShared(order, ports)) return sharedResult(order, { ...shared, ...ports });
  const { rule, regions, settings, overriding } = order;
  const own = { rules: [rule], regions, settings: overriding ?? settings, profile: 'all' } as const;
  return (await ports.scanNow(own)).result;
}

/** Whether a scan for all rules reads what this one takes. */
function isShared({ rule, settings, overriding }: ResultOrder, { catalogue }: ScanPorts): boolean {
  if (overriding === null) return true;
  const read = factsNeeded(everyRule(catalogue, settings), settings);
  return [...factsNeeded([rule], overriding)].every((fact) => read.has(fact));
}

/** How often a publisher looks whether the scan of another is done. */
const pause = 5_000;
/**
 * What is left of an invocation to publish in. Until then it waits: Lambda runs an event again only twice, after a minute
 * and after two (AWS Lambda Developer Guide, *Asynchronous invocation*), and a large account takes longer to scan.
 */
const reserve = 60_000;

/** After a scan that did not succeed in all: AWS may be busy, and Lambda runs an event again after a minute. */
const rest = 30_000;
/** How far clocks may be apart. A result from later than that says nothing of its age. */
const skew = 300_000;

/**
 * The findings of a rule out of the account's newest complete result, however many rules ask at once. Where that is
 * too old, older than a change that is known, or judged by other rules, settings or release, the first who asks scans
 * the whole account for all, and stores the result; the others wait for it as long as they can, then throw, so that
 * Lambda runs their event again.
 *
 * A verdict that hangs on what failed in passing is not taken from a stored result: another scan is made for it, once
 * in half a minute at most.
 *
 * @throws Error if another invocation scans now.
 */
async function sharedResult(order: ResultOrder, ports: SharedResultPorts): Promise<Result> {
  const { account } = order;
  const { lock, owner } = ports;
  const { changedAt } = await lock.read(account);
  const found = await usableResult(order, changedAt, ports);
  if (found !== null) return found;
  const state = await turn(order, ports);
  // Who had the lock before may have stored what is wanted.
  const stored = await usableResult(order, state.changedAt, ports);
  if (stored !== null) {
    await lock.giveBack(account, owner, ports.now());
    return stored;
  }
  return scanForAll(order, ports);
}

/** Takes the lock, as soon as nobody else has it. */
async function turn({ account, rule }: ResultOrder, ports: SharedResultPorts): Promise<ScanState> {
  const { lock, owner, now, timeLeft, wait } = ports;
  const limit = timeLeft() - reserve;
  for (let waited = 0; ; waited += pause) {
    const state = await lock.take(account, { owner, now: now(), until: later(now(), timeLeft()) });
    if (state.taken) return state;
    if (waited + pause > limit)
      throw new Error(
        `account ${account} is being scanned, until ${state.heldUntil ?? 'soon'} at the latest, and ${rule.id} is published from that; the event is to run again`,
      );
    await wait(pause);
  }
}

async function scanForAll(order: ResultOrder, ports: SharedResultPorts): Promise<Result> {
  const { account, settings, audited, regions } = order;
  const { lock, owner } = ports;
  try {
    const scanned = await ports.scanNow({
      rules: everyRule(ports.catalogue, settings),
      regions: [...new Set([...audited, ...regions])],
      settings,
      profile: 'all',
    });
    await ports.store(account, scanned);
    const isWhole = !scanned.result.coverage.unread.some(({ transient }) => transient);
    await lock.giveBack(account, owner, isWhole ? ports.now() : later(ports.now(), rest));
    return answer(order, scanned, ports);
  } catch (error) {
    // What went wrong first is what is told; a lock that cannot be given back runs out.
    await lock.giveBack(account, owner, later(ports.now(), rest)).catch(() => null);
    throw error;
  }
}

/** null: the rule must not be published from what is stored. */
async function usableResult(
  order: ResultOrder,
  changedAt: string | null,
  ports: SharedResultPorts,
): Promise<Result | null> {
  const result = await ports.latest(order.account);
  if (result === null || !isUsable(result, order, changedAt, ports)) return null;
  const snapshot = order.overriding === null ? null : await ports.snapshot(order.account);
  // Both are written one after the other, and are of one reading only when that is done.
  if (order.overriding !== null && snapshot?.takenAt !== result.takenAt) return null;
  const found = answer(order, { result, snapshot }, ports);
  return passingReasons(found, found.findings).length === 0 ? found : null;
}

/**
 * A result of another release is judged by other rules, even if they are called the same; so the first publisher after
 * an upgrade scans.
 */
function isUsable(
  { takenAt, tool, scope, coverage, expiredExceptions }: Result,
  { account, rule, regions, settings, maxAge }: ResultOrder,
  changedAt: string | null,
  ports: SharedResultPorts,
): boolean {
  const age = Date.parse(ports.now()) - Date.parse(takenAt);
  return (
    age <= maxAge * 3_600_000 &&
    age >= -skew &&
    (changedAt === null || Date.parse(takenAt) >= Date.parse(changedAt)) &&
    tool.name === ports.tool.name &&
    tool.version === ports.tool.version &&
    scope.profile === 'all' &&
    scope.settingsHash === settingsHash(settings) &&
    // An exception that has ended since no longer holds.
    exceptionsAt(settings.exceptions, ports.now()).expired.length === expiredExceptions.length &&
    scope.accounts.includes(account) &&
    scope.rules.includes(rule.id) &&
    regions.every((region) => scope.regions.includes(region)) &&
    !coverage.notAudited.some(({ region }) => regions.includes(region))
  );
}

/** The rule's part; where its AWS Config rule overrides parameters, judged again from the facts, without a call. */
function answer(
  { rule, regions, settings, overriding }: ResultOrder,
  { result, snapshot }: { readonly result: Result; readonly snapshot: Snapshot | null },
  { tool }: SharedResultPorts,
): Result {
  if (overriding === null || snapshot === null) return narrowTo(rule, { regions, settings }, result);
  const again = judge(snapshot, { rules: [rule], profile: 'all', settings: overriding, tool, calls: 0 });
  return narrowTo(rule, { regions, settings: overriding }, again);
}
