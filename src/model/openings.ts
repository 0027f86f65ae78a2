import type { Opening } from './path.ts';

/**
 * What to change so that all of these openings are there, a sentence each; the same is said once. Entries that
 * were thought of for different paths may want the same number in one list, which only one of them can have.
 */
export function describeOpenings(openings: readonly Opening[]): readonly string[] {
  const distinct = [...new Map(openings.map((opening) => [JSON.stringify(opening), opening])).values()];
  const taken = new Set<string>();
  return distinct.map((opening) => {
    const numbers = numbersIn(opening);
    const isFree = !numbers.some((number) => taken.has(number));
    for (const number of numbers) taken.add(number);
    return describe(opening, isFree);
  });
}

const numbersIn = (opening: Opening): readonly string[] =>
  'numbers' in opening
    ? opening.numbers.map((number) => `${opening.acl} ${String(opening.egress)} ${number}`)
    : [];

function describe(opening: Opening, isFree: boolean): string {
  if ('turnOff' in opening)
    return `Turn the ${opening.turnOff} of ${opening.networkInterface} off, so that it may forward.`;
  switch (opening.add) {
    case 'egress rule':
    case 'ingress rule': {
      const peer = 'group' in opening.peer ? opening.peer.group : opening.peer.cidrs.join(', ');
      const [direction, preposition] =
        opening.add === 'egress rule' ? ['an outbound', 'to'] : ['an inbound', 'from'];
      return `Add to ${opening.group} ${direction} rule for ${portsText(opening)} ${preposition} ${peer}.`;
    }
    case 'network ACL entry': {
      const [direction, preposition] = opening.egress ? ['outbound', 'to'] : ['inbound', 'from'];
      return `Add to ${opening.acl} an ${direction} entry that allows ${portsText(opening)} ${preposition} ${opening.cidrs.join(', ')}, ${numberText(opening.numbers, isFree)}.`;
    }
    case 'route':
      return `Add to ${opening.routeTable} a route for ${opening.cidrs.join(', ')} to ${targetText(opening.target)}.`;
  }
}

function numberText(numbers: readonly number[], isFree: boolean): string {
  if (!isFree) return `a free number below ${Math.max(...numbers)}`;
  return `${numbers.length > 1 ? 'numbers' : 'number'} ${numbers.join(', ')}`;
}

/** One of its kind, where no one in particular is meant. */
const kinds: Readonly<Record<string, string>> = {
  'nat-gateway': 'a NAT gateway',
  'internet-gateway': 'the internet gateway',
};

const targetText = (target: string | null): string =>
  target === null ? 'what leads to the database' : (kinds[target] ?? target);

const portsText = ({ fromPort, toPort }: { readonly fromPort: number; readonly toPort: number }): string =>
  fromPort === toPort ? `tcp ${fromPort}` : `tcp ${fromPort}–${toPort}`;
