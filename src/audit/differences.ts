import type { Result } from '../model/result.ts';

/** What was not the same in two scans beside their findings, one sentence each: verdicts may differ for it. */
export function differencesBetween(before: Result, after: Result): readonly string[] {
  const { scope: old } = before;
  const { scope } = after;
  return [
    ...(after.takenAt < before.takenAt
      ? [`the first was taken later (${before.takenAt}) than the second (${after.takenAt})`]
      : []),
    ...changed('the version of dms-auditor', before.tool.version, after.tool.version),
    ...changed('the set of rules', old.profile, scope.profile),
    ...(old.settingsHash === scope.settingsHash ? [] : ['the settings differ']),
    ...only('rules', old.rules, scope.rules),
    ...only('accounts', old.accounts, scope.accounts),
    ...only('Regions', old.regions, scope.regions),
  ];
}

const changed = (what: string, before: string, after: string): readonly string[] =>
  before === after ? [] : [`${what} was ${before} and is ${after}`];

function only(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const lost = before.filter((name) => !after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  return [
    ...(lost.length === 0 ? [] : [`${what} in the first alone: ${lost.join(', ')}`]),
    ...(added.length === 0 ? [] : [`${what} in the second alone: ${added.join(', ')}`]),
  ];
}
