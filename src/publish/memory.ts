import { setTimeout } from 'node:timers/promises';
import type { AlertRoute } from '../model/alerts.ts';
import type { Notice, SentMessages } from '../model/notice.ts';
import type { RuleTexts } from '../model/rule.ts';
import { openFindingStore } from './finding-store.ts';
import type { SinkOptions } from './open-client.ts';
import { openSentMessages } from './sent-messages.ts';
import { openSlackQueue } from './slack-queue.ts';
import { openStateTable, type StateTable } from './state-table.ts';
import { openTopicSink } from './topic.ts';

/** One run of a function, as far as what it remembers and tells depends on it. */
interface Run {
  readonly account: string;
  /** The same in each try of the run. */
  readonly owner: string;
  /** How long the run can still take, in milliseconds. */
  readonly timeLeft: () => number;
  /** How people enter the console; null: as they are. */
  readonly console: string | null;
}

interface Places {
  /** The state table's name or ARN; null: nothing is kept between runs. */
  readonly table: string | null;
  /** null: there is none, and no route may lead to Slack. */
  readonly slackQueue: string | null;
  /** Where both are. */
  readonly homeRegion: string;
}

/** How a run writes to the finding store; the same for all that tells of what is in it. */
const writerOf = (state: StateTable, { owner }: Run) => ({
  store: openFindingStore(state),
  owner,
  now: () => new Date().toISOString(),
  wait: (milliseconds: number): Promise<unknown> => setTimeout(milliseconds),
});

/** Opens what a run remembers findings with, and how it tells of them. */
export function openMemory({
  catalogue,
  ...options
}: SinkOptions & { readonly catalogue: readonly RuleTexts[] }) {
  const sns = openTopicSink(options);
  const held = new Map<string, StateTable>();
  const tableNamed = (name: string, region: string): StateTable => {
    const table = held.get(name) ?? openStateTable(name, { ...options, region });
    held.set(name, table);
    return table;
  };
  return ({ table, slackQueue, homeRegion }: Places, run: Run) => {
    const state = table === null ? null : tableNamed(table, homeRegion);
    const slack = slackQueue === null ? null : openSlackQueue(slackQueue, { ...options, region: homeRegion });
    const access = { entry: run.console, region: options.region };
    // Most runs have nothing to tell.
    const send = async (notice: Notice, route: AlertRoute): Promise<void> =>
      (await import('./alerts/send-alert.ts')).sendAlert(notice, route, { sns, slack, access });
    return {
      writer: state === null ? null : writerOf(state, run),
      alerts: { catalogue, sent: state === null ? null : sentBy(state, run), send },
    };
  };
}

const sentBy = (state: StateTable, { account, owner, timeLeft }: Run): SentMessages =>
  openSentMessages(state, { account, kind: 'told', owner, now: Date.now, until: Date.now() + timeLeft() });
