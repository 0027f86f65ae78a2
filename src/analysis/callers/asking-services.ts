import type { Guardrails } from '../organization/guardrails.ts';
import { characterClass, literally, oneOrMore, type TextSet } from '../policy/decide/text-set.ts';
import { representatives } from '../policy/decide/values.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { askedIn, telling } from './asked-conditions.ts';
import { documentsOnServices } from './guarded-policy.ts';
import { serviceDomain } from './service-principals.ts';

/** Service principals that a policy may let in. */
export interface AskingServices {
  readonly names: readonly string[];
  /** Why there may be more that it tells from these. */
  readonly doubts: readonly string[];
}

export interface ServiceRange {
  /** What is over the policy, and may tell services apart that it does not. */
  readonly guardrails: Guardrails;
  /** The service principals that are asked about. */
  readonly all: TextSet;
  /** Those that stand for their like. */
  readonly preferred: readonly string[];
}

const inNames = characterClass('service principal', (character) => /^[a-z0-9.-]$/.test(character));

/** Every service principal of a partition. */
export const anyService = (partition: string): TextSet => [
  [...oneOrMore(inNames), ...literally(`.${serviceDomain(partition)}`)],
];

const nameKey = 'aws:principalservicename';

/** Those that the policy names, and where it lets everybody in, each that it tells from the others. */
export function servicesAskingOf(
  document: PolicyDocument,
  { guardrails, all, preferred }: ServiceRange,
): AskingServices {
  const { statements } = document;
  const lettingIn = statements.filter(({ effect }) => effect === 'Allow');
  const isOpen = lettingIn.some(({ principals }) => principals?.any === true || principals?.negated === true);
  const named = (isOpen ? statements : lettingIn).flatMap(({ principals }) => principals?.services ?? []);
  if (!isOpen) return { names: [...new Set(named)], doubts: [] };
  const { values, doubts } = representatives(
    { kind: 'text', set: all, preferred },
    [
      ...documentsOnServices(document, guardrails)
        .flatMap(askedIn)
        .filter(({ condition }) => condition.key.toLowerCase() === nameKey),
      // A Principal element tells a service from others as a condition on its name would.
      telling(nameKey, 'StringEquals', named),
    ],
    () => ({ kind: 'open' }),
  );
  return { names: [...new Set([...named, ...values])], doubts };
}
