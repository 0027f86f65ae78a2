import { createColors } from 'picocolors';
import type { PathWitness, ShownPath } from '../model/finding.ts';
import { describeOpenings } from '../model/openings.ts';
import type { Outcome, Part, PathFlow } from '../model/path.ts';
import { gap, inColumns } from './columns.ts';
import { type Rung, stepOf, stretchesOf } from './path-rungs.ts';
import { wrappedInside } from './policy-document.ts';
import { printable } from './printable.ts';
import { section } from './sections.ts';
import type { TableOptions } from './table.ts';
import { widthOf } from './wrap.ts';

const worstFirst: readonly Outcome[] = ['stopped', 'unknown', 'allowed'];

/** A ladder for each path, the stopped ones first; of several that are allowed, the hops in a line each. */
export function pathLadders({ paths, notes }: PathWitness, options: TableOptions): readonly string[] {
  const sorted = paths.toSorted(
    (one, other) => worstFirst.indexOf(one.judged) - worstFirst.indexOf(other.judged),
  );
  const isDrawn = ({ judged }: ShownPath): boolean => judged !== 'allowed' || paths.length === 1;
  return [
    ...sorted.filter(isDrawn).flatMap((path) => ladder(path, options)),
    ...section('ALLOWED', sorted.filter((path) => !isDrawn(path)).flatMap(inOneLine), options),
    ...section('NOTES', notes, options),
  ];
}

function ladder(path: ShownPath, options: TableOptions): readonly string[] {
  const { bold, dim } = createColors(options.color);
  const { flow, judged } = path;
  const stretches = stretchesOf(path);
  const names = stretches.flatMap(({ rungs }) => rungs.map(({ name }) => widthOf(printable(name))));
  const nameWidth = Math.min(Math.max(1, ...names), Math.floor(options.width * 0.4));
  const told = (text: string): readonly string[] => wrappedInside(printable(`  ${text}`), options.width);
  return [
    '',
    bold(judged.toUpperCase()),
    ...told(headline(path)),
    ...judgedHere(path).flatMap(told),
    ...stretches.flatMap(({ place, rungs }) => [...told(place).map(dim), inRows(rungs, nameWidth, options)]),
    ...told(`to try it: ${portsText(flow)} from ${path.hops[0]?.source ?? flow.from} to ${flow.address}`),
    ...openingLines(path).flatMap(told),
  ];
}

/** Before the names: a mark where a hop does not let the flow through. */
const markWidth = 2;

function inRows(rungs: readonly Rung[], nameWidth: number, { width, color }: TableOptions): string {
  const { yellow, red, blue, dim } = createColors(color);
  const plain = (text: string): string => text;
  const colorOf = ({ outcome, isBeside }: Rung): ((text: string) => string) =>
    outcome === 'stopped' ? red : outcome === 'unknown' ? blue : isBeside ? dim : plain;
  return inColumns(
    rungs.map((rung) => [
      { text: rung.outcome === null || rung.outcome === 'allowed' ? '' : '>', color: yellow },
      { text: printable(rung.name), color: colorOf(rung) },
      { text: printable(rung.text), color: colorOf(rung) },
    ]),
    [markWidth, nameWidth, width - markWidth - nameWidth - 2 * gap.length],
  );
}

function openingLines({ opens, outcome }: ShownPath): readonly string[] {
  if (outcome !== 'stopped') return [];
  if (opens === null) return ['nothing that could be added would open it: what stops it has to be put right'];
  return ['what would open it:', ...describeOpenings(opens).map((sentence) => `  ${sentence}`)];
}

function inOneLine(path: ShownPath): readonly string[] {
  const { flow, hops } = path;
  const there = hops.filter(({ way }) => way === 'there').map(stepOf);
  return [`${headline(path)}${elsewhere(path)}`, `  ${[flow.from, ...there, flow.addresses].join(' → ')}`];
}

function headline({ flow, configuration }: ShownPath): string {
  const text = `${portsText(flow)} from ${flow.from} to ${flow.to}`;
  return configuration === null ? text : `${text}: ${configuration}`;
}

const partTexts: Readonly<Record<Part, string>> = {
  departure: 'how it leaves the instance',
  route: 'its route',
  'nat-host': 'the host that forwards it',
  arrival: 'how it gets to the database',
};

/** What of it the rule judges, if that is not all of it. */
function judgedHere(path: ShownPath): readonly string[] {
  const { parts, hops } = path;
  if (hops.every(({ part }) => parts.includes(part))) return [];
  return [`judged here: ${parts.map((part) => partTexts[part]).join(', ')}${elsewhere(path)}`];
}

/** Where other parts of the path say otherwise. */
const elsewhere = ({ judged, outcome }: ShownPath): string =>
  judged === outcome ? '' : `; the whole path is ${outcome}`;

/** Every port there is: none was told. */
function portsText({ protocol, fromPort, toPort }: PathFlow): string {
  if (fromPort === toPort) return `${protocol} ${fromPort}`;
  return fromPort <= 1 && toPort === 65_535
    ? `${protocol} on some port`
    : `${protocol} ${fromPort}–${toPort}`;
}
