import type { Context, Dimension } from '../policy/decide/dimension.ts';
import { type OrganizationFamily, organizationDimension } from '../policy/decide/organization-dimension.ts';
import type { AskedCondition, Resolve } from '../policy/decide/patterns.ts';
import { telling } from './asked-conditions.ts';

/** The organisations that a question is about, but for what is below some paths of units in them. */
export interface AskedOrganizations extends Omit<OrganizationFamily, 'idKey' | 'pathsKey'> {
  readonly outsidePaths?: readonly string[];
}

/** Every such organisation, and place in it, that conditions can tell apart. */
export function askedOrganizations(
  [idKey, pathsKey]: readonly [idKey: string, pathsKey: string],
  { outsidePaths = [], ...family }: AskedOrganizations,
  asked: readonly AskedCondition[],
  resolve: Resolve,
): Dimension {
  const paths = outsidePaths.map((path) => `${path}*`);
  const { options, ...dimension } = organizationDimension(
    { idKey, pathsKey, ...family },
    paths.length === 0 ? asked : [...asked, telling(pathsKey, 'StringLike', paths)],
    resolve,
  );
  const isLeftOut = (option: Context): boolean =>
    [option[pathsKey] ?? []].flat().some((path) => outsidePaths.some((start) => path.startsWith(start)));
  return { ...dimension, options: options.filter((option) => !isLeftOut(option)) };
}
