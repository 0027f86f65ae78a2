import { createHash } from 'node:crypto';
import type { AlertRoute, AlertSettings } from '../model/alerts.ts';
import { severities } from '../model/finding.ts';
import type { Alert, NightlyScan, Notice, SentMessages } from '../model/notice.ts';
import { Refusal } from '../model/refusal.ts';
import type { RuleTexts } from '../model/rule.ts';
import type { Transition } from '../model/transition.ts';
import { routesFor, selectionOf } from './routes.ts';

/** What alerting is given: the catalogue's texts, what was sent before, and how to send. */
export interface AlertPorts {
  readonly catalogue: readonly Pick<RuleTexts, 'id' | 'title' | 'remediation'>[];
  /** null: nothing is remembered, and a run that is repeated tells again. */
  readonly sent: SentMessages | null;
  readonly send: (notice: Notice, route: AlertRoute) => Promise<void>;
}

/** Changes of one run that are told one by one; the rest of them is told in one message. */
const mostSingle = 10;

/**
 * Tells each change to its routes, heaviest first. A route that fails does not keep the others from theirs.
 *
 * @throws Error naming the routes that failed; Refusal if another try would fail them again.
 */
export const alertAtOnce = (
  transitions: readonly Transition[],
  { routes }: Pick<AlertSettings, 'routes'>,
  ports: AlertPorts,
): Promise<void> =>
  eachRoute(routes, (route) =>
    tellChanges(
      transitions.filter((transition) => routesFor(transition, [route]).length > 0),
      route,
      ports,
    ),
  );

/**
 * Tells each route of its part of the night's result, once a night; without routes the topic that is named
 * gets it all. What has changed since a digest of the same night is told by itself.
 *
 * @throws Error naming the routes that failed; Refusal if another try would fail them again.
 */
export function alertNightly(
  night: NightlyScan,
  { routes, topicArn }: { readonly routes: readonly AlertRoute[]; readonly topicArn: string | null },
  ports: AlertPorts,
): Promise<void> {
  const { account, result } = night;
  const standard = topicArn === null ? [] : [standardRoute(topicArn)];
  const told = (routes.length === 0 ? standard : routes).filter((route) =>
    selectionOf(route).account(account),
  );
  return eachRoute(told, async (route) => {
    const transitions = (night.transitions ?? []).filter(
      (transition) => routesFor(transition, [route]).length > 0,
    );
    const id = `${result.takenAt.slice(0, 'yyyy-mm-dd'.length)}/${route.name}/${account}`;
    const notice = { kind: 'digest', id, route: route.name, night, selection: selectionOf(route) } as const;
    const toldOf = await deliver(notice, transitions, route, ports);
    const untold = transitions.filter((transition) => !toldOf(transition.id));
    await tellChanges(untold, route, ports);
  });
}

/** Everything there is, as text, to the topic that no settings file is needed for. */
const standardRoute = (arn: string): AlertRoute => ({
  name: 'default',
  severity: severities[0],
  accounts: ['*'],
  rules: ['*'],
  to: { kind: 'text', arn },
});

async function tellChanges(
  transitions: readonly Transition[],
  route: AlertRoute,
  ports: AlertPorts,
): Promise<void> {
  const alerts = transitions.toSorted(heaviestFirst).map((transition) => alertOf(transition, ports));
  const several = alerts.slice(mostSingle);
  const notices: readonly Notice[] = [
    ...alerts.slice(0, mostSingle).map(
      (alert): Notice => ({
        kind: 'change',
        id: idOf(route, [alert]),
        route: route.name,
        alert,
      }),
    ),
    ...(several.length === 0
      ? []
      : [{ kind: 'several', id: idOf(route, several), route: route.name, alerts: several } as const]),
  ];
  for (const notice of notices)
    await deliver(notice, notice.kind === 'change' ? [notice.alert] : several, route, ports);
}

const weight = ({ severity }: Transition): number => severities.indexOf(severity);
/** Then by id, so that a repeated run makes the same messages. */
const heaviestFirst = (one: Transition, other: Transition): number =>
  weight(other) - weight(one) || (one.id < other.id ? -1 : 1);

function alertOf(transition: Transition, { catalogue }: AlertPorts): Alert {
  const rule = catalogue.find(({ id }) => id === transition.rule);
  return { ...transition, title: rule?.title ?? transition.rule, remediation: rule?.remediation ?? '' };
}

const idOf = ({ name }: AlertRoute, told: readonly Transition[]): string =>
  createHash('sha256')
    .update(JSON.stringify([name, ...told.map(({ id }) => id)]))
    .digest('hex')
    .slice(0, 32);

const everything = (): boolean => true;
const nothing = (): boolean => false;

/** Sends a message unless it was sent before. Gives the transitions that it has told of, now or then. */
async function deliver(
  notice: Notice,
  transitions: readonly Transition[],
  route: AlertRoute,
  { sent, send }: AlertPorts,
): Promise<(transition: string) => boolean> {
  const claim = sent === null ? ({ state: 'mine' } as const) : await sent.claim(notice.id);
  if (claim.state === 'sent') return claim.toldOf ?? nothing;
  if (claim.state === 'busy')
    throw new Error(`another run is sending message ${notice.id}; whether it arrives is not known yet`);
  await send(notice, route);
  await sent?.done(
    notice.id,
    transitions.map(({ id }) => id),
  );
  return everything;
}

async function eachRoute(
  routes: readonly AlertRoute[],
  tell: (route: AlertRoute) => Promise<void>,
): Promise<void> {
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  for (const route of routes)
    await tell(route).catch((error: unknown) => failures.push({ name: route.name, error }));
  if (failures.length === 0) return;
  const reasons = failures.map(
    ({ name, error }) => `${name}: ${error instanceof Error ? error.message : String(error)}`,
  );
  const message = `alerts did not reach ${failures.length} of ${routes.length} routes: ${reasons.join('; ')}`;
  if (failures.every(({ error }) => error instanceof Refusal)) throw new Refusal(message);
  throw new Error(message, { cause: new AggregateError(failures.map(({ error }) => error)) });
}
