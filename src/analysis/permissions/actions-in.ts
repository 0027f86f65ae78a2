import { coversAction } from '../callers/covers-action.ts';
import type { Statement } from '../policy/document.ts';
import type { AccessLevel } from '../policy/service-tables.ts';
import { serviceTables } from '../services/tables.ts';

/** What nobody has heard of: an action that a service may get, a service that AWS may get. */
const newAction = 'NewAction';
const newService = 'new-service';

/** What weighs most is told first. */
const weight: Readonly<Record<AccessLevel, number>> = {
  'Permissions management': 0,
  Write: 1,
  Tagging: 2,
  Read: 3,
  List: 4,
};

/** The actions that a statement covers, of the services in the tables; what else it writes out, as it does. */
export const actionsIn = ({ actions }: Statement): readonly string[] => [...coveredBy(actions, false)];

/**
 * Every action that a statement can be told by, the weightiest of a service first: the known ones, one that each
 * service may get, and one of a service that is not known. Made as they are asked for, because a statement with a
 * star covers thousands.
 */
export const everyActionIn = ({ actions }: Statement): Iterable<string> => coveredBy(actions, true);

function* coveredBy(actions: Statement['actions'], withNew: boolean): Generator<string> {
  if (actions === null) return;
  const { patterns, negated } = actions;
  if (!negated) yield* patterns.filter((pattern) => !isOpen(pattern));
  const scanned = negated ? ['*'] : patterns.filter(isOpen);
  for (const service of servicesFor(scanned)) {
    const names = namesOf(service);
    for (const name of withNew ? [...names, newAction] : names) {
      const action = `${service}:${name}`;
      if (coversAction({ negated, patterns: negated ? patterns : scanned }, action)) yield action;
    }
  }
  if (!withNew) return;
  const others = scanned
    .filter((pattern) => !Object.hasOwn(serviceTables.services, serviceIn(pattern)))
    .map((pattern) => filled(pattern));
  for (const action of [...others, `${newService}:${newAction}`])
    if (coversAction({ negated, patterns: negated ? patterns : scanned }, action)) yield action;
}

const isOpen = (pattern: string): boolean => /[*?]/.test(pattern);
const serviceIn = (pattern: string): string => pattern.split(':')[0]?.toLowerCase() ?? '';

/** The services whose actions a pattern can match, those by which a role can gain more rights first. */
function servicesFor(patterns: readonly string[]): readonly string[] {
  const names = Object.keys(serviceTables.services);
  const ordered = ['iam', 'sts', ...names.filter((name) => name !== 'iam' && name !== 'sts')];
  const written = new Set(patterns.map(serviceIn));
  const isAny = [...written].some((service) => isOpen(service));
  return isAny ? ordered : ordered.filter((service) => written.has(service));
}

function namesOf(service: string): readonly string[] {
  const actions = Object.entries(serviceTables.services[service]?.actions ?? {});
  return actions
    .toSorted(([, one], [, other]) => weight[one.level] - weight[other.level])
    .map(([name]) => name);
}

const filled = (pattern: string): string => {
  const [service = '', ...name] = pattern.split(':');
  return [service.replaceAll(/[*?]/g, 'x'), name.join(':').replaceAll(/[*?]/g, newAction)].join(':');
};
