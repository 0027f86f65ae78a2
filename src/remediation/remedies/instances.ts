import { newestVersion } from '../../analysis/engine-support.ts';
import type { ReplicationInstance } from '../../model/resources.ts';
import { type Maker, type RuleRemedy, resourceOf } from '../around.ts';
import type { Inputs } from '../calls.ts';
import { not, type PropertyChange, patched, reason, recreation } from '../patch.ts';
import { usersOfInstance } from '../users.ts';
import { gone } from './gone.ts';

type Input = Omit<Inputs['dms:ModifyReplicationInstance'], 'ReplicationInstanceArn'>;

const modifying =
  (
    change: (instance: ReplicationInstance) => {
      readonly input: Input;
      readonly properties: readonly PropertyChange[];
    },
    breaks: readonly string[],
    first: readonly string[] = [],
  ): Maker =>
  (finding, around) => {
    const instance = resourceOf('instances', finding, around);
    if (instance === null) return not(gone);
    const { input, properties } = change(instance);
    const api = {
      call: 'dms:ModifyReplicationInstance',
      input: { ReplicationInstanceArn: instance.arn, ...input },
    } as const;
    return patched([{ resource: finding.resource, api, properties }], {
      ...{ first, breaks },
      users: usersOfInstance(instance.arn, around),
    });
  };

const upgrade = modifying(
  ({ engineVersion }) => {
    const line = (version: string): string => version.split('.').slice(0, 2).join('.');
    const isMajor = engineVersion === null || line(engineVersion) !== line(newestVersion);
    return {
      input: {
        EngineVersion: newestVersion,
        ...(isMajor ? { AllowMajorVersionUpgrade: true } : {}),
        ApplyImmediately: true,
      },
      properties: [{ property: 'EngineVersion', from: engineVersion, to: newestVersion }],
    };
  },
  [
    'The instance restarts: its tasks stop copying until they are resumed. Without ApplyImmediately that waits for the maintenance window.',
    'From engine 3.4.7 on it reaches AWS services through its VPC alone (S3, Secrets Manager, Kinesis, …).',
  ],
  ['Stop its tasks; once it is available again, test the connections and resume them.'],
);

export const enginesUpgrade: RuleRemedy = {
  patches: [`Upgrades the instance to engine ${newestVersion}.`],
  reasons: [],
  make: upgrade,
};

export const minorVersions: RuleRemedy = {
  patches: ['Sets AutoMinorVersionUpgrade true.'],
  reasons: [],
  make: modifying(
    ({ autoMinorVersionUpgrade: from }) => ({
      input: { AutoMinorVersionUpgrade: true },
      properties: [{ property: 'AutoMinorVersionUpgrade', from, to: true }],
    }),
    ['DMS upgrades the instance in its maintenance windows from now on, which restarts it.'],
  ),
};

const publicInstance = recreation(
  'an instance has PubliclyAccessible true',
  'DMS cannot change PubliclyAccessible of an instance: AWS makes it anew, with other addresses, and a snapshot does not hold its class and storage.',
  'Create a new instance with PubliclyAccessible false in private subnets, move its tasks (MoveReplicationTask), delete the old one. In CloudFormation and Terraform the property alone does it, by replacement.',
);

export const privacy: RuleRemedy = {
  patches: ['Sets PubliclyAccessible of an instance profile false.'],
  reasons: [publicInstance],
  make(finding, around) {
    const profile = resourceOf('instanceProfiles', finding, around);
    if (profile === null) return not(publicInstance);
    return patched(
      [
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyInstanceProfile',
            input: { InstanceProfileIdentifier: profile.arn, PubliclyAccessible: false },
          },
          properties: [{ property: 'PubliclyAccessible', from: profile.publiclyAccessible, to: false }],
        },
      ],
      {
        breaks: [
          'Data migrations that use the profile reach databases outside of the VPC through NAT, VPN or peering alone.',
        ],
        users: around.facts.migrationProjects.items
          .filter(({ instanceProfileArn }) => instanceProfileArn === profile.arn)
          .map(({ id }) => `migration project ${id}`),
      },
    );
  },
};

const multiAz = modifying(
  ({ multiAz: from }) => ({
    input: { MultiAZ: true, ApplyImmediately: true },
    properties: [{ property: 'MultiAZ', from, to: true }],
  }),
  ['The standby costs as much as the instance; there may be a short pause while it is made.'],
);

export const zones: RuleRemedy = {
  patches: ['Sets MultiAZ true (ComputeConfig.MultiAZ of a serverless replication).'],
  reasons: [],
  make(finding, around) {
    const config = resourceOf('serverlessConfigs', finding, around);
    if (config === null) return multiAz(finding, around);
    return patched(
      [
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyReplicationConfig',
            input: { ReplicationConfigArn: config.arn, ComputeConfig: { MultiAZ: true } },
          },
          properties: [{ property: 'ComputeConfig.MultiAZ', from: config.multiAz, to: true }],
        },
      ],
      { first: [onlyBeforeStart] },
    );
  },
};

/** (DMS API, ModifyReplicationConfig) */
export const onlyBeforeStart =
  'DMS changes a serverless replication only before it has first been started, or after it failed; otherwise make a new one of the same settings.';

const noSubnet = reason(
  'no other subnet of the VPC was read in another zone that routes as its present ones do',
  'Which subnet an instance may stand in is for the owner of the VPC to say.',
  'Make a subnet in another Availability Zone of the VPC, with the same route table and network ACL, and add it to the group (ModifyReplicationSubnetGroup takes all subnets of the group).',
);

export const subnetZones: RuleRemedy = {
  patches: [
    'Adds to the group a subnet of its VPC in another zone that has the same route table as those in it.',
  ],
  reasons: [noSubnet],
  make(finding, around) {
    const group = resourceOf('subnetGroups', finding, around);
    if (group === null || group.vpcId === null) return not(noSubnet);
    const subnets = around.facts.subnets(around.region, group.vpcId);
    const tables = around.facts.routeTables(around.region, group.vpcId);
    if (!subnets.known || !tables.known) return not(noSubnet);
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
    if (added === undefined) return not(noSubnet);
    const before = group.subnets.map(({ id }) => id);
    const SubnetIds = [...before, added.id];
    return patched(
      [
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyReplicationSubnetGroup',
            input: { ReplicationSubnetGroupIdentifier: group.id, SubnetIds },
          },
          properties: [{ property: 'SubnetIds', from: before, to: SubnetIds }],
        },
      ],
      {
        decide: [`Whether replication instances are to stand in ${added.id} (${String(added.zone)}).`],
        users: around.facts.instances.items
          .filter(({ subnetGroup }) => subnetGroup === group.id)
          .map(({ id }) => id),
      },
    );
  },
};
