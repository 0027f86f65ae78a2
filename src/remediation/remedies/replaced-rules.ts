import { connectionsOf, networkOf } from '../../analysis/network/connections.ts';
import { judgeAdmission } from '../../analysis/network/databases.ts';
import { admission, type Direction, describePermit } from '../../analysis/network/groups.ts';
import { judgePaths } from '../../analysis/network/path-verdict.ts';
import { serviceConnectionsOf } from '../../analysis/network/service-connections.ts';
import { judgeServices } from '../../analysis/network/service-verdict.ts';
import { reachesServicesThroughVpc, throughVpc } from '../../analysis/network/through-vpc.ts';
import type { Finding, PathWitness } from '../../model/finding.ts';
import type { GroupRule, Peer } from '../../model/network.ts';
import type { Opening } from '../../model/path.ts';
import type { ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { applyChanges } from '../apply/apply.ts';
import { type Around, aroundOf, ec2Arn, subject } from '../around.ts';
import type { IpPermission } from '../calls.ts';
import type { Change } from '../patch.ts';
import { changesFor, peerFields } from './openings.ts';
import { pathSource } from './path-source.ts';

/**
 * The rules that a finding names, taken away; before that, rules for just those flows of the Region's instances that
 * would be stopped without them. null: a rule is of a group that is not read.
 */
export function replacedRules(
  finding: Finding,
  direction: Direction,
  around: Around,
): readonly Change[] | null {
  const { witness } = finding;
  if (witness?.kind !== 'list') return null;
  const revoked = revocations(witness.items, direction, around);
  if (revoked.length === 0) return null;
  const openings = stoppedWithout(revoked, finding, around);
  const reopened = openings === null ? null : changesFor(openings, around);
  return reopened === null ? null : [...reopened, ...revoked];
}

/** Each rule of the Region's groups that one of these texts begins with. */
function revocations(texts: readonly string[], direction: Direction, around: Around): readonly Change[] {
  const { facts, region, whole } = around;
  const isNamed = (rule: string): boolean =>
    texts.some((text) => text === rule || text.startsWith(`${rule}, not needed`));
  return Object.keys(whole.regions[region]?.securityGroups ?? {}).flatMap((id) => {
    const group = facts.securityGroups(region, id);
    if (!group.known || group.value === null) return [];
    const { permits } = admission([id], direction, around);
    const written = group.value[direction].flatMap((rule) => rule.peers.map((peer) => ({ rule, peer })));
    const named = written.filter((_, index) => {
      const permit = permits[index];
      return permit !== undefined && isNamed(describePermit(permit, direction));
    });
    return named.map(({ rule, peer }) => revoking({ group: id, rule, peer, direction }, around));
  });
}

interface Revoked {
  readonly group: string;
  readonly rule: GroupRule;
  readonly peer: Peer;
  readonly direction: Direction;
}

function revoking({ group: GroupId, rule, peer, direction }: Revoked, around: Around): Change {
  const side = direction === 'ingress' ? 'Ingress' : 'Egress';
  const permission: IpPermission = {
    IpProtocol: rule.protocol,
    ...(rule.fromPort === null ? {} : { FromPort: rule.fromPort }),
    ...(rule.toPort === null ? {} : { ToPort: rule.toPort }),
    ...peerFields(peer),
  };
  return {
    resource: subject('AWS::EC2::SecurityGroup', GroupId, ec2Arn('security-group', GroupId, around), around),
    api: { call: `ec2:RevokeSecurityGroup${side}`, input: { GroupId, IpPermissions: [permission] } },
    properties: [{ property: `SecurityGroup${side}`, from: { ...permission }, to: null }],
  };
}

/** What would open again each flow that is carried now and stopped then; null: nothing would. */
function stoppedWithout(
  revoked: readonly Change[],
  finding: Finding,
  around: Around,
): readonly Opening[] | null {
  const then = aroundOf(finding, applyChanges(around.whole, revoked), around);
  const { instances, serverlessConfigs } = around.facts;
  const openings: Opening[] = [];
  for (const resource of [...instances.items, ...serverlessConfigs.items]) {
    const before = verdictsOn(resource, finding.rule, around);
    for (const [index, verdict] of verdictsOn(resource, finding.rule, then).entries()) {
      if (verdict.status !== 'NON_COMPLIANT' || before[index]?.status === 'NON_COMPLIANT') continue;
      const { witness } = verdict;
      if (witness.kind !== 'path') return null;
      openings.push(...opensOf(witness, revoked));
    }
  }
  return openings;
}

/** Where no addresses can be named, as of an AWS service outside of the VPC, all of them by HTTPS alone. */
const opensOf = ({ paths }: PathWitness, revoked: readonly Change[]): readonly Opening[] =>
  paths
    .filter(({ judged }) => judged === 'stopped')
    .flatMap(({ opens }) =>
      opens !== null && opens.length > 0
        ? opens.filter(isOfGroup)
        : [...new Set(revoked.flatMap(groupOf))].map(httpsFrom),
    );

/** Only what a rule of a group stops was stopped by its revocation. */
const isOfGroup = (opening: Opening): boolean => 'peer' in opening;

const groupOf = ({ api }: Change): readonly string[] =>
  api.call === 'ec2:RevokeSecurityGroupEgress' ? [api.input.GroupId] : [];

const httpsFrom = (group: string): Opening => ({
  ...{ add: 'egress rule', group, protocol: 'tcp', fromPort: 443, toPort: 443 },
  peer: { cidrs: ['0.0.0.0/0'] },
});

/** How its flows leave, how databases admit them, and how it reaches AWS services. */
function verdictsOn(
  resource: ReplicationInstance | ReplicationConfig,
  rule: string,
  around: Around,
): readonly Verdict[] {
  const source = pathSource(rule, around);
  const connections = connectionsOf(resource, source);
  const parts = ['departure'] as const;
  const leaving = throughVpc(resource, connections, parts);
  const text = (): string => '';
  const scope = {
    ...around,
    network: networkOf(source),
    serverless: resource.type === 'AWS::DMS::ReplicationConfig',
  };
  return [
    judgePaths(leaving.connections, { parts, of: leaving.of, stopped: text, allowed: text, absent: '' }),
    judgeAdmission(connections),
    ...(reachesServicesThroughVpc(resource) === true
      ? [judgeServices(serviceConnectionsOf(resource, source), scope)]
      : []),
  ];
}
