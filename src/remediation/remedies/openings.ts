import type { Finding } from '../../model/finding.ts';
import type { Peer } from '../../model/network.ts';
import type { Opening } from '../../model/path.ts';
import { hasRule, ruleOf } from '../apply/ec2.ts';
import { type Around, ec2Arn, subject } from '../around.ts';
import type { ApiCall, IpPermission } from '../calls.ts';
import type { Change } from '../patch.ts';
import { nameOfRoute, routeTarget } from './route-target.ts';

/** The openings of the paths that a finding says are stopped; null: one of them has none. */
export function openingsIn({ witness }: Finding): readonly Opening[] | null {
  if (witness?.kind !== 'path') return null;
  const stopped = witness.paths.filter(({ judged }) => judged === 'stopped');
  const openings = stopped.flatMap(({ opens }) => opens ?? []);
  return stopped.length === 0 || stopped.some(({ opens }) => opens === null || opens.length === 0)
    ? null
    : openings;
}

/** The calls that make these openings; null: one of them leaves open what it takes. */
export function changesFor(openings: readonly Opening[], around: Around): readonly Change[] | null {
  const distinct = [...new Map(openings.map((opening) => [JSON.stringify(opening), opening])).values()];
  const changes: Change[] = [];
  for (const opening of distinct) {
    const made = changesOf(opening, around);
    if (made === null) return null;
    changes.push(...made);
  }
  return changes;
}

function changesOf(opening: Opening, around: Around): readonly Change[] | null {
  if ('turnOff' in opening) return [withoutCheck(opening.networkInterface, around)];
  switch (opening.add) {
    case 'ingress rule':
    case 'egress rule': {
      const { group, fromPort, toPort, peer } = opening;
      if (!isHere(group, around)) return null;
      const peers = 'group' in peer ? { UserIdGroupPairs: [{ GroupId: peer.group }] } : ranges(peer.cidrs);
      return authorizing(opening.add === 'ingress rule' ? 'Ingress' : 'Egress', group, around, {
        IpProtocol: 'tcp',
        ...{ FromPort: fromPort, ToPort: toPort },
        ...peers,
      });
    }
    case 'network ACL entry':
      return entries(opening, around);
    case 'route':
      return routes(opening, around);
  }
}

/** Groups of other accounts or Regions are not this account's to change. */
const isHere = (group: string, { facts, region }: Around): boolean => {
  const found = facts.securityGroups(region, group);
  return found.known && found.value !== null;
};

/** IPv4 and IPv6 ranges each in their own field. */
const ranges = (cidrs: readonly string[]): Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges'> => {
  const six = cidrs.filter((cidr) => cidr.includes(':'));
  const four = cidrs.filter((cidr) => !cidr.includes(':'));
  return {
    ...(four.length === 0 ? {} : { IpRanges: four.map((CidrIp) => ({ CidrIp })) }),
    ...(six.length === 0 ? {} : { Ipv6Ranges: six.map((CidrIpv6) => ({ CidrIpv6 })) }),
  };
};

/** The field that names the other side of a rule. */
export function peerFields(peer: Peer): Partial<IpPermission> {
  switch (peer.kind) {
    case 'address':
      return ranges([peer.cidr]);
    case 'prefix-list':
      return { PrefixListIds: [{ PrefixListId: peer.id }] };
    case 'group':
      return {
        UserIdGroupPairs: [{ GroupId: peer.id, ...(peer.account === null ? {} : { UserId: peer.account }) }],
      };
  }
}

/** More rules in a security group, one for each other side that it has none for; no change where it has all. */
export function authorizing(
  direction: 'Ingress' | 'Egress',
  GroupId: string,
  around: Around,
  { IpProtocol, FromPort, ToPort, ...peers }: IpPermission,
): readonly Change[] {
  const found = around.facts.securityGroups(around.region, GroupId);
  const present = found.known && found.value !== null ? found.value[sides[direction]] : [];
  const ports = {
    ...(FromPort === undefined ? {} : { FromPort }),
    ...(ToPort === undefined ? {} : { ToPort }),
  };
  const rule = ruleOf({ IpProtocol, ...ports, ...peers });
  const IpPermissions = rule.peers
    .filter((peer) => !hasRule(present, rule, peer))
    .map((peer): IpPermission => ({ IpProtocol, ...ports, ...peerFields(peer) }));
  if (IpPermissions.length === 0) return [];
  return [
    {
      resource: subject(
        'AWS::EC2::SecurityGroup',
        GroupId,
        ec2Arn('security-group', GroupId, around),
        around,
      ),
      api: { call: `ec2:AuthorizeSecurityGroup${direction}`, input: { GroupId, IpPermissions } },
      properties: IpPermissions.map((permission) => ({
        property: `SecurityGroup${direction}`,
        from: null,
        to: { ...permission },
      })),
    },
  ];
}

