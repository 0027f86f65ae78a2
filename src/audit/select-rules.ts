import type { Profile, Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';

/**
 * The rules of a profile that the settings leave on; or the named ones, whatever the profile. Rules that answer
 * controls of Security Hub judge in its profile what these judge, and weigh it as they do.
 */
export function selectRules(
  catalogue: readonly Rule[],
  {
    profile,
    ids,
    settings,
  }: { readonly profile: Profile; readonly ids: readonly string[] | null; readonly settings: Settings },
): readonly Rule[] {
  const selected = catalogue.filter(({ id, profiles }) =>
    ids === null ? profiles.includes(profile) && settings.rules[id]?.enabled !== false : ids.includes(id),
  );
  if (profile !== 'security-hub') return selected;
  return selected.map((rule) => (rule.securityHub.length === 0 ? rule : rule.asSecurityHub()));
}

/** Every rule of the catalogue that the settings leave on, those that no profile holds together included. */
export const everyRule = (catalogue: readonly Rule[], { rules }: Pick<Settings, 'rules'>): readonly Rule[] =>
  catalogue.filter(({ id }) => rules[id]?.enabled !== false);
