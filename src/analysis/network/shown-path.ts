import type { ShownHop, ShownPath } from '../../model/finding.ts';
import type { Outcome, Part } from '../../model/path.ts';
import { oncePer } from '../once.ts';
import type { Hop, Path } from './path.ts';
import { partsIn } from './path-parts.ts';

interface Judged {
  /** The DMS endpoint that the path is for. */
  readonly endpoint: string;
  readonly parts: readonly Part[];
  /** What these parts do to the flow. */
  readonly judged: Outcome;
}

/** A path as a finding shows it: all of it, whatever part of it is judged. */
export function shownPath(path: Path, judged: Judged): ShownPath {
  const { flow, configuration, end, outcome, opens } = path;
  return { flow, configuration, end, hops: shownHops(path), outcome, opens, ...judged };
}

/** The same for each rule that shows the path. */
const shownHops = oncePer((path: Path): readonly ShownHop[] => {
  const parts = partsIn(path);
  return path.hops.map((hop, index) => shownHop(hop, parts[index] ?? 'route'));
});

/** Without what hangs on what was read, which a verdict has said. */
const shownHop = (
  { kind, ids, vpc, subnet, zone, way, direction, source, leavesAs, destination, outcome, rule }: Hop,
  part: Part,
): ShownHop => ({
  ...{ kind, ids, vpc, subnet, zone, way, direction, source, leavesAs, destination, outcome, rule },
  part,
});
