import type { NetworkFacts } from '../../model/network-view.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';

/**
 * Why more may be in a VPC than the audited account is told; null: it is its own, of which it is told everything.
 * Of a shared one it sees the subnets that are shared with it, and no gateway, peering or attachment of the owner.
 * (VPC User Guide, *Share your VPC subnets with other accounts*)
 */
export function untoldOf(vpcId: string, { account, vpc }: NetworkFacts): readonly Doubt[] | null {
  if (account === undefined) return null;
  const answer = vpc(vpcId);
  if (!answer.known) return [notAnswered(answer.unread)];
  const owner = answer.value?.account ?? null;
  if (owner === account) return null;
  const because =
    owner === null
      ? `EC2 does not report whose ${vpcId} is`
      : `${vpcId} is shared by account ${owner}, and only a part of it is shown to others`;
  return [open(because, `a look at ${vpcId} in the account that owns it, or a connection test`)];
}
