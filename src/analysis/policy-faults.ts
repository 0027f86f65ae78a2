import { parsed } from './parsed.ts';
import { type LintOptions, lintPolicy } from './policy/lint.ts';
import { serviceTables } from './services/tables.ts';

/** A policy, and what people know it by. */
export interface NamedPolicy {
  readonly name: string;
  readonly kind: LintOptions['kind'];
  readonly text: string;
}

/** What of a policy IAM would refuse, and what can never do what it says: where it stands and why. */
export const faultsOf = ({ name, kind, text }: NamedPolicy): readonly string[] =>
  lintPolicy(parsed(text), { kind, tables: serviceTables })
    .filter(({ weight }) => weight !== 'warning')
    .map(({ path, message }) => `${[name, path].join(' ').trimEnd()}: ${message}`);
