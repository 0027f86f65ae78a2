import { CreateReplicationSubnetGroupCommand } from '@aws-sdk/client-database-migration-service';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { type FreshAccount, region } from './aws.ts';

export interface Network {
  readonly subnetGroup: string;
  /** A group that lets everything out, and in by HTTPS what a prefix list of partners holds. */
  readonly outbound: string;
  /** A group that lets the internet in by SSH, in two halves, and only HTTPS out to the partners. */
  readonly exposed: string;
}

/** A VPC with two subnets, the default network ACL and these groups. */
export async function makeNetwork({ ec2, dms }: FreshAccount): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const SubnetIds: string[] = [];
  for (const [index, zone] of ['a', 'b'].entries()) {
    const CidrBlock = `10.20.${index * 16}.0/20`;
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `${region}${zone}` }),
    );
    SubnetIds.push(Subnet?.SubnetId ?? '');
  }
  const group = async (GroupName: string): Promise<string> => {
    const created = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId }),
    );
    return created.GroupId ?? '';
  };
  const outbound = await group('outbound');
  const exposed = await group('exposed');
  const https = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'partners',
      MaxEntries: 2,
      AddressFamily: 'IPv4',
      Entries: [{ Cidr: '198.51.100.0/24' }],
    }),
  );
  const allow = (port: number, more: Partial<IpPermission>): IpPermission[] => [
    { IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more },
  ];
  const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  const ssh = allow(22, { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] });
  const partners = allow(443, { PrefixListIds: [{ PrefixListId: https.PrefixList?.PrefixListId ?? '' }] });
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: outbound, IpPermissions: partners }));
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: exposed, IpPermissions: ssh }));
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: exposed, IpPermissions: everything }));
  await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: exposed, IpPermissions: partners }));
  const ReplicationSubnetGroupIdentifier = 'migration';
  await dms.send(
    new CreateReplicationSubnetGroupCommand({
      ReplicationSubnetGroupIdentifier,
      ReplicationSubnetGroupDescription: 'two zones',
      SubnetIds,
      Tags: [{ Key: 'team', Value: 'migration' }],
    }),
  );
  return { subnetGroup: ReplicationSubnetGroupIdentifier, outbound, exposed };
}
