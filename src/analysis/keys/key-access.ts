import { type Severity, severities, type Witness } from '../../model/finding.ts';
import type { KmsKey } from '../../model/keys.ts';
import type { Unread } from '../../model/lookup.ts';
import { parsePolicy } from '../policy/document.ts';
import { describeRequest } from '../roles/describe.ts';
import { requestWitness } from '../roles/trust.ts';
import { accountOf } from '../written-principal.ts';
import { judgeGrants } from './grants.ts';
import { type Intruder, judgeKeyPolicy } from './key-policy.ts';
import { type Trusted } from './trusted.ts';

export interface AccessQuestion {
  readonly account: string;
  readonly partition: string;
  readonly trusted: Trusted;
}

/** A way for somebody who is not trusted to use or administer a key. */
interface Opening {
  readonly severity: Severity;
  readonly because: string;
  readonly witness: Witness;
  readonly remediation: string | null;
}

type Doubt =
  | { readonly unread: Unread }
  | { readonly unread: null; readonly because: string; readonly settledBy: string };

export interface Access {
  /** The heaviest first. */
  readonly openings: readonly Opening[];
  readonly doubts: readonly Doubt[];
  /** What is taken for granted if there is neither. */
  readonly assumes: readonly string[];
}

/** Who besides trusted principals may use or administer a key, by its policy and by its grants. */
export function judgeAccess(key: KmsKey, question: AccessQuestion): Access {
  const byPolicy = throughPolicy(key, question);
  const byGrants = throughGrants(key, question.trusted);
  return {
    openings: [...byPolicy.openings, ...byGrants.openings].toSorted(
      (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
    ),
    doubts: [...byPolicy.doubts, ...byGrants.doubts],
    assumes: byPolicy.assumes,
  };
}

const inDoubt = (...doubts: readonly Doubt[]): Access => ({ openings: [], doubts, assumes: [] });

function throughPolicy(key: KmsKey, { account, partition, trusted }: AccessQuestion): Access {
  const { policy } = key;
  if (!policy.known) {
    const owner = accountOf(key.arn);
    // GetKeyPolicy: "Cross-account use: No."
    return owner === account
      ? inDoubt({ unread: policy.unread })
      : inDoubt({
          unread: null,
          because: `it belongs to account ${owner}, which alone can read its policy`,
          settledBy: `a scan of account ${owner}`,
        });
  }
  const { document, problems } = parsePolicy(policy.value);
  if (document === null) {
    const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
    return inDoubt({
      unread: null,
      because: `its key policy cannot be read: ${[path, message].join(' ').trimStart()}`,
      settledBy: 'a key policy that KMS accepts',
    });
  }
  const { intruders, undecided, assumes } = judgeKeyPolicy(document, key, trusted, partition);
  return {
    openings: intruders.map((intruder) => ({
      severity: intruder.severity,
      because: sentence(intruder),
      witness: requestWitness(policy.value, intruder.witness),
      remediation: remedy(intruder),
    })),
    doubts: undecided.map((because) => ({
      unread: null,
      because,
      settledBy:
        'a key policy that names accounts or asks for kms:CallerAccount, or trusted accounts and principals in the settings',
    })),
    assumes,
  };
}

function throughGrants({ grants }: KmsKey, trusted: Trusted): Access {
  if (!grants.known) return inDoubt({ unread: grants.unread });
  const { strange, unclear } = judgeGrants(grants.value, trusted);
  return {
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
    doubts: unclear.map((id) => ({
      unread: null,
      because: `to whom grant ${id} is, KMS does not tell`,
      settledBy: 'an answer of kms:ListGrants that names its grantee',
    })),
    assumes: [],
  };
}

function sentence({ candidate, reach, witness }: Intruder): string {
  const { action } = witness.request;
  const who = describeRequest(witness);
  const anyone = candidate.kind === 'identity' && candidate.stranger ? `anyone, such as ${who},` : who;
  return reach === 'own-account-only' && candidate.kind === 'identity'
    ? `its policy lets ${anyone} call ${action}, though KMS takes that from its own account alone`
    : `${anyone} may call ${action}`;
}

const remedy = ({ candidate }: Intruder): string | null =>
  candidate.kind === 'service'
    ? 'Bind the service in the key policy: StringEquals aws:SourceAccount with this account’s id, or a condition on aws:SourceArn or the encryption context.'
    : null;
