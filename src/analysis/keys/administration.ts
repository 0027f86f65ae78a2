import type { KmsKey } from '../../model/keys.ts';
import { askCaller } from '../callers/caller-question.ts';
import { callersFor } from '../callers/callers.ts';
import { accountOf } from '../callers/written-principal.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import { parsed } from '../parsed.ts';
import { keyPolicyOf } from './key-question.ts';
import { callerAccountKey, carriedAbout, kmsKeyFacts } from './kms-keys.ts';

/** Whether some user or role of the key's own account may change the key policy. */
type Administered = 'surely' | 'perhaps' | 'no';

const weights: readonly Administered[] = ['no', 'perhaps', 'surely'];

/**
 * Whether the key's own account can change a new key policy as surely as the one that it has: otherwise "the KMS key
 * becomes unmanageable". (KMS API, PutKeyPolicy, BypassPolicyLockoutSafetyCheck)
 */
export const staysAdministered = (present: string, next: string, key: KmsKey): boolean =>
  weights.indexOf(administered(next, key)) >= weights.indexOf(administered(present, key));

function administered(text: string, key: KmsKey): Administered {
  const { document } = parsed(text);
  if (document === null) return 'no';
  const account = accountOf(key.arn);
  const [, partition = '', , region = ''] = key.arn.split(':');
  const { callers, doubts } = callersFor(document, {
    account,
    organization: undefined,
    partition,
    regions: [region],
    trustsOwnAccount: true,
    trustedAccounts: [],
    trustedPrincipals: [],
    accountKeys: [callerAccountKey],
    guardrails: noGuardrails,
    resource: key.arn,
  });
  const action = 'kms:PutKeyPolicy';
  const asked = callers
    .filter(({ isOwn }) => isOwn)
    .map((caller) =>
      askCaller({
        policy: keyPolicyOf(document, { key, guardrails: noGuardrails }),
        caller,
        action,
        organization: { members: 'any', orNone: true, unverified: true },
        carries: { ...carriedAbout(key), [callerAccountKey]: account },
        keyFacts: (name) => kmsKeyFacts(name, action, key),
      }),
    );
  if (asked.some((cases) => cases.every(({ allowed }) => allowed !== null))) return 'surely';
  const isOpen = asked.flat().some((each) => each.allowed !== null || each.doubts.length > 0);
  return isOpen || doubts.length > 0 ? 'perhaps' : 'no';
}
