import type { FindingPatch } from './repair.ts';

/**
 * Patches that change a resource together, or repair what others make worse, directly or by way of others; in the order
 * of their first ones. `causes`: by findings that only patches bring about, the findings that these are for.
 */
export function grouped(
  patches: readonly FindingPatch[],
  causes: ReadonlyMap<string, readonly string[]>,
): readonly (readonly FindingPatch[])[] {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) {
      root = next;
    }
    parents.set(name, root);
    return root;
  };
  for (const patch of patches) {
    const [first = '', ...others] = [...namesIn(patch), ...(causes.get(patch.finding.id) ?? []).map(nameOf)];
    for (const other of others) parents.set(rootOf(other), rootOf(first));
  }
  const groups = new Map<string, FindingPatch[]>();
  for (const patch of patches) {
    const root = rootOf(namesIn(patch)[0] ?? '');
    const group = groups.get(root) ?? [];
    group.push(patch);
    groups.set(root, group);
  }
  return [...groups.values()];
}

const nameOf = (id: string): string => `finding ${id}`;

/** The finding, and what its patch changes. */
const namesIn = ({ finding, patch }: FindingPatch): readonly string[] => [
  nameOf(finding.id),
  ...patch.changes.map(({ resource: { type, account, region, arn, id } }) =>
    JSON.stringify([type, account, region, arn ?? id]),
  ),
];
