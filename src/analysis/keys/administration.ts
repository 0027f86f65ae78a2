import type { KmsKey } from '../../model/keys.ts';
import { askCaller } from '../callers/caller-question.ts';
import { callersFor } from '../callers/callers.ts';
import type { GuardedPolicy } from '../callers/guarded-policy.ts';
import { accountOf } from '../callers/written-principal.ts';
import { noGuardrails } from '../organization/guardrails.ts';
import { parsed } from '../parsed.ts';
import type { Case } from '../policy/decide/decide.ts';
import type { PolicyDocument } from '../policy/document.ts';
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
  const { doubts, casesOf } = ownCallers(document, key);
  const asked = casesOf('kms:PutKeyPolicy');
  if (asked.some((cases) => cases.every(({ allowed }) => allowed !== null))) return 'surely';
  const isOpen = asked.flat().some((each) => each.allowed !== null || each.doubts.length > 0);
  return isOpen || doubts.length > 0 ? 'perhaps' : 'no';
}

/** What a key policy answers users and roles of the key's account, for each of them that it can tell apart. */
interface OwnCallers {
  readonly policy: GuardedPolicy;
  readonly doubts: readonly string[];
  readonly casesOf: (action: string) => readonly (readonly Case[])[];
}

/** Users and roles of the key's account as its policy sees them, without what an organisation has over them. */
export function ownCallers(document: PolicyDocument, key: KmsKey): OwnCallers {
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
  const policy = keyPolicyOf(document, { key, guardrails: noGuardrails });
  const own = callers.filter(({ isOwn }) => isOwn);
  return {
    policy,
    doubts,
    casesOf: (action) =>
      own.map((caller) =>
        askCaller({
          policy,
          caller,
          action,
          organization: { members: 'any', orNone: true, unverified: true },
          carries: { ...carriedAbout(key), [callerAccountKey]: account },
          keyFacts: (name) => kmsKeyFacts(name, action, key),
        }),
      ),
  };
}
