import { setTimeout } from 'node:timers/promises';
import type { Recording } from '../model/recording.ts';
import type { Result } from '../model/result.ts';
import type { SecurityHubMode } from '../model/settings.ts';
import { type EventGroup, storeEvents } from './ocsf-bucket.ts';
import type { SinkOptions } from './open-client.ts';
import { openResultsBucket } from './results-bucket.ts';
import { type HubGroup, importFindings, openSecurityHub, writerRole } from './security-hub.ts';

/** A result in the form of the place where it is recorded. */
type Mapper<T> = (result: Result, recording: Recording) => readonly T[];

/** Each is loaded only where findings are recorded. */
interface Mappers {
  readonly toOcsf: () => Promise<Mapper<EventGroup>>;
  readonly toAsff: () => Promise<Mapper<HubGroup>>;
}

interface Destination {
  readonly account: string;
  readonly bucket: string;
  readonly homeRegion: string;
  readonly securityHub: SecurityHubMode;
}

type Record = (result: Result, recording: Recording, to: Destination) => Promise<unknown>;

interface RecordOptions extends SinkOptions {
  readonly warn: (message: string) => void;
  /** Who imports into Security Hub; null: `writerRole`. Asked only where that is wanted. */
  readonly role: () => string | null;
}

/** Where results are recorded beside the account's own: as OCSF events in S3, and in Security Hub if that is wanted. */
export function openRecords(
  { warn, role, ...options }: RecordOptions,
  { toOcsf, toAsff }: Mappers,
): readonly Record[] {
  return [
    async (result, recording, { bucket, homeRegion }) => {
      const events = (await toOcsf())(result, recording);
      await storeEvents(
        openResultsBucket(bucket, { ...options, region: homeRegion }),
        result.takenAt,
        events,
      );
    },
    async (result, recording, { account, securityHub }) => {
      if (securityHub !== 'import') return;
      const findings = (await toAsff())(result, recording);
      const hub = openSecurityHub({ ...options, accounts: [account], role: role() ?? writerRole });
      await importFindings(findings, { hub, wait: setTimeout, warn });
    },
  ];
}
