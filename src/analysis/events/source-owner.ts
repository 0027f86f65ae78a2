import { accountsWrittenIn, askedIn, strangerTo } from '../callers/asked-conditions.ts';
import type { KeyFacts } from '../policy/decide/dimension.ts';
import type { PolicyDocument } from '../policy/document.ts';

/**
 * The key by which topic policies told the account of a source before aws:SourceAccount; the policy that SNS makes with
 * a topic asks for it still. Which services send it is not documented. (SNS Developer Guide, *AWS:SourceOwner*)
 */
const sourceOwnerKey = 'aws:sourceowner';

/** What is known of it where the source is of one account. */
export const ownedBy =
  (account: string) =>
  (key: string): KeyFacts | null =>
    key === sourceOwnerKey ? unverified([account]) : null;

/** What is known of it where the source is of none of these accounts: it is no other account than the source's. */
export function ownedByNoneOf(
  accounts: readonly string[],
  document: PolicyDocument,
): (key: string) => KeyFacts | null {
  const asked = askedIn(document).filter(({ condition }) => condition.key.toLowerCase() === sourceOwnerKey);
  const isPattern = asked.some(({ condition }) =>
    condition.values.some((value) => ['*', '?', '$'].some((wild) => value.includes(wild))),
  );
  // Patterns can tell more accounts apart than are written; then any value may stand there.
  if (isPattern) return () => null;
  const written = accountsWrittenIn([document]);
  const strangers = written.filter((account) => !accounts.includes(account));
  const values = [...strangers, strangerTo([...accounts, ...written])];
  return (key) => (key === sourceOwnerKey ? unverified(values) : null);
}

const unverified = (values: readonly string[]): KeyFacts => ({
  presence: 'unverified',
  multivalued: false,
  values: { kind: 'listed', values },
});
