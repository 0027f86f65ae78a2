import type { Facts } from '../../model/account-view.ts';
import type { ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import { type Doubt, open, undecided } from './doubt.ts';
import { addressesFrom, type Flow, flowsOf } from './flows.ts';
import { differencesOf, type Place, type PlaceSource, placesOf } from './places.ts';
import { type Stage, type StageSource, stagesFrom } from './stages.ts';
import { both, box, isNone, isPart, plus, type Traffic, within } from './traffic.ts';

/** What becomes of a flow. */
type Outcome =
  | { readonly result: 'allowed' }
  | { readonly result: 'stopped'; readonly because: string; readonly assumes: readonly string[] }
  | { readonly result: 'unknown'; readonly doubts: readonly Doubt[] };

export interface EgressSource extends PlaceSource, StageSource {
  readonly facts: PlaceSource['facts'] & StageSource['facts'] & Pick<Facts, 'tasks' | 'endpoints'>;
}

interface Judged {
  readonly flow: Flow;
  readonly place: Place;
  readonly outcome: Outcome;
}

const otherSubnet = 'the endpoint is in another subnet than the instance: inside one no network ACL is asked';

/** Whether groups and network ACLs let every flow of an instance out, from each place where it may stand. */
export function judgeEgress(
  resource: ReplicationInstance | ReplicationConfig,
  source: EgressSource,
): Verdict {
  const { flows, doubts } = flowsOf(resource, source.facts);
  if (flows.length === 0 && doubts.length === 0) return notApplicable('no task uses it');
  const places = placesOf(resource, source);
  const judged = places.flatMap((place) => {
    const stages = stagesFrom(place, source);
    return flows.map((flow): Judged => ({ flow, place, outcome: outcomeAt(flow, place, stages) }));
  });
  return worst(judged, { doubts, notes: differencesOf(resource, places) });
}

/** What becomes of a flow at one place: it must pass every stage, and the first that lets nothing through stops it. */
function outcomeAt(flow: Flow, place: Place, stages: readonly Stage[]): Outcome {
  const all = box(flow.services, addressesFrom(flow, place));
  if (isNone(all)) return { result: 'stopped', because: `${place.name} has no IPv6 address`, assumes: [] };
  let left = all;
  for (const stage of stages) {
    // A name is taken to stand for a server elsewhere; an address can be compared.
    const notAsked = flow.address === null ? [] : within(all, stage.notAsked);
    const through = both(left, plus(stage.possible, notAsked));
    if (isNone(through)) {
      const elsewhere = stage === stages[0] || isKnownElsewhere(flow, place);
      return { result: 'stopped', because: stage.stops(left), assumes: elsewhere ? [] : [otherSubnet] };
    }
    left = through;
  }
  const unsure = stages.filter(({ certain }) => !isPart(all, certain));
  const [first] = unsure;
  if (first === undefined) return { result: 'allowed' };
  const unread = unsure.flatMap((stage) => stage.doubts);
  return { result: 'unknown', doubts: unread.length > 0 ? unread : [doubtAt(first, flow, left)] };
}

const isKnownElsewhere = ({ address }: Flow, { addresses }: Place): boolean =>
  address !== null && addresses.length > 0;

function doubtAt(stage: Stage, flow: Flow, wanted: Traffic): Doubt {
  const onPort = flow.services.first === flow.services.last;
  return open(`${flow.name}: ${onPort ? stage.lets(wanted) : 'it hangs on the port'}`, flow.settledBy);
}

interface Around {
  readonly doubts: readonly Doubt[];
  /** What is worth telling beside the verdict. */
  readonly notes: readonly string[];
}

function worst(judged: readonly Judged[], { doubts, notes }: Around): Verdict {
  const items = [...judged.map(describe), ...notes];
  const witness = { kind: 'list', items } as const;
  const stopped = judged.flatMap(({ flow, place, outcome }) =>
    outcome.result === 'stopped' ? [{ flow, place, ...outcome }] : [],
  );
  const [first] = stopped;
  if (first !== undefined) {
    const more = new Set(stopped.map(({ flow }) => flow)).size - 1;
    const others = more > 0 ? `; ${more} other${more > 1 ? 's' : ''} neither` : '';
    const because = `${first.flow.name} cannot leave ${first.place.name}: ${first.because}${others}`;
    const assumes = [...new Set(stopped.flatMap((one) => one.assumes))];
    return nonCompliant(because, witness, { assumes });
  }
  const unsure = judged.flatMap(({ outcome }) => (outcome.result === 'unknown' ? outcome.doubts : []));
  if (unsure.length + doubts.length > 0) return undecided([...unsure, ...doubts]);
  const flows = new Set(judged.map(({ flow }) => flow)).size;
  return compliant(`${flows === 1 ? 'its one flow' : `all ${flows} flows`} may leave`, { witness });
}

function describe({ flow, place, outcome }: Judged): string {
  const from = `${flow.name} from ${place.name}`;
  switch (outcome.result) {
    case 'allowed':
      return `${from}: allowed`;
    case 'stopped':
      return `${from}: stopped, ${outcome.because}`;
    case 'unknown':
      return `${from}: unknown`;
  }
}
