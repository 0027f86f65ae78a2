import type { KmsKey } from '../../model/keys.ts';
import type { WayOfWorking } from '../../model/settings.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Held } from '../permissions/holder.ts';
import { mayDo } from '../permissions/permission.ts';
import { type Answer, allMustBeAllowed, isAllowed, isRefused } from './allowed-uses.ts';
import { notReportedByKms } from './judged-key.ts';
import { mayUse, type ServiceUse } from './key-use.ts';
import type { StoredKeyPolicy } from './stored-policy.ts';

/** Those whom the key policy itself makes administrators or users of a key. */
const byKeyPolicy = ['kms:DescribeKey', 'kms:CreateGrant'];
/** Those who have it by IAM besides. (DMS User Guide, *Setting an encryption key and specifying AWS KMS permissions*) */
const byIam = [...byKeyPolicy, 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/**
 * Whether a principal may give a key to DMS: with the key that AWS manages it needs to describe it; with another,
 * to be a user of it by the key policy alone, or to be allowed the whole list by key policy and IAM together.
 */
export function judgeMigrant(held: Held, policy: StoredKeyPolicy, uses: WayOfWorking): Verdict {
  const { key } = policy;
  if (key.manager === null) return notReportedByKms('KeyManager');
  const use: ServiceUse = { policy, service: 'dms', keyFacts: () => null };
  const ask = (holder: Held, actions: readonly string[]): readonly Answer[] =>
    actions.map((action) => ({ action, use: mayUse(holder, action, use) }));
  // A key policy cannot give ListAliases, and the console alone calls it.
  const listing = uses === 'console' ? [{ action: 'kms:ListAliases', use: mayListAliases(held, key) }] : [];
  if (key.manager === 'AWS')
    return allMustBeAllowed([...ask(held, ['kms:DescribeKey']), ...listing], held, policy);

  const named = ask(withoutIdentity(held), byKeyPolicy);
  if (named.every(isAllowed)) return allMustBeAllowed([...ask(held, byKeyPolicy), ...listing], held, policy);
  const answers = [...ask(held, byIam), ...listing];
  const isRest = ({ action }: Answer): boolean => byIam.includes(action) && !byKeyPolicy.includes(action);
  // What the key policy may give by itself takes no more.
  const enough = answers.filter((answer) => !isRest(answer));
  if (!named.some(isRefused) && answers.some(isRefused) && !enough.some(isRefused)) {
    return allMustBeAllowed([...enough, ...named.filter((answer) => !isAllowed(answer))], held, policy);
  }
  return allMustBeAllowed(answers, held, policy);
}

const withoutIdentity = (held: Held): Held => ({
  ...held,
  holder: { ...held.holder, policies: { ...held.holder.policies, identity: [] } },
});

function mayListAliases({ holder }: Held, { arn }: KmsKey): Answer['use'] {
  const [, , , region = ''] = arn.split(':');
  const permission = mayDo(holder, {
    action: 'kms:ListAliases',
    resource: null,
    carries: { 'aws:requestedregion': region, 'aws:viaawsservice': 'false' },
  });
  return permission.answer === 'depends'
    ? { answer: 'open', on: [...permission.on, ...permission.doubts] }
    : permission;
}
