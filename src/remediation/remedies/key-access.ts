import { staysAdministered } from '../../analysis/keys/administration.ts';
import type { RequestWitness } from '../../model/finding.ts';
import type { Around, RuleRemedy } from '../around.ts';
import { not, patched, reason } from '../patch.ts';
import {
  apart,
  isRecord,
  readPolicy,
  textsIn,
  type WrittenStatement,
  withCondition,
  withReplacedStatement,
} from '../policy-json.ts';
import { usersOfKey } from '../users.ts';
import { foreign, ofKey, puttingPolicy, withOwnKey } from './keys.ts';
import { withoutPrincipal } from './trusts.ts';

const unbound = reason(
  'the statement cannot be bound, or nobody would be left to administer the key',
  'A key policy without a statement for its own account can be changed by nobody.',
  'Write a key policy that names your administrators, and no other account.',
);

export const trustedKeys: RuleRemedy = {
  patches: [
    'Takes a foreign principal out of the statement that lets it in; binds a statement for everybody to kms:CallerAccount, and one for a service to aws:SourceAccount; revokes a grant.',
  ],
  reasons: [foreign, unbound],
  make: (finding, around) =>
    withOwnKey(finding, around, ({ key, subject, policy }) => {
      const { witness } = finding;
      const advice = {
        breaks: ['Those who are shut out can no longer use what is encrypted with the key.'],
        users: usersOfKey(subject),
        decide: ['Whether they are meant to be let in: then they belong among the trusted of the settings.'],
      };
      const GrantId = witness?.kind === 'list' ? grantIn(witness.items) : null;
      if (GrantId !== null) {
        const api = { call: 'kms:RevokeGrant', input: { KeyId: key.arn, GrantId } } as const;
        return patched([ofKey(key, api, { property: 'grant', from: GrantId, to: null }, around)], advice);
      }
      if (witness?.kind !== 'request' || policy === null || policy !== witness.document) return not(unbound);
      const text = withoutStranger(witness, around);
      return text === null || !staysAdministered(policy, text, key)
        ? not(unbound)
        : patched([puttingPolicy(key, policy, text, around)], advice);
    }),
};

/** The policy without the stranger whom its deciding statement lets in; null: that cannot be told apart. */
function withoutStranger(witness: RequestWitness, { account, settings }: Around): string | null {
  const { document, statement: index, principal } = witness;
  const statement = index === null ? undefined : readPolicy(document)?.statements[index];
  if (index === null || statement === undefined) return null;
  const accounts = [account, ...settings.trustedAccounts];
  if ('service' in principal) {
    const { service } = principal;
    return withReplacedStatement(document, index, (each) =>
      bound(apart(each, 'Service', service), 'aws:SourceAccount', accounts),
    );
  }
  return isForEverybody(statement)
    ? withReplacedStatement(document, index, (each) =>
        bound(apart(each, 'AWS', '*'), 'kms:CallerAccount', accounts),
      )
    : withoutPrincipal(witness);
}

const grantIn = (items: readonly string[]): string | null =>
  items.find((item) => item.startsWith('GrantId: '))?.slice('GrantId: '.length) ?? null;

function isForEverybody({ Principal }: WrittenStatement): boolean {
  return Principal === '*' || (isRecord(Principal) && textsIn(Principal['AWS']).includes('*'));
}

/** The first of these statements kept to some accounts; the others stay. (KMS Developer Guide, conditions-kms) */
function bound(
  statements: readonly [WrittenStatement, ...WrittenStatement[]] | null,
  key: string,
  accounts: readonly string[],
): readonly WrittenStatement[] | null {
  if (statements === null) return null;
  const [own, ...others] = statements;
  const asking = withCondition(own, 'StringEquals', key, [...new Set(accounts)]);
  return asking === null ? null : [asking, ...others];
}
