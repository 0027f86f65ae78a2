import { type PublicAccessBlock } from '../../model/buckets.ts';
import type { FactName } from '../../model/facts.ts';
import { type Lookup, notCollected, nothingToJudge, unread } from '../../model/lookup.ts';
import { ask, knownIfAbsent } from '../ask.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { toPublicAccessBlock } from './bucket.ts';
import { bucketsNamed, type Naming } from './collect-buckets.ts';

interface AccountBlockSource {
  readonly account: string;
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

const call = 's3control:GetPublicAccessBlock';

/**
 * The public access block of the account, asked once if anything in its Regions names a bucket; null: it has none. What
 * the organisation sets is in it. (S3 API, GetPublicAccessBlock of an account)
 */
export async function collectAccountBlock(
  { account, clients, facts, track }: AccountBlockSource,
  everywhere: Promise<readonly Naming[]>,
): Promise<Lookup<PublicAccessBlock | null>> {
  if (!facts.has('accountPublicAccessBlock')) return unread(notCollected(call, account));
  const naming = await everywhere;
  if (naming.every((each) => bucketsNamed(each).length === 0)) return unread(nothingToJudge(call));
  const answer = await track('global', call, read(clients, account));
  return knownIfAbsent(answer, /^NoSuchPublicAccessBlockConfiguration$/);
}

async function read(clients: Clients, account: string): Promise<Lookup<PublicAccessBlock>> {
  const s3control = await clients.s3control();
  return ask(clients.limit, { call, resource: account }, async () =>
    toPublicAccessBlock((await s3control.getPublicAccessBlock(account)).PublicAccessBlockConfiguration),
  );
}
