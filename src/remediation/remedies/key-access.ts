import type { RuleRemedy } from '../around.ts';
import { not, patched, reason } from '../patch.ts';
import {
  isRecord,
  readPolicy,
  textsIn,
  type WrittenStatement,
  withChangedStatement,
  withCondition,
} from '../policy-json.ts';
import { usersOfKey } from '../users.ts';
import { foreign, ofKey, puttingPolicy, withOwnKey } from './keys.ts';
import { withoutPrincipal } from './trusts.ts';

const unbound = reason(
  'the statement cannot be bound, or nothing would be left of the key policy',
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
      if (witness?.kind !== 'request' || policy !== witness.document || witness.statement === null)
        return not(unbound);
      const bound = withChangedStatement(policy, witness.statement, (statement) =>
        boundTo(statement, around.account, witness.principal),
      );
      const text =
        isForEverybody(policy, witness.statement) || 'service' in witness.principal
          ? bound
          : withoutPrincipal(witness);
      return text === null ? not(unbound) : patched([puttingPolicy(key, policy, text, around)], advice);
    }),
};

const grantIn = (items: readonly string[]): string | null =>
  items.find((item) => item.startsWith('GrantId: '))?.slice('GrantId: '.length) ?? null;

function isForEverybody(policy: string, index: number): boolean {
  const principal = readPolicy(policy)?.statements[index]?.['Principal'];
  return principal === '*' || (isRecord(principal) && textsIn(principal['AWS']).includes('*'));
}

/** The condition that keeps a statement to the key's own account. (KMS Developer Guide, conditions-kms) */
const boundTo = (statement: WrittenStatement, account: string, principal: object): WrittenStatement | null =>
  'service' in principal
    ? withCondition(statement, 'StringEquals', 'aws:SourceAccount', [account])
    : withCondition(statement, 'StringEquals', 'kms:CallerAccount', [account]);
