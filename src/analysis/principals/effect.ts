import type { Sequence, TextSet } from '../policy/decide/text-set.ts';
import { globMatches } from '../policy/glob.ts';
import { hint, nearest } from '../policy/nearest.ts';
import { quote } from '../policy/quote.ts';
import type { PatternSet, PolicyVersion, Statement } from '../policy/shape.ts';
import { remembered } from '../remembered.ts';
import { expandActions, takesResource } from '../services/actions.ts';
import { deadConditions } from './condition-effect.ts';
import { allTypes, leaveSome, matchesSome, mayMeanDms, typesTakenBy } from './dms-grammar.ts';
import { isOfDms } from './migrant.ts';
import { textsMatching } from './resource-patterns.ts';

/** What of a statement can never do anything. */
export interface Effect {
  /** One sentence each. */
  readonly dead: readonly string[];
  /** Parts of which it is too large a question. */
  readonly undecided: readonly string[];
}

interface Question {
  readonly version: PolicyVersion;
  readonly partition: string;
}

/** Parts of a statement about DMS that can match no request; null where it does not write of DMS. */
export const effectOf = remembered(
  (statement: Statement, { version, partition }: Question): Effect | null => {
    const { actions, resources } = statement;
    const patterns = actions?.patterns.filter(isOfDms) ?? [];
    if (actions === null || patterns.length === 0) return null;
    const named = patterns.map((pattern) => ({ pattern, actions: expandActions([pattern], 'dms') }));
    const unknown = named
      .filter((each) => each.actions.length === 0)
      .map(({ pattern }) => unknownAction(pattern));
    // NotAction is about all other actions, whatever it names.
    if (actions.negated) return { dead: unknown, undecided: [] };
    const isDmsOnly = patterns.length === actions.patterns.length;
    const known = named.filter((each) => each.actions.length > 0);
    const all = known.flatMap((each) => each.actions);
    const scope: Scope = { version, partition, isDmsOnly, actions: all };
    const parts =
      resources === null || known.length === 0 ? nothing : resourceEffect(resources, known, scope);
    return {
      dead: [...unknown, ...parts.dead, ...deadConditions(statement, all, isDmsOnly)],
      undecided: parts.undecided,
    };
  },
);

const nothing: Effect = { dead: [], undecided: [] };

const allActions = expandActions(['dms:*'], 'dms');

const unknownAction = (pattern: string): string =>
  `${quote(pattern)} matches no action of DMS${hint(nearest(pattern, allActions))}`;

interface Scope {
  readonly version: PolicyVersion;
  readonly partition: string;
  readonly isDmsOnly: boolean;
  readonly actions: readonly string[];
}

interface Named {
  readonly pattern: string;
  readonly actions: readonly string[];
}

function resourceEffect(resources: PatternSet, named: readonly Named[], scope: Scope): Effect {
  const { partition, version, actions } = scope;
  const types = typesTakenBy(actions);
  const takesNone = actions.some((action) => takesResource(action) === false);
  const read = resources.patterns.map((text) => ({ text, sequence: textsMatching(text, version) }));
  const own = read.filter(({ sequence }) => scope.isDmsOnly || sequence === null || mayMeanDms(sequence));
  const judged = own.map(({ text, sequence }) => ({
    text,
    matches:
      (takesNone && isWildcard(text)) || (sequence !== null && matchesSome(sequence, partition, types)),
  }));
  const isNoUse = resources.negated ? 'leaves nothing out' : 'matches nothing';
  const deadPatterns =
    types.length === 0
      ? []
      : judged
          .filter(({ matches }) => matches === false)
          .map(({ text }) => `${quote(text)} ${isNoUse}: ${whyDead(text, types, scope)}`);
  const set = read.flatMap(({ sequence }) => (sequence === null ? [] : [sequence]));
  const reached = named.map(({ pattern, actions: some }) => ({
    pattern,
    some,
    is: reaches(some, resources, set, partition),
  }));
  const isAllDead = judged.length > 0 && judged.length === deadPatterns.length;
  return {
    dead: [
      ...deadPatterns,
      ...reached
        .filter(({ is, some }) => is === false && !(isAllDead && typesTakenBy(some).length > 0))
        .map(({ pattern, some }) => unreached(pattern, some)),
    ],
    undecided: [
      ...judged.filter(({ matches }) => matches === null).map(({ text }) => quote(text)),
      ...reached.filter(({ is }) => is === null).map(({ pattern }) => quote(pattern)),
    ],
  };
}

/** Only this meets a request without a resource. */
const isWildcard = (text: string): boolean => globMatches(text, '*');

/** Whether the resources of a statement hold something that one of the actions can be done on. */
function reaches(
  actions: readonly string[],
  { negated, patterns }: PatternSet,
  set: TextSet,
  partition: string,
): boolean | null {
  const types = typesTakenBy(actions);
  const meetsNone = patterns.some(isWildcard) !== negated;
  if (meetsNone && actions.some((action) => takesResource(action) === false)) return true;
  if (types.length === 0) return false;
  if (negated) return leaveSome(set, partition, types);
  const answers = set.map((sequence: Sequence) => matchesSome(sequence, partition, types));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function unreached(pattern: string, actions: readonly string[]): string {
  const types = typesTakenBy(actions);
  return types.length === 0
    ? `${quote(pattern)} takes no resource: it works with Resource "*" alone`
    : `${quote(pattern)} is done on ${types.join(', ')}, and the statement names none of these`;
}

/** What stands in the way of a pattern that matches no resource which the actions take. */
function whyDead(text: string, types: readonly string[], { version, partition }: Scope): string {
  const form = `arn:${partition}:dms:REGION:ACCOUNT:TYPE:ID`;
  const matches = (other: string, some: readonly string[]): boolean => {
    const sequence = textsMatching(other, version);
    return sequence !== null && matchesSome(sequence, partition, some) === true;
  };
  if (textsMatching(text, version) === null) return 'a variable stands before the fifth colon';
  const [, , , , , ...rest] = text.split(':');
  const [resource = ''] = rest;
  if (text.includes('/') && matches(text.replace('/', ':'), allTypes)) {
    return `AWS writes ${resource.split('/', 1)[0] ?? ''}:ID, with a colon`;
  }
  if (matches(text, allTypes)) return `the actions are done on ${types.join(', ')}`;
  const type = resource.split('/', 1)[0] ?? '';
  const near = allTypes.includes(type) ? null : nearest(type, allTypes);
  return `ARNs of DMS are ${form}${hint(near)}`;
}
