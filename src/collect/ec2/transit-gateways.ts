import type {
  TransitGatewayAttachment as RawAttachment,
  TransitGateway as RawGateway,
  TransitGatewayRoute as RawRoute,
  TransitGatewayVpcAttachment as RawVpcAttachment,
} from '@aws-sdk/client-ec2';
import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { TransitGateway, TransitGatewayAttachment, TransitGatewayRoute } from '../../model/vpc.ts';
import { objects, oneOf, required, text, texts, word } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import { askForLists, askInBatches, type Ec2Source } from './ask-in-batches.ts';

export type TransitTables = Pick<
  RegionFacts,
  'transitGateways' | 'transitGatewayAttachments' | 'transitGatewayRoutes'
>;

/** These transit gateways, their attachments, and the route tables that attachments of VPCs are looked up in. */
export async function readTransitGateways(ids: readonly string[], source: Ec2Source): Promise<TransitTables> {
  const gateways = askInBatches<RawGateway, TransitGateway>(ids, source, {
    call: 'ec2:DescribeTransitGateways',
    page: (ec2, batch, marker) => ec2.transitGateways(batch, marker),
    map: (raw) => {
      const gateway = toTransitGateway(raw);
      return [[gateway.id, gateway]];
    },
  });
  const attachments = await readAttachments(ids, source);
  const tables = Object.values(attachments).flatMap((lookup) =>
    lookup.known
      ? lookup.value.flatMap(({ type, routeTableId }) => (type === 'vpc' ? [routeTableId] : []))
      : [],
  );
  const [transitGateways, transitGatewayRoutes] = await Promise.all([
    gateways,
    readRoutes(texts(tables), source),
  ]);
  return { transitGateways, transitGatewayAttachments: attachments, transitGatewayRoutes };
}

/** What only the attachment of a VPC has. */
type VpcDetails = Pick<
  TransitGatewayAttachment,
  'id' | 'subnetIds' | 'dnsSupport' | 'securityGroupReferencing' | 'applianceMode'
>;

/** One call tells what is attached, another one where VPCs are. */
async function readAttachments(
  ids: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly TransitGatewayAttachment[]>> {
  const [all, ofVpcs] = await Promise.all([
    askForLists<RawAttachment, TransitGatewayAttachment>(ids, source, {
      call: 'ec2:DescribeTransitGatewayAttachments',
      page: (ec2, batch, marker) => ec2.transitGatewayAttachments(batch, marker),
      map: (raw) => {
        const attachment = toAttachment(raw);
        return [[attachment.transitGatewayId, attachment]];
      },
    }),
    askForLists<RawVpcAttachment, VpcDetails>(ids, source, {
      call: 'ec2:DescribeTransitGatewayVpcAttachments',
      page: (ec2, batch, marker) => ec2.transitGatewayVpcAttachments(batch, marker),
      map: (raw) => [[required(raw.TransitGatewayId, 'TransitGatewayId'), toVpcDetails(raw)]],
    }),
  ]);
  return Object.fromEntries(
    Object.entries(all).map(([id, attachments]) => [id, together(attachments, ofVpcs[id] ?? known([]))]),
  );
}

function together(
  attachments: Lookup<readonly TransitGatewayAttachment[]>,
  ofVpcs: Lookup<readonly VpcDetails[]>,
): Lookup<readonly TransitGatewayAttachment[]> {
  if (!attachments.known) return attachments;
  if (!ofVpcs.known) return ofVpcs;
  const details = new Map(ofVpcs.value.map((each) => [each.id, each]));
  return known(attachments.value.map((each) => ({ ...each, ...details.get(each.id) })));
}

async function readRoutes(
  tableIds: readonly string[],
  { clients, region, track }: Ec2Source,
): Promise<Table<readonly TransitGatewayRoute[]>> {
  const call = 'ec2:SearchTransitGatewayRoutes';
  const read = async (id: string): Promise<Lookup<readonly TransitGatewayRoute[]>> => {
    const ec2 = await clients.ec2(region);
    const pages = pageThrough(clients.limit, {
      question: { call, resource: id },
      page: (marker) => ec2.transitGatewayRoutes(id, marker),
      map: toRoute,
    });
    return whole(await track(region, call, pages));
  };
  const ids = [...new Set(tableIds)].sort();
  return Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await read(id)] as const)));
}

/** EC2 API, TransitGateway. */
const toTransitGateway = (raw: RawGateway): TransitGateway => ({
  id: required(raw.TransitGatewayId, 'TransitGatewayId'),
  account: text(raw.OwnerId),
  state: word(raw.State),
  dnsSupport: enabled(raw.Options?.DnsSupport),
  securityGroupReferencing: enabled(raw.Options?.SecurityGroupReferencingSupport),
});

const enabled = (value: unknown): boolean | null => {
  const found = oneOf(['enable', 'disable'], value);
  return found === null ? null : found === 'enable';
};

/** EC2 API, TransitGatewayAttachment. */
function toAttachment(raw: RawAttachment): TransitGatewayAttachment {
  const type = word(raw.ResourceType);
  const kinds = ['vpc', 'vpn', 'direct-connect-gateway', 'peering', 'connect'] as const;
  const table = raw.Association;
  return {
    id: required(raw.TransitGatewayAttachmentId, 'TransitGatewayAttachmentId'),
    transitGatewayId: required(raw.TransitGatewayId, 'TransitGatewayId'),
    type: type === 'tgw-peering' ? 'peering' : (oneOf(kinds, type) ?? 'other'),
    resourceId: text(raw.ResourceId),
    resourceOwner: text(raw.ResourceOwnerId),
    state: word(raw.State),
    subnetIds: null,
    dnsSupport: null,
    securityGroupReferencing: null,
    applianceMode: null,
    routeTableId: table?.State === 'associated' ? text(table.TransitGatewayRouteTableId) : null,
  };
}

/** EC2 API, TransitGatewayVpcAttachment. */
const toVpcDetails = (raw: RawVpcAttachment): VpcDetails => ({
  id: required(raw.TransitGatewayAttachmentId, 'TransitGatewayAttachmentId'),
  subnetIds: raw.SubnetIds === undefined ? null : texts(raw.SubnetIds),
  dnsSupport: enabled(raw.Options?.DnsSupport),
  securityGroupReferencing: enabled(raw.Options?.SecurityGroupReferencingSupport),
  applianceMode: enabled(raw.Options?.ApplianceModeSupport),
});

/** EC2 API, TransitGatewayRoute. */
const toRoute = (raw: RawRoute): TransitGatewayRoute => ({
  destination: required(raw.DestinationCidrBlock ?? raw.PrefixListId, 'DestinationCidrBlock'),
  attachmentIds: texts(
    objects(raw.TransitGatewayAttachments).map(
      ({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId,
    ),
  ),
  state: oneOf(['active', 'blackhole'], raw.State),
});
