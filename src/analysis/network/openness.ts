import type { ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import { compliant, nonCompliant, type Verdict } from '../../model/verdict.ts';
import { oncePer } from '../once.ts';
import { everyAddress, everyIpv4 } from './address-set.ts';
import { checkable } from './checkable.ts';
import { undecided } from './doubt.ts';
import { type Answer, askGroups } from './exposure.ts';
import type { Admission } from './groups.ts';
import type { IngressSource } from './ingress.ts';
import { differencesOf, placesOf } from './places.ts';
import { everyService } from './service.ts';
import { box, isNone, minus, type Traffic, witness } from './traffic.ts';

/** Whether the groups of an instance let all protocols out on all ports to every address that it can speak to. */
export function judgeOpenness(
  resource: ReplicationInstance | ReplicationConfig,
  source: IngressSource,
): Verdict {
  const places = placesOf(resource, source);
  const notes = differencesOf(resource, places);
  const answers = places.map((place) => {
    const question = place.ipv6 === true ? missingFromAll : missingFromIpv4;
    return { place, answer: askGroups(place, 'egress', { source, question }) };
  });
  for (const { place, answer } of answers) {
    if (answer.holds !== true) continue;
    const groups = [...new Set(place.groups.flat())].join(', ');
    const flow = `${answer.shownBy} from ${place.name}`;
    return nonCompliant(`${flow} cannot leave: no rule of ${groups} lets it out`, {
      kind: 'list',
      items: [flow, ...notes],
    });
  }
  const doubts = answers.flatMap(({ answer }) => (answer.holds === null ? answer.doubts : []));
  if (doubts.length > 0) return undecided(doubts);
  const groups = [...new Set(places.flatMap((place) => place.groups.flat()))].join(', ');
  const items = [`all traffic to every address: ${groups}`, ...notes];
  return compliant(`the rules of ${groups} let all traffic out on all ports`, {
    witness: { kind: 'list', items },
  });
}

const missingFromAll = oncePer((groups: Admission) => missingFrom(groups, box(everyService, everyAddress)));
const missingFromIpv4 = oncePer((groups: Admission) => missingFrom(groups, box(everyService, everyIpv4)));

/** A connection that is not let out; members of other groups are not every address, so references do not help. */
function missingFrom({ certain, possible, references, doubts }: Admission, wanted: Traffic): Answer<string> {
  if (isNone(minus(wanted, certain))) return { holds: false };
  const missing = minus(wanted, possible);
  if (isNone(missing)) return { holds: null, doubts };
  // To no member of a group that is named, if there is another.
  const unnamed = minus(missing, references);
  const flow = witness(checkable(isNone(unnamed) ? missing : unnamed));
  return { holds: true, shownBy: `${String(flow?.service)} to ${String(flow?.address)}` };
}
