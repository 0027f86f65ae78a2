import type { Lookup, Unread } from '../../model/lookup.ts';
import type { Tags } from '../../model/snapshot.ts';
import { coversAction } from '../callers/covers-action.ts';
import { readings } from '../policy/conditions.ts';
import type { Context } from '../policy/decide/dimension.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import { quote } from '../policy/quote.ts';
import type { Condition, PolicyVersion, Statement } from '../policy/shape.ts';
import { readTemplate } from '../policy/template.ts';
import { expandActions } from '../services/actions.ts';
import type { StoredPolicy } from '../stored-policy.ts';
import { typesTakenBy } from './dms-grammar.ts';
import { isResourceTag, tagContext, typeInArn } from './resource-tags.ts';

/** A DMS resource that exists. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Lookup<Tags>;
}

/** What resources say to the tag conditions of a statement. */
export type TagAnswer =
  | { readonly answer: 'met' }
  | { readonly answer: 'unmet' }
  /** There is no resource of the types that its actions are done on. */
  | { readonly answer: 'nothing-there' }
  | { readonly answer: 'unread'; readonly unread: readonly Unread[] }
  | { readonly answer: 'undecided'; readonly because: string };

/** A statement that allows actions of DMS on resources with certain tags alone. */
export interface TagStatement {
  /** Where it stands. */
  readonly at: string;
  /** Its tag conditions as people read them. */
  readonly asks: string;
  readonly statement: Statement;
  readonly version: PolicyVersion;
  readonly types: readonly string[];
}

const dmsActions = expandActions(['dms:*'], 'dms');

export const tagStatementsIn = ({
  name,
  document: { statements, version },
}: StoredPolicy): readonly TagStatement[] =>
  statements.flatMap((statement): readonly TagStatement[] => {
    const conditions = statement.conditions.filter(({ key }) => isResourceTag(key));
    const actions = dmsActions.filter((action) => coversAction(statement.actions, action));
    if (statement.effect === 'Deny' || conditions.length === 0 || actions.length === 0) return [];
    const sid = statement.sid === null ? '' : ` (${statement.sid})`;
    return [
      {
        at: `${name} Statement[${statement.index}]${sid}`,
        asks: conditions.map(inWords).join(' and '),
        statement: { ...statement, actions: anyAction, conditions },
        version,
        types: typesTakenBy(actions),
      },
    ];
  });

const anyAction = { negated: false, patterns: ['*'] } as const;

const inWords = ({ operator, key, values }: Condition): string =>
  `${operator} ${key} ${values.map(quote).join(' or ')}`;

/** Whether a resource that the statement names has tags as it asks. */
export function judgeTags(
  tagged: TagStatement,
  resources: readonly Tagged[],
  caller: Context,
  unlisted: readonly Unread[],
): TagAnswer {
  const own = resources.filter(({ arn }) => tagged.types.includes(typeInArn(arn)));
  const answers = own.map((resource) => judgeOne(tagged, resource, caller));
  const found = (['met', 'undecided', 'unread'] as const)
    .map((wanted) => answers.find(({ answer }) => answer === wanted))
    .find((answer) => answer !== undefined);
  if (found !== undefined) return found;
  if (unlisted.length > 0) return { answer: 'unread', unread: unlisted };
  return { answer: own.length === 0 ? 'nothing-there' : 'unmet' };
}

function judgeOne(tagged: TagStatement, { arn, tags }: Tagged, caller: Context): TagAnswer {
  const named = readingsOf(tagged, arn, caller, null);
  const [open] = variablesIn(tagged).filter((key) => caller[key.toLowerCase()] === undefined);
  const undecided = (because: string): TagAnswer => ({ answer: 'undecided', because });
  if (!named.includes(true))
    return open === undefined ? { answer: 'unmet' } : undecided(`it hangs on \${${open}}`);
  if (!tags.known) return { answer: 'unread', unread: [tags.unread] };
  const met = readingsOf(tagged, arn, caller, tagContext(arn, tags.value));
  if (!met.includes(false)) return { answer: 'met' };
  if (open !== undefined) return undecided(`it hangs on \${${open}}`);
  return met.includes(true) ? undecided('a part can be read in more than one way') : { answer: 'unmet' };
}

/** Whether the statement applies to a resource, by each reading of what IAM would refuse; null leaves its conditions out. */
const readingsOf = (
  { statement, version }: TagStatement,
  arn: string,
  caller: Context,
  tags: Context | null,
): readonly boolean[] =>
  readings.map((reading) => {
    const conditions = tags === null ? [] : statement.conditions;
    const document = { version, statements: [{ ...statement, conditions }] };
    const principal = { aws: String(caller['aws:principalarn']) };
    const request = { principal, action: 'dms:*', resource: arn, context: { ...caller, ...tags } };
    return evaluatePolicy(document, request, { kind: 'identity', reading }).effect === 'allowed';
  });

const variablesIn = ({ statement: { conditions, resources }, version }: TagStatement): readonly string[] =>
  [...conditions.flatMap(({ values }) => values), ...(resources?.patterns ?? [])].flatMap((text) =>
    readTemplate(text, version).flatMap((part) => (part.kind === 'variable' ? [part.key] : [])),
  );
