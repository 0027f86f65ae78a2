import type { Facts } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import {
  cannotRead,
  compliant,
  nonCompliant,
  notApplicable,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { coversAction } from '../callers/covers-action.ts';
import type { Held } from '../permissions/holder.ts';
import { permissionWitness } from '../permissions/witness.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { ruled, wayTo } from './may.ts';
import { isResourceTag, tagContext } from './resource-tags.ts';

export interface TaskQuestion {
  readonly facts: Pick<Facts, 'tasks' | 'instances' | 'endpoints' | 'tags'>;
  readonly regions: readonly string[];
  readonly takenAt: string;
  /** Whether a start must be allowed on the endpoints of the task as well, as the guide says and AWS does not ask. */
  readonly startsOnEndpoints: boolean;
}

const create = 'dms:CreateReplicationTask';
const start = 'dms:StartReplicationTask';

/** What stands in the way; null: nothing does. */
type Outcome =
  | { readonly is: 'fine' }
  | { readonly is: 'nothing-there' }
  | { readonly is: 'refused'; readonly because: string; readonly witness: PolicyRequest }
  | { readonly is: 'unread'; readonly unread: readonly Unread[] }
  | { readonly is: 'undecided'; readonly because: string };

/** Whether those who are allowed to create or start tasks can do so with what exists. */
export function judgeTaskPermissions(held: Held, question: TaskQuestion): Verdict {
  const halves = [
    ...(isWritten(held, create) ? [creating(held, question)] : []),
    ...(isWritten(held, start) ? [starting(held, question)] : []),
  ];
  if (halves.length === 0) return notApplicable('its policies let it neither create nor start tasks');
  const { assumes } = held;
  for (const half of halves) {
    if (half.is !== 'refused') continue;
    return nonCompliant(half.because, permissionWitness(ruled(held, create), half.witness), { assumes });
  }
  for (const half of halves) {
    if (half.is === 'unread') return cannotRead(half.unread);
    if (half.is === 'undecided') {
      return unknown(half.because, 'policies without conditions on what is not known');
    }
  }
  return halves.some(({ is }) => is === 'fine')
    ? compliant('where it may create or start tasks, it may do so on what they are made of', { assumes })
    : notApplicable(`there is no task, nor what makes one, in ${question.regions.join(', ')}`);
}

const isWritten = ({ stored: { identity } }: Held, action: string): boolean =>
  identity.some(({ document: { statements } }) =>
    statements.some(({ effect, actions }) => effect === 'Allow' && coversAction(actions, action)),
  );

/** AWS asks for the instance and both endpoints. (Service Authorization Reference, CreateReplicationTask) */
function creating(held: Held, question: TaskQuestion): Outcome {
  const { instances, endpoints } = question.facts;
  const unlisted = [...instances.unread, ...endpoints.unread];
  const own = endpoints.items.filter(({ readOnly }) => !readOnly);
  const outcomes = question.regions.map((region): Outcome => {
    const [reps, sources, targets] = [
      instances.items,
      own.filter(({ direction }) => direction === 'source'),
      own.filter(({ direction }) => direction === 'target'),
    ].map((items) => items.map(({ arn }) => arn).filter((arn) => arn.split(':')[3] === region));
    return allOf([
      onSome(held, { kind: 'replication instance', arns: reps ?? [], region }, question),
      onSome(held, { kind: 'source endpoint', arns: sources ?? [], region }, question),
      onSome(held, { kind: 'target endpoint', arns: targets ?? [], region }, question),
    ]);
  });
  return oneOf(outcomes, unlisted);
}

function starting(held: Held, question: TaskQuestion): Outcome {
  const { items, unread } = question.facts.tasks;
  const outcomes = items.map(({ arn }) => on(held, start, arn, question));
  const started = oneOf(outcomes, unread, `it may start none of the tasks that exist`);
  if (!question.startsOnEndpoints) return started;
  const further = items.flatMap((task, index) => {
    const ends = [task.sourceEndpointArn, task.targetEndpointArn].filter((arn) => arn !== null);
    if (outcomes[index]?.is !== 'fine') return [];
    return ends.map((arn) => on(held, start, arn, question));
  });
  const all = allOf([started, ...further]);
  return all.is === 'fine' && unread.length > 0 ? { is: 'unread', unread } : all;
}

interface Among {
  readonly kind: string;
  readonly arns: readonly string[];
  readonly region: string;
}

function onSome(held: Held, { kind, arns, region }: Among, question: TaskQuestion): Outcome {
  const outcomes: Outcome[] = [];
  for (const arn of arns) {
    const outcome = on(held, create, arn, question);
    if (outcome.is === 'fine') return outcome;
    outcomes.push(outcome);
  }
  return oneOf(outcomes, [], `it may do ${create} on no ${kind} in ${region}`);
}

/** Whether some request for an action on a resource with its tags is allowed. */
function on(held: Held, action: string, arn: string, { facts, takenAt }: TaskQuestion): Outcome {
  const region = arn.split(':')[3] ?? '';
  const tags = facts.tags(region, arn);
  const way = wayTo(
    held,
    {
      action,
      resource: arn,
      region,
      carries: tags.known ? tagContext(arn, tags.value) : {},
      keyFacts: (key) =>
        tags.known && isResourceTag(key)
          ? { presence: 'never', multivalued: false, values: { kind: 'open' } }
          : null,
    },
    takenAt,
  );
  if (way.is === 'open') return { is: 'fine' };
  if (way.is === 'closed')
    return { is: 'refused', because: `it may not do ${action} on ${arn}`, witness: way.witness };
  if (!tags.known) return { is: 'unread', unread: [tags.unread] };
  return { is: 'undecided', because: `whether it may do ${action} on ${arn} is not decided: ${way.because}` };
}

/** One that is fine is enough; what was not listed may be. */
function oneOf(outcomes: readonly Outcome[], unread: readonly Unread[], because?: string): Outcome {
  const first = (is: Outcome['is']) => outcomes.find((outcome) => outcome.is === is);
  const found = first('fine') ?? first('undecided') ?? first('unread');
  if (found !== undefined) return found;
  if (unread.length > 0) return { is: 'unread', unread };
  const refused = first('refused');
  if (refused?.is !== 'refused') return { is: 'nothing-there' };
  return because === undefined ? refused : { ...refused, because };
}

/** All must be there and fine. */
function allOf(outcomes: readonly Outcome[]): Outcome {
  const first = (is: Outcome['is']) => outcomes.find((outcome) => outcome.is === is);
  return (
    first('nothing-there') ?? first('refused') ?? first('undecided') ?? first('unread') ?? { is: 'fine' }
  );
}
