import pLimit from 'p-limit';
import { partitionOf } from '../model/partition.ts';
import { Refusal } from '../model/refusal.ts';
import { assuming } from './assume-role.ts';
import type { AwsSecurityFinding, SecurityHub } from './clients/securityhub.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { batchesOf } from './security-hub-batches.ts';
import { calling, SinkError } from './sink-error.ts';

/** The role of the stage `prod` that each audited account has for us, with the one right to import findings. */
export const writerRole = 'dms-auditor-security-hub-writer';

/** Findings of one account, for Security Hub in one Region. */
export interface HubGroup {
  readonly account: string;
  readonly region: string;
  readonly findings: AwsSecurityFinding[];
}

export interface HubSink {
  /** Security Hub of an account in a Region, by somebody who may import findings there. */
  readonly hub: (account: string, region: string) => Promise<SecurityHub>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly warn: (message: string) => void;
}

/** What an import came to. */
export interface Imported {
  readonly imported: number;
  /** Where Security Hub is not on, which is no failure: `111122223333 eu-central-1`. */
  readonly off: readonly string[];
}

/**
 * Security Hub takes findings of the caller's own account alone (BatchImportFindings), so there is one client for each
 * account and Region, through the writer role of the account. Accounts other than `accounts` are refused: neither they
 * nor the role's name come from what is to be sent.
 */
export function openSecurityHub(
  options: SinkOptions & { readonly accounts: readonly string[]; readonly role: string },
): HubSink['hub'] {
  const sts = openLazily(options, async (config) => (await import('./clients/sts.ts')).openSts(config));
  const open = new Map<string, (region?: string) => Promise<SecurityHub>>();
  return async (account, region) => {
    if (!options.accounts.includes(account))
      throw new Refusal(`no findings are imported for account ${account}: it is not one that is audited`);
    const credentials = assuming(
      sts,
      `arn:${partitionOf(options.region)}:iam::${account}:role/${options.role}`,
    );
    const hubs =
      open.get(account) ??
      openLazily(
        { region: options.region, credentials: () => Promise.resolve(credentials) },
        async (config) => (await import('./clients/securityhub.ts')).openSecurityHub(config),
      );
    open.set(account, hubs);
    return hubs(region);
  };
}

/** Groups at work at once; each is one account and Region, which have their own limit of 10 calls a second. */
const atOnce = 4;
const tries = 3;

/**
 * Imports findings, group by group. To do it again with the same findings changes nothing: Security Hub takes only what
 * is newer than what it has. One group that fails keeps no other from being imported.
 *
 * @throws Error naming what was not taken and why, when all the rest is imported.
 */
export async function importFindings(groups: readonly HubGroup[], sink: HubSink): Promise<Imported> {
  const limit = pLimit(atOnce);
  const ends = await Promise.allSettled(groups.map((group) => limit(() => importGroup(group, sink))));
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0) {
    const messages = failures.map((failure) =>
      failure instanceof Error ? failure.message : String(failure),
    );
    throw new Error(messages.join('; '), { cause: failures[0] });
  }
  const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  return {
    imported: done.reduce((sum, { imported }) => sum + imported, 0),
    off: done.flatMap(({ off }) => off),
  };
}

async function importGroup({ account, region, findings }: HubGroup, sink: HubSink): Promise<Imported> {
  const place = `${account} ${region}`;
  if (findings.length === 0) return { imported: 0, off: [] };
  try {
    const hub = await sink.hub(account, region);
    const refused: string[] = [];
    for (const batch of batchesOf(findings)) refused.push(...(await importBatch(batch, place, hub, sink)));
    if (refused.length > 0) {
      throw new Error(
        `securityhub:BatchImportFindings in ${place} did not take ${refused.length} of ${findings.length} findings in ${tries} tries: ${refused.slice(0, 5).join(', ')}`,
      );
    }
    return { imported: findings.length, off: [] };
  } catch (error) {
    if (!(error instanceof SinkError) || error.code !== 'InvalidAccessException') throw error;
    sink.warn(`Security Hub is not on in ${place}; its ${findings.length} findings are not imported there`);
    return { imported: 0, off: [place] };
  }
}

/** Gives those that were refused again and again, with Security Hub's reason: the answer says so while its status is 200. */
async function importBatch(
  batch: readonly AwsSecurityFinding[],
  place: string,
  hub: SecurityHub,
  { wait }: HubSink,
): Promise<readonly string[]> {
  let left = [...batch];
  let reasons = new Map<string, string>();
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await wait(250 * 2 ** attempt);
    const sent = left;
    const failed = await calling(`securityhub:BatchImportFindings in ${place}`, () =>
      hub.importFindings(sent),
    );
    reasons = new Map(failed.map(({ Id = '', ErrorCode = '' }) => [Id, ErrorCode]));
    left = sent.filter(({ Id = '' }) => reasons.has(Id));
    if (failed.length === 0) return [];
    if (left.length === 0) left = sent;
  }
  return left.map(({ Id = '' }) => `${Id} (${reasons.get(Id) ?? 'no reason given'})`);
}