const sides = { Ingress: 'ingress', Egress: 'egress' } as const;

function entries(
  { acl, egress, numbers, fromPort, toPort, cidrs }: Extract<Opening, { readonly numbers: unknown }>,
  around: Around,
): readonly Change[] | null {
  const changes: Change[] = [];
  for (const [index, cidr] of cidrs.entries()) {
    const content = JSON.stringify([cidr, fromPort, toPort]);
    const RuleNumber = freeNumber(
      { acl, egress, wanted: numbers[index] ?? Math.min(...numbers), content },
      around,
    );
    if (RuleNumber === null) return null;
    changes.push({
      resource: subject('AWS::EC2::NetworkAcl', acl, ec2Arn('network-acl', acl, around), around),
      api: {
        call: 'ec2:CreateNetworkAclEntry',
        input: {
          ...{ NetworkAclId: acl, RuleNumber, Egress: egress, RuleAction: 'allow', Protocol: '6' },
          PortRange: { From: fromPort, To: toPort },
          ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        },
      },
      properties: [
        {
          property: `${egress ? 'Egress' : 'Ingress'} entry ${RuleNumber}`,
          from: null,
          to: `allow tcp ${fromPort}-${toPort} ${cidr}`,
        },
      ],
    });
  }
  return changes;
}

interface Entry {
  readonly acl: string;
  readonly egress: boolean;
  readonly wanted: number;
  readonly content: string;
}

/** The first number from this one downwards that neither the list nor another patch has; the lower decides first. */
function freeNumber(
  { acl, egress, wanted, content }: Entry,
  { whole, region, taken }: Around,
): number | null {
  const present = Object.values(whole.regions[region]?.networkAcls ?? {})
    .flatMap((lookup) => (lookup.known && lookup.value?.id === acl ? lookup.value.entries : []))
    .filter((entry) => entry.egress === egress)
    .map(({ number }) => number);
  for (let number = wanted; number > 0; number--) {
    const place = `${region} ${acl} ${String(egress)} ${number}`;
    if (taken.has(`${place} ${content}`)) return number;
    if (present.includes(number) || taken.has(place)) continue;
    taken.add(place).add(`${place} ${content}`);
    return number;
  }
  return null;
}

function routes(
  { routeTable, cidrs, target }: Extract<Opening, { readonly add: 'route' }>,
  around: Around,
): readonly Change[] | null {
  const to = routeTarget(routeTable, target, around);
  if (to === null || cidrs.some((cidr) => hasRoute(routeTable, cidr, around))) return null;
  return cidrs.map((cidr) => {
    const api: ApiCall = {
      call: 'ec2:CreateRoute',
      input: {
        RouteTableId: routeTable,
        ...(cidr.includes(':') ? { DestinationIpv6CidrBlock: cidr } : { DestinationCidrBlock: cidr }),
        ...to,
      },
    };
    return {
      resource: subject(
        'AWS::EC2::RouteTable',
        routeTable,
        ec2Arn('route-table', routeTable, around),
        around,
      ),
      api,
      properties: [{ property: `route for ${cidr}`, from: null, to: nameOfRoute(to) }],
    };
  });
}

/** Whether a table leads this block somewhere else already: EC2 creates no second route (error RouteAlreadyExists). */
const hasRoute = (table: string, cidr: string, { whole, region }: Around): boolean =>
  Object.values(whole.regions[region]?.routeTables ?? {}).some(
    (tables) =>
      tables.known &&
      tables.value.some(
        ({ id, routes: present }) => id === table && present.some(({ destination }) => destination === cidr),
      ),
  );

const withoutCheck = (NetworkInterfaceId: string, around: Around): Change => ({
  resource: subject(
    'AWS::EC2::NetworkInterface',
    NetworkInterfaceId,
    ec2Arn('network-interface', NetworkInterfaceId, around),
    around,
  ),
  api: {
    call: 'ec2:ModifyNetworkInterfaceAttribute',
    input: { NetworkInterfaceId, SourceDestCheck: { Value: false } },
  },
  properties: [{ property: 'SourceDestCheck', from: true, to: false }],
});
