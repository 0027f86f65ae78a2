import type { Lookup } from '../../model/lookup.ts';
import type { Policies } from '../../model/principal-view.ts';
import { cannotRead, type Verdict } from '../../model/verdict.ts';
import {
  type Around,
  documentsAt,
  type Guardrails,
  guardrailsOver,
  isServiceLinked,
  nothingOver,
  type Over,
} from '../organization/guardrails.ts';
import { readStored, type StoredPolicy } from '../stored-policy.ts';
import type { Holder } from './permission.ts';

/** A user or role, and what was read of its policies. */
export interface Carrier {
  readonly arn: string;
  readonly account: string;
  readonly policies: Lookup<Policies>;
}

/** Somebody of whom everything that bears on what it may do is known. */
export interface Held {
  readonly holder: Holder;
  /** The same policies as the holder's, level after level, with their texts. */
  readonly stored: Guardrails & {
    readonly identity: readonly StoredPolicy[];
    readonly boundary: StoredPolicy | null;
  };
  /** What a verdict takes for granted. */
  readonly assumes: readonly string[];
}

/** The verdict on what a user or role may do, if all of its policies were read and can be. */
export function withHolder(carrier: Carrier, around: Around, judge: (held: Held) => Verdict): Verdict {
  if (!carrier.policies.known) return cannotRead([carrier.policies.unread]);
  const { identity, boundary } = carrier.policies.value;
  const refusals: Verdict[] = [];
  const stored = (name: string, text: string): readonly StoredPolicy[] => {
    const read = readStored(name, text, 'its');
    if ('status' in read) refusals.push(read);
    return 'status' in read ? [] : [read];
  };
  const own = identity.flatMap(({ name, document }) => stored(name, document));
  const [limit = null] = boundary === null ? [] : stored('the permissions boundary', boundary);
  const [refusal] = refusals;
  if (refusal !== undefined) return refusal;
  const judgeUnder = ({ guardrails, assumes }: Over): Verdict =>
    judge({
      holder: {
        arn: carrier.arn,
        account: carrier.account,
        organization: around.facts.organization.known
          ? (around.facts.organization.value?.id ?? null)
          : undefined,
        policies: {
          identity: own.map(({ document }) => document),
          boundary: limit?.document ?? null,
          session: [],
          serviceControl: documentsAt(guardrails.serviceControl),
          resourceControl: documentsAt(guardrails.resourceControl),
        },
      },
      stored: { identity: own, boundary: limit, ...guardrails },
      assumes,
    });
  const over = isServiceLinked(carrier.arn) ? nothingOver : guardrailsOver(around);
  if (!('status' in over)) return judgeUnder(over);
  // An organisation only takes away, so that it makes no rule concern whom it does not.
  const alone = judgeUnder(nothingOver);
  return alone.status === 'NOT_APPLICABLE' ? alone : over;
}
