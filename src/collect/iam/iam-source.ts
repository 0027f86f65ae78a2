import type { FactName } from '../../model/facts.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';

/** Whose IAM is read, and what of it. */
export interface IamSource {
  readonly account: string;
  readonly partition: string;
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  /** ARNs of roles and users that the settings name; those of other accounts cannot be read from here. */
  readonly principals: readonly string[];
  readonly track: Track;
}
