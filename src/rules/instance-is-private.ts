import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported } from '../model/verdict.ts';

export const instanceIsPrivate = defineRule({
  id: 'instance-is-private',
  title: 'Replication instances are not reachable from the internet',
  judgement:
    'PubliclyAccessible must be false; an instance profile that does not say counts as public, which is its default.',
  severity: 'CRITICAL',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.1'],
  rationale:
    'A replication instance holds the credentials of source and target and a copy of the data in flight; a public address puts it one group rule away from everybody.',
  remediation:
    'PubliclyAccessible cannot be changed in place: create a new instance (or instance profile) with PubliclyAccessible false in private subnets, move the tasks to it and delete this one. Databases outside the VPC are reached through NAT, VPN or peering.',
  sources: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-1',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateInstanceProfile.html',
  ],
  judges: ['instances', 'instanceProfiles'],

  judge({ type, publiclyAccessible }) {
    const witness = { kind: 'value', field: 'PubliclyAccessible', value: publiclyAccessible } as const;
    switch (publiclyAccessible) {
      case true:
        return nonCompliant('PubliclyAccessible is true', witness);
      case false:
        return compliant('PubliclyAccessible is false', { witness });
      case null:
        // CreateInstanceProfile: "The default value is true"; an instance always reports its flag.
        return type === 'AWS::DMS::InstanceProfile'
          ? nonCompliant('PubliclyAccessible is not set, and its default is true', witness)
          : notReported('dms:DescribeReplicationInstances', 'PubliclyAccessible');
    }
  },
});
