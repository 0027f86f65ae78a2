import type { AlertRoute, AlertSettings } from '../model/alerts.ts';
import { severities } from '../model/finding.ts';
import type { Alert, NightlyScan } from '../model/notice.ts';
import type { RuleTexts } from '../model/rule.ts';
import type { Transition, UntoldChange } from '../model/transition.ts';
import { type Delivery, deliverOnce, idOf, tellTogether } from './deliveries.ts';
import { grouped } from './grouped.ts';
import { selectionOf, weight } from './routes.ts';
import { type Telling, tellRoutes } from './telling.ts';

/** What alerting is given: the catalogue's texts, what was sent before, and how to send. */
export interface AlertPorts extends Pick<Delivery, 'sent' | 'send'> {
  readonly catalogue: readonly Pick<RuleTexts, 'id' | 'title' | 'remediation'>[];
}

/** Changes of one run that are told one by one; the rest of them is told in one message. */
const mostSingle = 10;

/**
 * Tells each change to those of its routes that have not heard of it, the findings with the heaviest first. Gives who
 * has heard by now, and what failed.
 */
export const alertAtOnce = (
  changes: readonly UntoldChange[],
  { routes }: Pick<AlertSettings, 'routes'>,
  ports: AlertPorts,
): Promise<Telling> => tellRoutes(changes, routes, (what) => tellChanges({ ...what, ...ports }));

/** A night, and what has changed of which not everybody has been told; null: nothing is known from before. */
interface NightToTell extends Omit<NightlyScan, 'transitions'> {
  readonly changes: readonly UntoldChange[] | null;
}

/**
 * Tells each route of its part of the night's result, once a night; without routes the topic that is named
 * gets it all. What has changed since a digest of the same night is told by itself. Gives who has heard by now of
 * what has changed, and what failed.
 */
export function alertNightly(
  { changes: untold, ...night }: NightToTell,
  { routes, topicArn }: { readonly routes: readonly AlertRoute[]; readonly topicArn: string | null },
  ports: AlertPorts,
): Promise<Telling> {
  const { account, result } = night;
  const standard = topicArn === null ? [] : [standardRoute(topicArn)];
  const told = (routes.length === 0 ? standard : routes).filter((route) =>
    selectionOf(route).account(account),
  );
  return tellRoutes(untold ?? [], told, async ({ route, changes, heard }) => {
    const transitions = untold === null ? null : changes;
    const since = await deliverOnce(
      {
        kind: 'digest',
        id: `${result.takenAt.slice(0, 'yyyy-mm-dd'.length)}/${route.name}/${account}`,
        route: route.name,
        night: { ...night, transitions },
        selection: selectionOf(route),
      },
      changes,
      { ...ports, route, heard },
    );
    await tellChanges({ ...ports, route, heard, changes: since });
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

async function tellChanges({
  changes,
  catalogue,
  ...delivery
}: Delivery & Pick<AlertPorts, 'catalogue'> & { readonly changes: readonly Transition[] }): Promise<void> {
  const alerts = inOrder(changes).map((transition) => alertOf(transition, catalogue));
  const { route } = delivery;
  for (const alert of alerts.slice(0, mostSingle))
    await deliverOnce(
      { kind: 'change', id: idOf(route, [alert]), route: route.name, alert },
      [alert],
      delivery,
    );
  const [first, ...others] = alerts.slice(mostSingle);
  if (first !== undefined) await tellTogether([first, ...others], delivery);
}

/**
 * The findings with the heaviest changes first, then by id, so that a repeated run makes the same messages; of one
 * finding, what was first.
 */
function inOrder(changes: readonly Transition[]): readonly Transition[] {
  const heaviest = (of: readonly Transition[]): number =>
    Math.max(...of.map(({ severity }) => weight(severity)));
  return [...grouped(changes, ({ finding }) => finding).values()]
    .toSorted((one, other) => heaviest(other) - heaviest(one) || (one[0].finding < other[0].finding ? -1 : 1))
    .flatMap((same) => same.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)));
}

function alertOf(transition: Transition, catalogue: AlertPorts['catalogue']): Alert {
  const rule = catalogue.find(({ id }) => id === transition.rule);
  return { ...transition, title: rule?.title ?? transition.rule, remediation: rule?.remediation ?? '' };
}
