import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { accountWith, aRole, policy, rolesKnown } from '../support/builders.ts';

/** An account whose role of this name has a trust policy of these statements. */
export const trusting = (
  name: string,
  statements: readonly object[],
  region: Partial<RegionFacts> = {},
): AccountFacts => accountWith(region, rolesKnown(aRole({ name, trust: policy(...statements) })));
