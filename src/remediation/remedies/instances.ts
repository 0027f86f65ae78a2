import { newestVersion } from '../../analysis/engine-support.ts';
import type { ReplicationInstance } from '../../model/resources.ts';
import { type Maker, type RuleRemedy, resourceOf } from '../around.ts';
import type { Inputs } from '../calls.ts';
import { not, type PropertyChange, patched, recreation } from '../patch.ts';
import { usersOfInstance } from '../users.ts';
import { gone } from './gone.ts';
import { projectsFirst } from './projects-first.ts';

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

/** (DMS API, ModifyInstanceProfile) */
const deleteProjects =
  'Delete or modify the migration projects of the instance profile, while it has one DMS does not modify it';

export const privacy: RuleRemedy = {
  patches: ['Sets PubliclyAccessible of an instance profile false.'],
  reasons: [publicInstance],
  make(finding, around) {
    const profile = resourceOf('instanceProfiles', finding, around);
    if (profile === null) return not(publicInstance);
    const users = around.facts.migrationProjects.items
      .filter(({ instanceProfileArn }) => instanceProfileArn === profile.arn)
      .map(({ id }) => `migration project ${id}`);
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
        first: projectsFirst(users, deleteProjects, around),
        users,
      },
    );
  },
};
