import { type Severity, severities, type Witness } from '../../model/finding.ts';
import type { KmsKey } from '../../model/keys.ts';
import { describeRequest } from '../callers/describe.ts';
import { type Refused, requestWitness } from '../callers/tried.ts';
import { judgeGrants } from './grants.ts';
import { guardedGrant } from './guarded-grants.ts';
import { guardedKey } from './guarded-key.ts';
import { type Intruder, judgeKeyPolicy } from './key-policy.ts';
import type { KeyPolicyQuestion } from './key-question.ts';
import { type Doubt, policyOf } from './stored-policy.ts';

type AccessQuestion = Omit<KeyPolicyQuestion, 'key'>;

/** A way for somebody who is not trusted to use or administer a key. */
interface Opening {
  readonly severity: Severity;
  readonly because: string;
  readonly witness: Witness;
  readonly remediation: string | null;
}

interface Access {
  /** The heaviest first. */
  readonly openings: readonly Opening[];
  readonly doubts: readonly Doubt[];
  /** What is taken for granted if there is neither. */
  readonly assumes: readonly string[];
  /** A request that the key policy, or a grant, lets through and the organisation refuses; null: there is none. */
  readonly guardedBy: Refused | null;
}

/** Who besides trusted principals may use or administer a key, by its policy and by its grants. */
export function judgeAccess(key: KmsKey, question: AccessQuestion): Access {
  const byPolicy = throughPolicy(key, question);
  const byGrants = throughGrants(key, question);
  return {
    openings: [...byPolicy.openings, ...byGrants.openings].toSorted(
      (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
    ),
    doubts: [...byPolicy.doubts, ...byGrants.doubts],
    assumes: byPolicy.assumes,
    guardedBy: byPolicy.guardedBy ?? byGrants.guardedBy,
  };
}

const inDoubt = (...doubts: readonly Doubt[]): Access => ({
  openings: [],
  doubts,
  assumes: [],
  guardedBy: null,
});

function throughPolicy(key: KmsKey, question: AccessQuestion): Access {
  const policy = policyOf(key, question.account);
  if (!('document' in policy)) return inDoubt(policy);
  const { document, text } = policy;
  const { intruders, undecided, assumes } = judgeKeyPolicy(document, { key, ...question });
  return {
    openings: intruders.map((intruder) => ({
      severity: intruder.severity,
      because: sentence(intruder),
      witness: requestWitness(text, intruder.witness),
      remediation: remedy(intruder),
    })),
    doubts: undecided.map((because) => ({
      unread: null,
      because,
      settledBy:
        'a key policy that names accounts or asks for kms:CallerAccount, or trusted accounts and principals in the settings',
    })),
    assumes,
    guardedBy: intruders.length === 0 ? guardedKey(document, { key, ...question }) : null,
  };
}

function throughGrants(key: KmsKey, question: AccessQuestion): Access {
  const { grants } = key;
  if (!grants.known) return inDoubt({ unread: grants.unread });
  const guarded = grants.value.map((grant) => guardedGrant(grant, { key, ...question }));
  const left = guarded.flatMap(({ grant }) => (grant === null ? [] : [grant]));
  const { strange, unclear } = judgeGrants(left, question.trusted);
  return {
    guardedBy: guarded.find(({ guardedBy }) => guardedBy !== null)?.guardedBy ?? null,
    openings: strange.map(({ severity, because, grant }) => ({
      severity,
      because,
      witness: {
        kind: 'list',
        items: [
          `GrantId: ${grant.id}`,
          `GranteePrincipal: ${String(grant.grantee)}`,
          `Operations: ${grant.operations.join(', ')}`,
        ],
      },
      remediation:
        'Revoke the grant with RevokeGrant, or name its grantee under trusted-principals in the settings.',
    })),
    doubts: [
      ...unclear.map((id) => ({
        unread: null,
        because: `to whom grant ${id} is, KMS does not tell`,
        settledBy: 'an answer of kms:ListGrants that names its grantee',
      })),
      ...guarded
        .flatMap(({ undecided }) => undecided)
        .map((because) => ({
          unread: null,
          because,
          settledBy: 'a resource control policy that names accounts or organizations',
        })),
    ],
    assumes: [],
  };
}

function sentence({ kind, reach, witness }: Intruder): string {
  const { action } = witness.request;
  const who = describeRequest(witness);
  const caller = kind === 'anyone' ? `anyone, such as ${who},` : who;
  return reach === 'own-account-only' && kind !== 'service'
    ? `its policy lets ${caller} call ${action}, though KMS takes that from its own account alone`
    : `${caller} may call ${action}`;
}

const remedy = ({ kind }: Intruder): string | null =>
  kind === 'service'
    ? 'Bind the service in the key policy: StringEquals aws:SourceAccount with this account’s id, or a condition on aws:SourceArn or the encryption context.'
    : null;
