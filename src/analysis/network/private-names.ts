import type { NetworkFacts } from '../../model/network-view.ts';
import { untoldOf } from './shared-vpc.ts';

type Link = boolean | null;

/**
 * Whether names of a VPC resolve to private addresses in another: in itself always, over a peering where its side
 * lets them be resolved, over a transit gateway where DNS support is on for the gateway and both attachments; null:
 * not known. (VPC Peering Guide, *Enable DNS resolution*; VPC Transit Gateways, *VPC attachments*)
 */
export function resolvesPrivately(
  { from, to }: { readonly from: string | null; readonly to: string | null },
  facts: NetworkFacts,
): Link {
  if (from === null || to === null) return null;
  if (from === to) return true;
  const untold = untoldOf(from, facts) === null ? [] : [null];
  const links = [...overPeerings(from, to, facts), ...overTransitGateways(from, to, facts), ...untold];
  return links.includes(true) ? true : links.includes(null) ? null : false;
}

function overPeerings(from: string, to: string, facts: NetworkFacts): readonly Link[] {
  const peerings = facts.peeringsOf(from);
  if (!peerings.known) return [null];
  return peerings.value.flatMap(({ status, requester, accepter }) => {
    const far = requester.vpcId === from ? accepter : requester;
    const isLink = far.vpcId === to && (requester.vpcId === from || accepter.vpcId === from);
    if (!isLink || (status !== null && status !== 'active')) return [];
    return [status === null && far.resolvesForPeer === true ? null : far.resolvesForPeer];
  });
}

/** Gateways that routes of the VPC lead to. */
function overTransitGateways(from: string, to: string, facts: NetworkFacts): readonly Link[] {
  const tables = facts.routeTablesOf(from);
  if (!tables.known) return [null];
  const ids = tables.value.flatMap(({ routes }) =>
    routes.flatMap(({ target }) => (target.kind === 'transit-gateway' ? [target.id] : [])),
  );
  return [...new Set(ids)].flatMap((id): readonly Link[] => {
    const [gateway, attachments] = [facts.transitGateway(id), facts.attachmentsOf(id)];
    if (!gateway.known || !attachments.known) return [null];
    const near = attachments.value.find(({ type, resourceId }) => type === 'vpc' && resourceId === from);
    const far = attachments.value.find(({ type, resourceId }) => type === 'vpc' && resourceId === to);
    if (near === undefined || far === undefined) return [];
    const support = [gateway.value?.dnsSupport ?? null, near.dnsSupport, far.dnsSupport];
    return [support.includes(false) ? false : support.includes(null) ? null : true];
  });
}
