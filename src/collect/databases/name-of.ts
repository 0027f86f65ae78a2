import type { DatabaseName } from '../../model/databases.ts';
import { count, text } from '../fields.ts';

/** A name under which a database answers; none if AWS tells none, as of one that is being made. */
export function nameOf(host: unknown, port: unknown, role: string | null): readonly DatabaseName[] {
  const found = text(host);
  return found === null ? [] : [{ host: found, port: count(port), role }];
}
