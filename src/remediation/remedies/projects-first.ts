import type { Around } from '../around.ts';

/** What is to be done with the migration projects of something first, as DMS does not modify it while it has any. */
export function projectsFirst(
  projects: readonly string[],
  first: string,
  { facts: { migrationProjects } }: Around,
): readonly string[] {
  const all = [...projects, ...(migrationProjects.unread.length === 0 ? [] : ['those that were not listed'])];
  return all.length === 0 ? [] : [`${first}: ${all.join(', ')}.`];
}
