import type { Profile, Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';

/** The rules of a profile that the settings leave on; or the named ones, whatever the profile. */
export function selectRules(
  catalogue: readonly Rule[],
  {
    profile,
    ids,
    settings,
  }: { readonly profile: Profile; readonly ids: readonly string[] | null; readonly settings: Settings },
): readonly Rule[] {
  if (ids !== null) return catalogue.filter(({ id }) => ids.includes(id));
  return catalogue.filter(
    ({ id, profiles }) => profiles.includes(profile) && settings.rules[id]?.enabled !== false,
  );
}
