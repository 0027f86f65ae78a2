import type { AskedCondition } from '../policy/decide/patterns.ts';
import { characterClass, literally, oneOrMore, type TextSet } from '../policy/decide/text-set.ts';
import { representatives } from '../policy/decide/values.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { askedIn } from './asked-conditions.ts';
import { serviceDomain } from './service-principals.ts';

/** Service principals that a policy may let in. */
export interface AskingServices {
  readonly names: readonly string[];
  /** Why there may be more that it tells from these. */
  readonly doubts: readonly string[];
}

export interface ServiceRange {
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

/** A Principal element tells a service from others as a condition on its name would. */
const isCalled = (service: string): AskedCondition => ({
  condition: { operator: 'StringEquals', key: nameKey, values: [service], path: '' },
  version: '2008-10-17',
});

/** Those that the policy names, and where it lets everybody in, each that it tells from the others. */
export function servicesAskingOf(document: PolicyDocument, { all, preferred }: ServiceRange): AskingServices {
  const { statements } = document;
  const lettingIn = statements.filter(({ effect }) => effect === 'Allow');
  const isOpen = lettingIn.some(({ principals }) => principals?.any === true || principals?.negated === true);
  const named = (isOpen ? statements : lettingIn).flatMap(({ principals }) => principals?.services ?? []);
  if (!isOpen) return { names: [...new Set(named)], doubts: [] };
  const { values, doubts } = representatives(
    { kind: 'text', set: all, preferred },
    [
      ...askedIn(document).filter(({ condition }) => condition.key.toLowerCase() === nameKey),
      ...named.map(isCalled),
    ],
    () => ({ kind: 'open' }),
  );
  return { names: [...new Set([...named, ...values])], doubts };
}
