import { coversAction } from '../callers/covers-action.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { resourceTypesOf, takesResource } from '../services/actions.ts';
import { everyActionIn } from './actions-in.ts';
import type { Held } from './holder.ts';
import { mayDo } from './permission.ts';
import {
  asAuthorized,
  type ResourcePlace,
  resourceMatching,
  resourcesOfTypes,
  withoutVariables,
} from './representatives.ts';
import { sessionKeyFacts } from './session-keys.ts';

/** What a role is allowed that nothing needs. */
export interface Excess {
  /** The policy and statement that gives it. */
  readonly policy: string;
  readonly statement: number;
  readonly witness: PolicyRequest;
}

interface Granted {
  /** One for each statement that gives more than is needed. */
  readonly excess: readonly Excess[];
  /** Why it is not known that there is no more. */
  readonly undecided: readonly string[];
}

/**
 * What the identity policies give besides the actions that are needed, in effect: what a Deny, the boundary or
 * the organisation takes away again does not count. Exact over actions, each tried on resources that stand for
 * those that the statement names.
 */
export function grantedBeyond(
  held: Held,
  isNeeded: (action: string) => boolean,
  place: ResourcePlace,
): Granted {
  const excess: Excess[] = [];
  const undecided: string[] = [];
  for (const { name, document } of held.stored.identity) {
    for (const statement of document.statements.filter(({ effect }) => effect === 'Allow')) {
      const found = beyond(held, { statement, document }, isNeeded, place);
      if (found.witness !== null)
        excess.push({ policy: name, statement: statement.index, witness: found.witness });
      else undecided.push(...found.undecided);
    }
  }
  return { excess, undecided: [...new Set(undecided)] };
}

interface Found {
  readonly witness: PolicyRequest | null;
  readonly undecided: readonly string[];
}

function beyond(
  held: Held,
  { statement, document }: { readonly statement: Statement; readonly document: PolicyDocument },
  isNeeded: (action: string) => boolean,
  place: ResourcePlace,
): Found {
  const undecided: string[] = [];
  const tried = new Set<string>();
  for (const action of everyActionIn(statement)) {
    if (isNeeded(action) || isRuledOut(held, action)) continue;
    const kind = kindOf(held, action);
    if (tried.has(kind)) continue;
    tried.add(kind);
    const { resources, isOpen } = resourcesFor(statement, action, document, place);
    for (const resource of resources) {
      const permission = mayDo(held.holder, {
        action,
        resource,
        keyFacts: sessionKeyFacts({ account: place.account, region: place.region }),
      });
      if (permission.answer === 'allowed') return { witness: permission.witness, undecided: [] };
      if (permission.answer === 'refused') continue;
      if (permission.sometimes !== null) return { witness: permission.sometimes, undecided: [] };
      const on = isOpen ? ['its resource holds a variable'] : [...permission.on, ...permission.doubts];
      undecided.push(`${action}: ${on.join(', ')}`);
    }
  }
  return { witness: null, undecided };
}

/** Actions of one service on the same types, which the same statements cover, are all allowed or none is. */
function kindOf({ holder: { policies } }: Held, action: string): string {
  const { identity, boundary, serviceControl, resourceControl } = policies;
  const documents = [
    ...identity,
    ...(boundary === null ? [] : [boundary]),
    ...serviceControl.flat(),
    ...resourceControl.flat(),
  ];
  const covering = documents.flatMap(({ statements }) =>
    statements.map(({ actions }) => (coversAction(actions, action) ? '1' : '0')),
  );
  const types = resourceTypesOf(action);
  return [action.split(':', 1)[0]?.toLowerCase(), types?.join() ?? 'unknown', covering.join('')].join(' ');
}

/** Whether no request with the action can be allowed: told without asking, for there are thousands of actions. */
function isRuledOut({ stored }: Held, action: string): boolean {
  const limits = [...(stored.boundary === null ? [] : [[stored.boundary]]), ...stored.serviceControl];
  const isAllowed = (level: (typeof limits)[number]): boolean =>
    level.some(({ document }) =>
      document.statements.some(({ effect, actions }) => effect === 'Allow' && coversAction(actions, action)),
    );
  const isDenied = [stored.identity, ...limits].some((level) =>
    level.some(({ document }) =>
      document.statements.some(
        (statement) => deniesAlways(statement) && coversAction(statement.actions, action),
      ),
    ),
  );
  return isDenied || !limits.every(isAllowed);
}

const deniesAlways = ({ effect, conditions, resources, refused }: Statement): boolean =>
  effect === 'Deny' &&
  conditions.length === 0 &&
  refused.length === 0 &&
  resources?.negated === false &&
  resources.patterns.includes('*');

/** Resources that stand for those on which a statement allows an action. */
function resourcesFor(
  { resources }: Statement,
  action: string,
  { version }: PolicyDocument,
  place: ResourcePlace,
): { readonly resources: readonly (string | null)[]; readonly isOpen: boolean } {
  const usual = resourcesOfTypes(action, place);
  if (takesResource(action) === false) return { resources: [null], isOpen: false };
  if (resources === null || resources.negated) return { resources: usual, isOpen: false };
  const patterns = resources.patterns.map((pattern) => withoutVariables(pattern, version, place.account));
  const named = patterns
    .filter((pattern) => pattern !== null)
    .filter((pattern) => pattern.includes(':') && isOfService(pattern, action))
    .map((pattern) => asAuthorized(action, resourceMatching(pattern, place)));
  return { resources: [...new Set([...usual, ...named])], isOpen: patterns.includes(null) };
}

/** An ARN of another service is none that the action could be on. */
function isOfService(pattern: string, action: string): boolean {
  const service = pattern.split(':')[2] ?? '';
  return /[*?]/.test(service) || service === '' || action.startsWith(`${service}:`);
}
