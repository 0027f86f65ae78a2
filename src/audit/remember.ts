import type { AlertRoute } from '../model/alerts.ts';
import { type AlertPorts, alertAtOnce } from './alerts.ts';
import type { Writer } from './finding-writes.ts';
import { markTold } from './mark-told.ts';
import type { Reading } from './reading.ts';
import { recordFindings } from './record-findings.ts';

/** How findings are remembered, and how people are told of changes. */
interface Memory {
  /** null: nothing is kept between runs, and nobody knows what has changed. */
  readonly writer: Writer | null;
  readonly alerts: AlertPorts;
}

/**
 * Remembers what one invocation showed, and tells of what has changed at once. Without routes nobody asked to be told
 * so soon: what is left untold is anybody's to tell, and in the digest of the night. To do it again tells nothing
 * twice.
 *
 * @throws Error naming the routes that failed, when what the others have heard is noted; Refusal if another try would
 * fail them again.
 */
export async function rememberAtOnce(
  reading: Reading,
  routes: readonly AlertRoute[],
  { writer, alerts }: Memory,
): Promise<void> {
  if (writer === null) return;
  const { toTell, isHeldUp, known } = await recordFindings(reading, writer);
  if (routes.length === 0) {
    await markTold(
      toTell.map((change) => ({ ...change, isDone: false })),
      known,
      writer,
    );
    return;
  }
  const { told, failure } = await alertAtOnce(toTell, { routes }, alerts);
  await markTold(told, known, writer);
  if (failure !== null) throw failure;
  if (isHeldUp) throw new Error('another run is telling of changes that came before; this is to run again');
}
