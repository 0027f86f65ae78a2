import { judgeCondition, type Reading, readContext } from '../conditions.ts';
import { readOperator } from '../operator-name.ts';
import type { PolicyVersion, Statement } from '../shape.ts';
import { readTemplate, variablesIn } from '../template.ts';
import type { Context, Dimension } from './dimension.ts';
import type { AskedCondition, Resolve } from './patterns.ts';
import type { Outcomes } from './search.ts';

/** A statement that can apply to the requests in question. */
export interface Candidate {
  readonly statement: Statement;
  readonly version: PolicyVersion;
  /** Its resource holds a variable, so that what matches cannot be said. */
  readonly isOpen: boolean;
}

/** The options of a dimension that some statement tells apart, and what each statement says of each. */
export interface ToldApart extends Pick<Dimension, 'keys' | 'unverified' | 'doubts'> {
  readonly options: readonly Context[];
  /** By position of the statement; a statement that does not look at the dimension is not here. */
  readonly outcomes: ReadonlyMap<number, Outcomes>;
}

/** How many values are compared before a dimension counts as too large. */
const mostComparisons = 100_000;
const tooManyValues = 'there are too many values to compare';

/** What conditions are told apart by, besides the options. */
interface Told {
  readonly fixed: Context;
  readonly reading: Reading;
  readonly resolve: Resolve;
}

/** What the conditions say of each option; of options of which all say the same the first is kept. */
export function tellApart(
  { keys, options, unverified, doubts }: Dimension,
  candidates: readonly Candidate[],
  { fixed, reading, resolve }: Told,
): ToldApart {
  const looking = candidates
    .map(({ statement, version }, position) => ({
      position,
      asked: statement.conditions
        .filter(({ key }) => keys.includes(key.toLowerCase()))
        .map((condition): Asked => {
          const variables = variablesOf({ condition, version });
          return { condition, version, variables, known: new Map() };
        }),
    }))
    .filter(({ asked }) => asked.length > 0);
  const variesElsewhere = (name: string): boolean => !keys.includes(name) && resolve(name).kind === 'open';
  const kept = new Map<string, { readonly option: Context; readonly row: Outcomes }>();
  let compared = 0;
  for (const option of options) {
    if (compared > mostComparisons) break;
    const context = readContext({ ...fixed, ...option });
    const holds = ({ condition, version, variables, known }: Asked): boolean | undefined => {
      const value = context.get(condition.key.toLowerCase());
      // A variable of another dimension: what it stands for is not chosen here.
      if (value !== undefined && variables.some(variesElsewhere)) return undefined;
      const judge = (): boolean => {
        compared += condition.values.length;
        return judgeCondition(condition, { version, reading, context }).holds;
      };
      if (variables.length > 0 || typeof value === 'object') return judge();
      // Many options differ in another key than this one.
      const answer = known.get(value) ?? judge();
      known.set(value, answer);
      return answer;
    };
    const row = looking.map(({ asked }) => all(asked.map(holds)));
    const name = row.join();
    if (!kept.has(name)) kept.set(name, { option, row });
  }
  const rows = [...kept.values()];
  const isCut = compared > mostComparisons;
  return {
    keys,
    unverified,
    doubts:
      looking.length === 0 ? [] : [...doubts, ...(isCut ? [`${keys.join(', ')}: ${tooManyValues}`] : [])],
    options: rows.map(({ option }) => option),
    outcomes: new Map(looking.map(({ position }, index) => [position, rows.map(({ row }) => row[index])])),
  };
}

interface Asked extends AskedCondition {
  readonly variables: readonly string[];
  /** What it says of a value, undefined for the key's absence, where it has no variables. */
  readonly known: Map<string | undefined, boolean>;
}

function all(outcomes: readonly (boolean | undefined)[]): boolean | undefined {
  if (outcomes.includes(false)) return false;
  return outcomes.includes(undefined) ? undefined : true;
}

/** The keys that a condition compares with, in lower case. */
function variablesOf({ condition, version }: AskedCondition): readonly string[] {
  if (readOperator(condition.operator)?.base.comparison?.takesVariables !== true) return [];
  const written = condition.values.flatMap((value) => variablesIn(readTemplate(value, version)));
  return written.map((key) => key.toLowerCase());
}
