import type { Subject } from '../../model/finding.ts';
import type { ReplicationConfig, ReplicationInstance, SubnetGroup } from '../../model/resources.ts';
import { spansZones } from '../apply/spans-zones.ts';
import { type Around, type RuleRemedy, resourceOf, subject } from '../around.ts';
import { type Advice, type Change, type NoPatch, not, patched, reason } from '../patch.ts';
import { usersOfInstance } from '../users.ts';
import { gone } from './gone.ts';
import { onlyBeforeStart } from './only-before-start.ts';

const noSubnet = reason(
  'no other subnet of the VPC was read in another zone that routes as its present ones do',
  'Which subnet an instance may stand in is for the owner of the VPC to say.',
  'Make a subnet in another Availability Zone of the VPC, with the same route table and network ACL, and add it to the group (ModifyReplicationSubnetGroup takes all subnets of the group).',
);

const zonesUntold = reason(
  'in which zones its subnet group has subnets is not told',
  'DMS makes a standby only where the group has a subnet in a second zone.',
  'See with aws dms describe-replication-subnet-groups that it has one, then set MultiAZ true (ComputeConfig.MultiAZ of a serverless replication).',
);

const notOurs = reason(
  'the subnet group belongs to a zero-ETL integration',
  'The account cannot change it.',
  'Use a subnet group of your own with subnets in two Availability Zones.',
);

/** A subnet group with a subnet more, in another zone. */
interface Widened extends Pick<Advice, 'decide'> {
  readonly change: Change;
}

function widened(group: SubnetGroup, resource: Subject, around: Around): Widened | NoPatch {
  if (group.readOnly) return notOurs;
  if (group.vpcId === null) return noSubnet;
  const subnets = around.facts.subnets(around.region, group.vpcId);
  const tables = around.facts.routeTables(around.region, group.vpcId);
  if (!subnets.known || !tables.known) return noSubnet;
  const tableOf = (subnet: string): string | null =>
    (
      tables.value.find(({ subnetIds }) => subnetIds.includes(subnet)) ??
      tables.value.find(({ main }) => main)
    )?.id ?? null;
  const zonesNow = group.subnets.map(({ zone }) => zone);
  const routesNow = new Set(group.subnets.map(({ id }) => tableOf(id)));
  const added = subnets.value.find(
    ({ id, zone }) => zone !== null && !zonesNow.includes(zone) && routesNow.has(tableOf(id)),
  );
  if (added === undefined) return noSubnet;
  around.taken.add(nameOf(added.id, group, around));
  return withAdded([...group.subnets, added], group, { resource, around });
}

/** By which the patches of a plan know that one of them adds a subnet to a group. */
const nameOf = (subnet: string, { id }: SubnetGroup, { region }: Around): string =>
  JSON.stringify([region, id, subnet]);

/** The change that adds those of these subnets that patches of the plan add. */
function withAdded(
  subnets: SubnetGroup['subnets'],
  group: SubnetGroup,
  { resource, around }: { readonly resource: Subject; readonly around: Around },
): Widened {
  const isNew = ({ id }: { readonly id: string }): boolean => around.taken.has(nameOf(id, group, around));
  const SubnetIds = subnets.map(({ id }) => id);
  const before = subnets.filter((subnet) => !isNew(subnet)).map(({ id }) => id);
  return {
    change: {
      resource,
      api: {
        call: 'dms:ModifyReplicationSubnetGroup',
        input: { ReplicationSubnetGroupIdentifier: group.id, SubnetIds },
      },
      properties: [{ property: 'SubnetIds', from: before, to: SubnetIds }],
    },
    decide: subnets
      .filter(isNew)
      .map(({ id, zone }) => `Whether replication instances are to stand in ${id} (${String(zone)}).`),
  };
}

/** What must be changed for the group of an instance to have a second zone: nothing, where it has one of its own. */
function secondZone(
  { subnetGroup }: ReplicationInstance | ReplicationConfig,
  around: Around,
): { readonly changes: readonly Change[]; readonly decide: readonly string[] } | NoPatch {
  const group = around.facts.subnetGroups.items.find(({ id }) => id === subnetGroup);
  const spans = spansZones(group);
  if (group === undefined || spans === null) return zonesUntold;
  const resource = subject(group.type, group.id, group.arn, around);
  const isOwn = group.subnets.every(({ id }) => !around.taken.has(nameOf(id, group, around)));
  if (spans && isOwn) return { changes: [], decide: [] };
  // Another patch of the plan may have added the second zone: this one is of no use without it.
  const more = spans
    ? withAdded(group.subnets, group, { resource, around })
    : widened(group, resource, around);
  return 'why' in more ? more : { changes: [more.change], decide: more.decide };
}

export const standbys: RuleRemedy = {
  patches: [
    'Sets MultiAZ true (ComputeConfig.MultiAZ of a serverless replication), where its subnet group has one zone after adding a subnet in another.',
  ],
  reasons: [noSubnet, notOurs, zonesUntold],
  make(finding, around) {
    const instance = resourceOf('instances', finding, around);
    const resource = instance ?? resourceOf('serverlessConfigs', finding, around);
    if (resource === null) return not(gone);
    const zone = secondZone(resource, around);
    if ('why' in zone) return not(zone);
    const property = instance === null ? 'ComputeConfig.MultiAZ' : 'MultiAZ';
    const change: Change = {
      resource: finding.resource,
      api:
        instance === null
          ? {
              call: 'dms:ModifyReplicationConfig',
              input: { ReplicationConfigArn: resource.arn, ComputeConfig: { MultiAZ: true } },
            }
          : {
              call: 'dms:ModifyReplicationInstance',
              input: { ReplicationInstanceArn: resource.arn, MultiAZ: true, ApplyImmediately: true },
            },
      properties: [{ property, from: resource.multiAz, to: true }],
    };
    const changes = [...zone.changes, change];
    return instance === null
      ? patched(changes, { first: [onlyBeforeStart], decide: zone.decide })
      : patched(changes, {
          breaks: ['The standby costs as much as the instance; there may be a short pause while it is made.'],
          users: usersOfInstance(instance.arn, around),
          decide: zone.decide,
        });
  },
};

export const subnetZones: RuleRemedy = {
  patches: [
    'Adds to the group a subnet of its VPC in another zone that has the same route table as those in it.',
  ],
  reasons: [noSubnet, notOurs],
  make(finding, around) {
    const group = resourceOf('subnetGroups', finding, around);
    if (group === null) return not(gone);
    const more = widened(group, finding.resource, around);
    if ('why' in more) return not(more);
    return patched([more.change], {
      decide: more.decide,
      users: around.facts.instances.items
        .filter(({ subnetGroup }) => subnetGroup === group.id)
        .map(({ id }) => id),
    });
  },
};
