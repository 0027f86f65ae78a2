import { type Doubt, open } from './doubt.ts';

/** One side of a link between VPCs; null: not known. */
interface End {
  readonly account: string | null;
  readonly region?: string | null;
}

/** Why the network around a VPC is not read with that of another one: it is another account's or Region's. */
export function elsewhere(vpcId: string, far: End, near: End): readonly Doubt[] | null {
  const differs = (one: string | null | undefined, other: string | null | undefined): one is string =>
    typeof one === 'string' && typeof other === 'string' && one !== other;
  const where = [
    ...(differs(far.account, near.account) ? [`of account ${far.account}`] : []),
    ...(differs(far.region, near.region) ? [`in ${far.region}`] : []),
  ];
  if (where.length === 0) return null;
  const settledBy = `a connection test from the instance, or a look at the routes, ACLs and groups of ${vpcId}`;
  return [open(`${vpcId} is ${where.join(' ')}, which is not read from here`, settledBy)];
}
