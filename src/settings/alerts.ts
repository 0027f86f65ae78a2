import { closest } from 'fastest-levenshtein';
import { globMatches } from '../analysis/policy/glob.ts';
import type { AlertRoute, AlertSettings, AlertTarget } from '../model/alerts.ts';
import type { Rule } from '../model/rule.ts';
import { SettingsError } from './error.ts';
import type { At, Path } from './refusals.ts';
import type { AlertRouteEntry, AlertsEntry, AlertTargetEntry } from './shape.ts';

/** @throws SettingsError naming file and line of a route that leads nowhere, matches no rule, or is named twice. */
export function alertsIn(
  { links, routes = [] }: AlertsEntry,
  catalogue: readonly Rule[],
  at: At,
): AlertSettings {
  const ids = catalogue.map(({ id }) => id);
  const named = routes.map(
    (entry, index): AlertRoute => ({
      name: entry.name,
      severity: entry.severity ?? 'HIGH',
      accounts: entry.accounts ?? ['*'],
      rules: rulesIn(entry, ids, (path) => at(['alerts', 'routes', index, ...path])),
      to: targetIn(entry.to, at(['alerts', 'routes', index, 'to'], true)),
    }),
  );
  const names = named.map(({ name }) => name);
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0)
    throw new SettingsError(
      `${at(['alerts', 'routes', again, 'name'])}: alerts.routes: ${names[again] ?? ''} is named twice; give each route a name of its own`,
    );
  return { console: links?.console ?? null, routes: named };
}

function rulesIn(
  { rules = ['*'] }: AlertRouteEntry,
  ids: readonly string[],
  at: (path: Path) => string,
): readonly string[] {
  const odd = rules.findIndex((pattern) => !ids.some((id) => globMatches(pattern, id)));
  if (odd < 0) return rules;
  const pattern = rules[odd] ?? '';
  throw new SettingsError(
    `${at(['rules', odd])}: no rule is called "${pattern}"; did you mean "${closest(pattern, ids)}"?`,
  );
}

/**
 * Secrets Manager, CreateSecret: "Name", letters, digits and /_+=.@-, up to 512. Which of them may be read is the role's
 * to say: as it is deployed, those of its account and Region that begin with `dms-auditor/`.
 */
const secretName = /^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/;

function targetIn({ topic, chatbot, slack }: AlertTargetEntry, place: string): AlertTarget {
  const targets: readonly AlertTarget[] = [
    ...(topic === undefined ? [] : [{ kind: 'topic', arn: topic } as const]),
    ...(chatbot === undefined ? [] : [{ kind: 'chatbot', arn: chatbot } as const]),
    ...(slack === undefined ? [] : [{ kind: 'slack', secret: slack.secret } as const]),
  ];
  const [target, ...others] = targets;
  if (target === undefined || others.length > 0)
    throw new SettingsError(
      `${place}: a route leads to one of topic, chatbot, slack, not to ${target === undefined ? 'none of them' : `${targets.length} of them`}; write a route for each`,
    );
  // What is here by mistake may be the address itself, which no message may hold.
  if (target.kind === 'slack' && !secretName.test(target.secret))
    throw new SettingsError(
      `${place}: to.slack.secret must be the name or ARN of a secret in Secrets Manager, such as dms-auditor/slack-on-call (notify-slack may read no others than dms-auditor/*), and not what is in it`,
    );
  return target;
}
