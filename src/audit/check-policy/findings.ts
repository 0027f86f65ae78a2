import type { PolicyDocument } from '../../analysis/policy/document.ts';
import type { Finding } from '../../model/finding.ts';
import type { CheckedKind } from '../../model/policy-check.ts';
import { defaultSettings } from '../../model/settings.ts';
import { accountWith, checkedName } from './estate.ts';
import type { PolicyOrder } from './order.ts';
import type { Where } from './where.ts';

/** Rules that judge a document by itself. What they need besides, such as the role's uses, is not known here. */
const judging: Readonly<Record<CheckedKind, readonly string[]>> = {
  trust: [
    'policy-is-well-formed',
    'role-trust-admits-only-expected',
    'role-trust-is-consistent',
    'role-trust-is-guarded',
    'role-trust-is-narrow',
  ],
  key: ['key-admits-only-trusted', 'policy-is-well-formed'],
  identity: ['policy-is-well-formed'],
};

/** What these rules say of the one role or key that has the document. */
export function findingsOn(
  {
    kind,
    text,
    account,
    trusted,
    rules,
  }: Pick<PolicyOrder, 'kind' | 'text' | 'account' | 'trusted' | 'rules'>,
  { document, where }: { readonly document: PolicyDocument | null; readonly where: Where },
): readonly Finding[] {
  const facts = accountWith({ kind, text, document, account, where });
  const settings = { ...defaultSettings, trustedAccounts: trusted };
  return (
    rules
      .filter(({ id }) => judging[kind].includes(id))
      .flatMap((rule) => rule.evaluate(account, facts, settings))
      // DMS's roles with fixed names are judged in every account, be they there or not; and so are listings.
      .filter(({ resource: { type, id } }) =>
        kind === 'key' ? type === 'AWS::KMS::Key' : id === checkedName,
      )
  );
}
