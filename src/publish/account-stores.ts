import type { Result } from '../model/result.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { newestRun, type Run } from './newest-run.ts';
import type { SinkOptions } from './open-client.ts';
import { openPublished, type Published } from './published.ts';
import { openResultsBucket, readLatestResult, readLatestSnapshot, storeResult } from './results-bucket.ts';
import { openScanLock } from './scan-lock.ts';
import { openStateTable } from './state-table.ts';

interface Names {
  readonly bucket: string;
  readonly table: string;
  /** Where both are. */
  readonly region: string;
}

type Account = string;

/** What is kept of accounts between invocations: results and facts, who scans, what was published and when. */
interface AccountStores {
  /** null: nothing is kept. */
  readonly shared: {
    readonly latest: (account: Account) => Promise<Result | null>;
    readonly snapshot: (account: Account) => Promise<Snapshot | null>;
    readonly store: (
      account: Account,
      scanned: { readonly result: Result; readonly snapshot: Snapshot },
    ) => Promise<unknown>;
    readonly lock: ReturnType<typeof openScanLock>;
  } | null;
  readonly newestRun: (run: Run) => Promise<string>;
  readonly published: (account: Account, region: string) => Published | null;
}

const nothingKept: AccountStores = {
  shared: null,
  newestRun: ({ at }) => Promise.resolve(at),
  published: () => null,
};

function openAccountStores(
  { bucket: name, table, region }: Names,
  { credentials }: Pick<SinkOptions, 'credentials'>,
): AccountStores {
  const bucket = openResultsBucket(name, { region, credentials });
  const state = openStateTable(table, { region, credentials });
  return {
    shared: {
      latest: (account) => readLatestResult(bucket, account),
      snapshot: (account) => readLatestSnapshot(bucket, account),
      store: (account, scanned) => storeResult(bucket, account, scanned),
      lock: openScanLock(state),
    },
    newestRun: (run) => newestRun(state, run),
    published: (account, region) => openPublished(bucket, { account, region }),
  };
}

/** Stores by their names (null: nothing is kept), opened once and held for the next invocation. */
export function holdingStores(
  options: Pick<SinkOptions, 'credentials'>,
): (names: Names | null) => AccountStores {
  const opened = new Map<string, AccountStores>();
  return (names) => {
    if (names === null) return nothingKept;
    const key = JSON.stringify(names);
    const stores = opened.get(key) ?? openAccountStores(names, options);
    opened.set(key, stores);
    return stores;
  };
}
