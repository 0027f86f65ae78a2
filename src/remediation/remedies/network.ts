import { durableOpenings } from '../../analysis/network/durable.ts';
import { placesOf } from '../../analysis/network/places.ts';
import type { Finding } from '../../model/finding.ts';
import type { Opening } from '../../model/path.ts';
import type { ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import { type Around, type Maker, type RuleRemedy, resourceOf } from '../around.ts';
import { type Change, type NoPatch, not, patched, type Remedy, reason } from '../patch.ts';
import { usersOfGroup } from '../users.ts';
import { gone } from './gone.ts';
import { authorizing, changesFor, openingsIn } from './openings.ts';
import { pathSource } from './path-source.ts';
import { replacedRules } from './replaced-rules.ts';

const otherWay = reason(
  'no rule, entry or route opens the way, or which target a route should have stays open',
  'A gateway, a peering, a VPN, a transit gateway or a security group of another account is missing or refuses, and which way a network is to take is for its owner to say.',
  'Follow the hop that stops the flow, shown by `dms-auditor explain`; the finding says what would open it.',
);

const groupsOf = (changes: readonly Change[]): readonly string[] => [
  ...new Set(
    changes.flatMap(({ resource }) => (resource.type === 'AWS::EC2::SecurityGroup' ? [resource.id] : [])),
  ),
];

/** Rules, entries and routes that only ever let more through. */
function opened(openings: readonly Opening[], around: Around): Remedy {
  const changes = changesFor(openings, around);
  if (changes === null || changes.length === 0) return not(otherWay);
  const groups = groupsOf(changes);
  const kinds = new Set(changes.map(({ resource }) => resource.type));
  return patched(changes, {
    breaks: [
      ...(kinds.has('AWS::EC2::RouteTable')
        ? ['All subnets of the route table send these addresses that way from then on.']
        : []),
      ...(kinds.has('AWS::EC2::NetworkAcl')
        ? ['All subnets of the network ACL let this traffic through.']
        : []),
      ...(groups.length > 0 ? ['Whatever else carries the groups is opened in the same way.'] : []),
    ],
    users: [...new Set(groups.flatMap((group) => usersOfGroup(group, around)))],
  });
}

const replicatorOf = (finding: Finding, around: Around): ReplicationInstance | ReplicationConfig | null =>
  resourceOf('instances', finding, around) ?? resourceOf('serverlessConfigs', finding, around);

export const pathsOpened: RuleRemedy = {
  patches: [
    'Adds the security group rules, network ACL entries and routes that open each hop which stops a flow, as narrow as the hop allows; turns off the source/destination check of a NAT host.',
  ],
  reasons: [otherWay],
  make(finding, around) {
    const openings = openingsIn(finding);
    return openings === null ? not(otherWay) : opened(openings, around);
  },
};

const missingEndpoint = reason(
  'a VPC endpoint is missing, or its policy refuses',
  'A VPC endpoint costs money and changes names for the whole VPC, and its policy is for its owner to write.',
  'Create the gateway or interface endpoint that the finding names (CreateVpcEndpoint), or let its policy allow what the finding says is refused.',
);

export const servicesReached: RuleRemedy = {
  patches: ['Opens the security groups and network ACLs that stop requests to an AWS service.'],
  reasons: [missingEndpoint, otherWay],
  make(finding, around) {
    const openings = openingsIn(finding);
    if (openings === null || openings.some((opening) => !('turnOff' in opening) && opening.add === 'route'))
      return not(missingEndpoint);
    return opened(openings, around);
  },
};

export const durableAdmission: RuleRemedy = {
  patches: [
    'Adds a rule for the security group of the instance, or for the range of its subnet, beside the one that names its address.',
  ],
  reasons: [otherWay],
  make(finding, around) {
    const resource = replicatorOf(finding, around);
    return resource === null
      ? not(gone)
      : opened(durableOpenings(resource, pathSource(finding.rule, around)), around);
  },
};

export const everythingOut: RuleRemedy = {
  patches: ['Adds an outbound rule for all traffic to 0.0.0.0/0 (and ::/0 where it has IPv6).'],
  reasons: [otherWay],
  make(finding, around) {
    const resource = replicatorOf(finding, around);
    if (resource === null) return not(gone);
    const places = placesOf(resource, around);
    const changes = places.flatMap(({ groups, ipv6 }) =>
      groups.flatMap(([group]) =>
        group === undefined
          ? []
          : authorizing('Egress', group, around, {
              IpProtocol: '-1',
              IpRanges: [{ CidrIp: '0.0.0.0/0' }],
              ...(ipv6 === true ? { Ipv6Ranges: [{ CidrIpv6: '::/0' }] } : {}),
            }),
      ),
    );
    const distinct = [...new Map(changes.map((change) => [JSON.stringify(change.api), change])).values()];
    if (distinct.length === 0) return not(otherWay);
    return patched(distinct, {
      breaks: ['Everything that carries the group may send anywhere.'],
      users: groupsOf(distinct).flatMap((group) => usersOfGroup(group, around)),
      decide: [
        'Whether to follow the letter of the guide at all: instance-egress-reaches-endpoints judges what is really needed.',
      ],
    });
  },
};

const sharedRules = reason(
  'the rules are not those of groups of this account and Region',
  'A group of another account is its owner’s to change.',
  'Ask the owner of the group to take the rules away that the finding names.',
);

/** Takes away the rules that the finding names, and first lets in or out narrowly what flows were carried by them. */
const narrowing =
  (direction: 'ingress' | 'egress', breaks: readonly string[], failing: NoPatch): Maker =>
  (finding, around) => {
    const changes = replacedRules(finding, direction, around);
    if (changes === null) return not(failing);
    return patched(changes, {
      breaks,
      users: [...new Set(groupsOf(changes).flatMap((group) => usersOfGroup(group, around)))],
    });
  };

const nobodyElse =
  'Whatever else of the network used the rules loses its way: only the flows of DMS in the snapshot are kept open.';

export const closedIngress: RuleRemedy = {
  patches: ['Revokes the inbound rules that let the whole internet in.'],
  reasons: [sharedRules],
  make: narrowing('ingress', [nobodyElse], sharedRules),
};

export const narrowDatabases: RuleRemedy = {
  patches: [
    'Lets the flows of the instances in, each from its group or address, and revokes the inbound rules for the whole internet.',
  ],
  reasons: [sharedRules],
  make: narrowing(
    'ingress',
    [nobodyElse, 'Test the connections after the new rules and before the old ones go.'],
    sharedRules,
  ),
};

export const narrowEgress: RuleRemedy = {
  patches: ['Lets the flows and AWS services in use out, and revokes the outbound rules that let out more.'],
  reasons: [sharedRules],
  make: narrowing('egress', [nobodyElse], sharedRules),
};

const rerouted = reason(
  'a flow to a database in AWS crosses the internet',
  'Moving the instance, a peering or a transit gateway, and the DNS of the database are one design that the owner of both networks makes.',
  'Put the instance into the VPC of the database, or link both VPCs with DNS resolution on, route to the private address, and make the database not publicly accessible.',
);
export const privateFlows: RuleRemedy = { patches: [], reasons: [rerouted], make: () => not(rerouted) };
