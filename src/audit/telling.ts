import type { AlertRoute } from '../model/alerts.ts';
import { Refusal } from '../model/refusal.ts';
import type { Transition, UntoldChange } from '../model/transition.ts';
import { routesFor } from './routes.ts';

/** Who has heard of a change by now. */
export interface Told extends UntoldChange {
  /** All who are to hear of it have. */
  readonly isDone: boolean;
}

/** What it came to to tell of some changes. */
export interface Telling {
  /** Each of the changes. */
  readonly told: readonly Told[];
  /** Names the routes that failed; a Refusal if another try would fail them again. null: none did. */
  readonly failure: Error | null;
}

/** What one route is to be told, and how to note that it has heard. */
export interface ToRoute {
  readonly route: AlertRoute;
  /** Of the changes, those that it is for and has not heard of. */
  readonly changes: readonly Transition[];
  readonly heard: (changes: readonly Transition[]) => void;
}

/** Tells each route what it has not heard. A route that fails does not keep the others from theirs. */
export async function tellRoutes(
  changes: readonly UntoldChange[],
  routes: readonly AlertRoute[],
  tell: (what: ToRoute) => Promise<void>,
): Promise<Telling> {
  const toldTo = new Map(changes.map((change) => [change.transition.id, new Set(change.toldTo)]));
  const hasHeard = ({ id }: Transition, { name }: AlertRoute): boolean => toldTo.get(id)?.has(name) ?? false;
  const failures: Failure[] = [];
  for (const route of routes) {
    const own = changes
      .map(({ transition }) => transition)
      .filter((transition) => routesFor(transition, [route]).length > 0 && !hasHeard(transition, route));
    const heard = (told: readonly Transition[]): void => {
      for (const { id } of told) toldTo.get(id)?.add(route.name);
    };
    await tell({ route, changes: own, heard }).catch((error: unknown) =>
      failures.push({ name: route.name, error }),
    );
  }
  return {
    told: changes.map(({ transition }) => ({
      transition,
      toldTo: [...(toldTo.get(transition.id) ?? [])],
      isDone: routesFor(transition, routes).every((route) => hasHeard(transition, route)),
    })),
    failure: failures.length === 0 ? null : failureOf(failures, routes.length),
  };
}

interface Failure {
  readonly name: string;
  readonly error: unknown;
}

function failureOf(failures: readonly Failure[], routes: number): Error {
  const reasons = failures.map(
    ({ name, error }) => `${name}: ${error instanceof Error ? error.message : String(error)}`,
  );
  const message = `alerts did not reach ${failures.length} of ${routes} routes: ${reasons.join('; ')}`;
  if (failures.every(({ error }) => error instanceof Refusal)) return new Refusal(message);
  return new Error(message, { cause: new AggregateError(failures.map(({ error }) => error)) });
}
