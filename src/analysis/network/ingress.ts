import type { ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import { compliant, nonCompliant, type Verdict } from '../../model/verdict.ts';
import { type AddressSet, areDisjoint, everyAddress, isSubset, union } from './address-set.ts';
import { open as openDoubt, undecided } from './doubt.ts';
import { type Answer, askGroups } from './exposure.ts';
import { type Admission, describePermit, type GroupSource, type Permit } from './groups.ts';
import { internetIpv4, internetIpv6 } from './internet.ts';
import { differencesOf, type PlaceSource, placesOf } from './places.ts';
import { describeServices, type ServiceRange } from './service.ts';
import { addressesThroughout, type Band, both, box, type Traffic } from './traffic.ts';

export interface IngressSource extends PlaceSource, GroupSource {
  readonly facts: PlaceSource['facts'] & GroupSource['facts'];
}

/** Services that the whole internet is let in to, and the rules that together do it. */
interface Opening {
  readonly services: ServiceRange;
  readonly permits: readonly Permit[];
}

/** Whether the groups of an instance, taken together, let the whole internet in anywhere. */
export function judgeIngress(
  resource: ReplicationInstance | ReplicationConfig,
  source: IngressSource,
): Verdict {
  const places = placesOf(resource, source);
  const notes = differencesOf(resource, places);
  const answers = places.map((place) => ({
    place,
    answer: askGroups(place, 'ingress', { source, question: openingIn }),
  }));
  for (const { place, answer } of answers) {
    if (answer.holds !== true) continue;
    const { services, permits } = answer.shownBy;
    const rules = permits.map((permit) => describePermit(permit, 'ingress'));
    return nonCompliant(
      `the whole internet may send ${describeServices(services)} to ${place.name}: ${rules.join('; ')}`,
      { kind: 'list', items: [...rules, ...notes] },
    );
  }
  const doubts = answers.flatMap(({ answer }) => (answer.holds === null ? answer.doubts : []));
  if (doubts.length > 0) return undecided(doubts);
  const groups = [...new Set(places.flatMap((place) => place.groups.flat()))].join(', ');
  const items = [
    ...places.map(({ name, groups: [list] }) => `${name}: ${(list ?? []).join(', ')}`),
    ...notes,
  ];
  return compliant(`no rule of ${groups} lets the whole internet in`, { witness: { kind: 'list', items } });
}

/**
 * The members of another group are some addresses and never the internet, so references to groups open
 * nothing. (VPC User Guide, *Security group rules*: "the private IP addresses")
 */
function openingIn({ permits, certain, possible, doubts }: Admission): Answer<Opening> {
  const open = firstOpen(certain);
  if (open === undefined)
    return firstOpen(possible) === undefined ? { holds: false } : { holds: null, doubts };
  const internet = internetIn(open.addresses) ?? internetIpv4;
  return {
    holds: true,
    shownBy: { services: open, permits: fewest(permitsOn(permits, open, internet), internet) },
  };
}

/** The same of these services alone, of which one is meant and nobody knows which. */
export function everywhereIn(
  { permits, certain, possible, doubts }: Admission,
  services: ServiceRange,
): Answer<Opening> {
  const internet = internetIn(addressesThroughout(certain, services));
  if (internet !== null)
    return {
      holds: true,
      shownBy: { services, permits: fewest(permitsOn(permits, services, internet), internet) },
    };
  if (firstOpen(both(possible, box(services, everyAddress))) === undefined) return { holds: false };
  const which = openDoubt(
    `some of ${describeServices(services)} is open to the whole internet, and it hangs on the port`,
    'the port of the database',
  );
  return { holds: null, doubts: doubts.length > 0 ? doubts : [which] };
}

const firstOpen = (traffic: Traffic): Band | undefined =>
  traffic.find(({ addresses }) => internetIn(addresses) !== null);

const internetIn = (addresses: AddressSet): AddressSet | null =>
  [internetIpv4, internetIpv6].find((internet) => isSubset(internet, addresses)) ?? null;

const permitsOn = (
  permits: readonly Permit[],
  { first }: ServiceRange,
  internet: AddressSet,
): readonly Permit[] =>
  permits.filter(
    ({ services, certain }) =>
      services.first <= first && first <= services.last && !areDisjoint(certain, internet),
  );

/** As few of these rules as still cover it. */
function fewest(permits: readonly Permit[], internet: AddressSet): readonly Permit[] {
  const alone = permits.find(({ certain }) => isSubset(internet, certain));
  if (alone !== undefined) return [alone];
  return permits.reduce((kept, permit) => {
    const rest = kept.filter((each) => each !== permit);
    return isSubset(internet, union(...rest.map(({ certain }) => certain))) ? rest : kept;
  }, permits);
}
