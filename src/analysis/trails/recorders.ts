import { known, type Lookup, type Unread } from '../../model/lookup.ts';
import type { TrailFacts } from '../../model/trail-view.ts';
import type { EventSelection, Trail } from '../../model/trails.ts';
import {
  cannotRead,
  compliant,
  missingFrom,
  nonCompliant,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { recordingOf } from './recording.ts';

/** A trail, or an event data store, that may record the events of a Region. */
interface Recorder {
  readonly arn: string;
  readonly isOn: Lookup<boolean>;
  /** What to say where it is not on. */
  readonly off: string;
  readonly selection: Lookup<EventSelection>;
}

type Answer =
  | { readonly answer: 'records' }
  | { readonly answer: 'lacks'; readonly why: string }
  | { readonly answer: 'unread'; readonly unread: readonly Unread[] }
  | { readonly answer: 'undecided'; readonly on: readonly string[] };

/** The verdict on a Region by all that may record how its keys are used: one recorder that misses nothing is enough. */
export function judgeRecorders(region: string, { trails, eventDataStores }: TrailFacts): Verdict {
  const shown = trails(region);
  const recorders = [
    ...shown.items.filter((trail) => appliesTo(region, trail)).map(trailRecorder),
    ...storeRecorders(region, eventDataStores),
  ];
  const answers = recorders.map((recorder) => ({ recorder, ...answerOf(recorder) }));
  const [recording] = answers.filter(({ answer }) => answer === 'records');
  if (recording !== undefined) return compliant(`${recording.recorder.arn} records the use of keys`);
  const unread = [
    ...missingFrom(shown),
    ...eventDataStores.flatMap(({ stores }) => missingFrom(stores)),
    ...answers.flatMap((each) => (each.answer === 'unread' ? each.unread : [])),
  ];
  if (unread.length > 0) return cannotRead(unread);
  const undecided = answers.flatMap((each) =>
    each.answer === 'undecided' ? [`${each.recorder.arn} (${each.on.join(', ')})`] : [],
  );
  if (undecided.length > 0) {
    return unknown(
      `whether the use of keys is recorded hangs on selectors that not all of its events fit or fail: ${undecided.join('; ')}`,
      'an event selector that takes all management events of AWS KMS',
    );
  }
  const lacks = answers.flatMap((each) =>
    each.answer === 'lacks' ? [`${each.recorder.arn} ${each.why}`] : [],
  );
  const places = eventDataStores.map((each) => each.region).join(', ');
  return nonCompliant(
    `no trail that applies to ${region} and no event data store in ${places} records the use of keys`,
    {
      kind: 'list',
      items: lacks.length > 0 ? lacks : [`DescribeTrails and ListEventDataStores: none for ${region}`],
    },
    { assumes: ['no event data store of an organization or of another Region records it'] },
  );
}

const appliesTo = (region: string, { multiRegion, homeRegion }: Trail): boolean =>
  multiRegion || homeRegion === region;

const trailRecorder = ({ arn, logging, selection }: Trail): Recorder => ({
  arn,
  isOn: logging,
  off: 'is not logging',
  selection,
});

function storeRecorders(region: string, stores: TrailFacts['eventDataStores']): readonly Recorder[] {
  return stores.flatMap((place) =>
    place.stores.items.flatMap(({ arn, details }): readonly Recorder[] => {
      if (!details.known) return [{ arn, isOn: details, off: '', selection: details }];
      const { status, multiRegion, selection } = details.value;
      if (!multiRegion && place.region !== region) return [];
      const off = `takes no events in: its status is ${status}`;
      return [{ arn, isOn: known(status === 'ENABLED'), off, selection: known(selection) }];
    }),
  );
}

function answerOf({ isOn, off, selection }: Recorder): Answer {
  const recording = selection.known ? recordingOf(selection.value) : null;
  if (recording?.recorded === 'not-all') {
    return { answer: 'lacks', why: `leaves out ${recording.missing.join(', ')}` };
  }
  if (isOn.known && !isOn.value) return { answer: 'lacks', why: off };
  const unread = [isOn, selection].flatMap((each: Lookup<unknown>) => (each.known ? [] : [each.unread]));
  if (unread.length > 0) return { answer: 'unread', unread };
  if (recording?.recorded === 'undecided') return { answer: 'undecided', on: recording.on };
  return { answer: 'records' };
}
