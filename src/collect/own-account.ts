import type { FactName } from '../model/facts.ts';
import { describeUnread } from '../model/lookup.ts';
import type { Named } from '../model/settings.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import { type AwsCredentials, type Clients, createClients } from './clients.ts';
import { collectAccount } from './collect.ts';
import { loadCredentials } from './credentials.ts';
import { callerIdentity, type Identity } from './identity.ts';

/** The account that a program runs in, with the credentials it finds itself with. */
export interface OwnAccount {
  readonly credentials: () => Promise<AwsCredentials>;
  /** Asked once. @throws Error if AWS does not say. */
  readonly identity: () => Promise<Identity>;
  /** These facts as they are now, and what the settings name. */
  readonly read: (
    facts: ReadonlySet<FactName>,
    regions: readonly string[],
    named: Named,
  ) => Promise<{ readonly snapshot: Snapshot; readonly calls: number }>;
}

interface OwnAccountOptions {
  readonly region: string;
  readonly tool: Snapshot['tool'];
  /** ISO 8601, UTC. */
  readonly now: () => string;
}

/** Clients and identity are kept from one reading to the next; nothing else is. */
export function ownAccount({ region, tool, now }: OwnAccountOptions): OwnAccount {
  const credentials = keptOnSuccess(() => loadCredentials({}));
  const clients = keptOnSuccess(async () => createClients({ credentials: await credentials(), region }));
  const identity = keptOnSuccess(async () => whoIs(await clients()));
  return {
    credentials,
    identity,
    read: async (facts, regions, named) => {
      const opened = await clients();
      const { account, partition } = await identity();
      const before = opened.calls;
      const scope = { facts, account, partition, regions, named };
      const found = await collectAccount({ ...scope, clients: opened, now });
      return {
        snapshot: {
          schemaVersion: snapshotVersion,
          tool,
          takenAt: found.iam.takenAt,
          accounts: { [account]: found },
        },
        calls: opened.calls - before,
      };
    },
  };
}

async function whoIs(clients: Clients): Promise<Identity> {
  const identity = await callerIdentity(clients);
  if (identity.known) return identity.value;
  throw new Error(`whose account this is cannot be told: ${describeUnread(identity.unread)}`);
}

function keptOnSuccess<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
