import { startRules } from '../../../src/audit/start-rules.ts';
import type { QueuedStart, StartOutcome } from '../../../src/model/rule-start.ts';
import { catalogue } from '../../../src/rules/index.ts';
import { noSettings } from '../../../src/settings/parse.ts';
import { ACCOUNT, REGION } from '../../support/builders.ts';
import { deployed, other } from './in-account.ts';
import { aRecord, changesQueue, iamCall, recordedChange, startsQueue } from './messages.ts';

// The queues, AWS Config and a clock, as far as it matters when a rule is started: everything is lost, repeated and
// late that AWS says may be. Times are milliseconds since the simulation began.

export const kinds = ['group', 'group elsewhere', 'role', 'instance'] as const;

/** What happens in the simulated account. */
export interface Plan {
  readonly changes: readonly {
    readonly at: number;
    readonly kind: (typeof kinds)[number];
    /** How long the event is on its way. */
    readonly late: number;
    /** It comes again so much later; null: once. */
    readonly again: number | null;
  }[];
  /** How many messages of changes come in one batch. */
  readonly batch: number;
  /** The function dies at these of its steps: before or after a call, or before its messages are deleted. */
  readonly crashes: ReadonlySet<number>;
}

export interface Started {
  readonly at: number;
  /** `Region rule`. */
  readonly rule: string;
  /** The moment up to which changes were known of then. */
  readonly known: number;
}

/** The rules that each kind of change bears on. */
export const bearsOn: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
  group: [`${REGION} instance-ingress-is-closed`],
  'group elsewhere': [`${other} instance-ingress-is-closed`],
  role: [`${REGION} role-trust-is-guarded`],
  instance: [`${REGION} instance-ingress-is-closed`, `${REGION} role-trust-is-guarded`],
};
const rules = deployed('instance-ingress-is-closed', 'role-trust-is-guarded');
const own = catalogue.filter(({ id }) => rules.some(({ rule }) => rule === id));

const began = Date.parse('2026-11-02T05:00:00.000Z');
const seconds = 1000;
const minute = 60 * seconds;
/** How long a queue waits for a batch to be worked on before it hands it out again. */
const visibility = 30 * seconds;
const isoOf = (time: number): string => new Date(began + time).toISOString();

interface Message {
  readonly id: string;
  readonly body: unknown;
  readonly sentAt: number;
  /** null in the standard queue. */
  readonly group: string | null;
  visibleAt: number;
}

const eventOf = (kind: (typeof kinds)[number], at: number): object => {
  const time = isoOf(Math.floor(at / seconds) * seconds);
  switch (kind) {
    case 'group':
      return recordedChange('AWS::EC2::SecurityGroup', { time });
    case 'group elsewhere':
      return recordedChange('AWS::EC2::SecurityGroup', { time, region: other });
    case 'role':
      return iamCall('PutRolePolicy', {}, { time });
    case 'instance':
      return recordedChange('AWS::DMS::ReplicationInstance', { time });
  }
};

/** Lets it all happen until both queues are empty; gives the starts that AWS Config carried out. */
export async function simulate({ changes, batch, crashes }: Plan): Promise<readonly Started[]> {
  const arrivals = changes.flatMap(({ at, kind, late, again }) =>
    [0, ...(again === null ? [] : [again])].map((more) => ({
      at: at + late + more,
      body: eventOf(kind, at),
    })),
  );
  const waiting: Message[] = arrivals.map(({ at, body }, index) => ({
    ...{ id: `change-${index}`, body, sentAt: at, group: null, visibleAt: at },
  }));
  const held: Message[] = [];
  const taken = new Map<string, number>();
  const lastStart = new Map<string, number>();
  const started: Started[] = [];
  let [now, step, known] = [0, 0, Number.NEGATIVE_INFINITY];

  const mayDie = (): void => {
    if (crashes.has(step++)) throw new Error('the function died');
  };
  /** A call may not come to pass, or come to pass and not be told of. */
  const called = <A extends readonly unknown[], T>(call: (...args: A) => T) => {
    return async (...args: A): Promise<T> => {
      mayDie();
      const answer = await Promise.resolve(call(...args));
      mayDie();
      return answer;
    };
  };
  /** Takes a start once within five minutes, and hands it out a minute later. */
  const take = ({ group, deduplication, ...body }: QueuedStart): void => {
    const before = taken.get(deduplication);
    if (before !== undefined && now - before < 5 * minute) return;
    taken.set(deduplication, now);
    held.push({ id: `start-${taken.size}-${now}`, body, sentAt: now, group, visibleAt: now + minute });
  };
  const startOne = (rule: string): StartOutcome => {
    const before = lastStart.get(rule);
    if (before !== undefined && now - before < minute) return { kind: 'busy' };
    lastStart.set(rule, now);
    started.push({ at: now, rule: rule.replace('dms-auditor-', ''), known });
    return { kind: 'started' };
  };
  const ports = {
    catalogue: own,
    environment: () => ({ region: REGION, regions: [REGION, other], startsQueue }),
    settings: () => Promise.resolve(noSettings),
    ownAccount: called(() => ACCOUNT),
    deployedRules: called(() => rules),
    queue: called((starts: readonly QueuedStart[]) => {
      starts.forEach(take);
    }),
    noteChange: called((_account: string, changedAt: string) => {
      known = Math.max(known, Date.parse(changedAt) - began);
    }),
    start: called(
      (region: string, names: readonly string[]) =>
        new Map(names.map((name) => [name, startOne(`${region} ${name}`)])),
    ),
    warn: () => undefined,
  };

  const workOn = async (queue: string, messages: Message[], some: readonly Message[]): Promise<void> => {
    const records = some.map(({ id, body, sentAt }) => aRecord(queue, body, { id, sentAt: isoOf(sentAt) }));
    let again: readonly string[];
    try {
      again = (await startRules({ Records: records }, ports)).again;
      mayDie();
    } catch {
      again = some.map(({ id }) => id);
    }
    for (const message of some) {
      if (again.includes(message.id)) message.visibleAt = now + visibility;
      else messages.splice(messages.indexOf(message), 1);
    }
  };
  /** Of a group nothing that comes after what is not due. */
  const ready = (messages: readonly Message[], most: number): readonly Message[] => {
    const blocked = new Set<string>();
    const due = messages.filter(({ group, visibleAt }) => {
      if (visibleAt > now && group !== null) blocked.add(group);
      return visibleAt <= now && (group === null || !blocked.has(group));
    });
    return due.slice(0, most);
  };

  while (waiting.length + held.length > 0) {
    now = Math.max(now, Math.min(...[...waiting, ...held].map(({ visibleAt }) => visibleAt)));
    const [changed, due] = [ready(waiting, batch), ready(held, 10)];
    if (changed.length > 0) await workOn(changesQueue, waiting, changed);
    if (due.length > 0) await workOn(startsQueue, held, due);
    // Everything that could be handed out is behind something that is not due yet.
    if (changed.length + due.length === 0) now += seconds;
  }
  return started;
}
