import type { SslMode } from '../model/resources.ts';

/** A rule of a security group as EC2 takes it (EC2 API, IpPermission). */
export interface IpPermission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly { readonly CidrIp: string }[];
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6: string }[];
  readonly PrefixListIds?: readonly { readonly PrefixListId: string }[];
  readonly UserIdGroupPairs?: readonly { readonly GroupId: string; readonly UserId?: string }[];
}

interface GroupRules {
  readonly GroupId: string;
  readonly IpPermissions: readonly IpPermission[];
}

interface InlinePolicyInput {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

type Scalar = string | number | boolean;

/** Settings of one group of an endpoint, by their names in the API. */
export type SettingsInput = Readonly<Record<string, Scalar>>;

/** Every call that a patch can make, with what it takes; all of it in the API's own names. */
export interface Inputs {
  readonly 'dms:ModifyReplicationInstance': {
    readonly ReplicationInstanceArn: string;
    readonly ApplyImmediately?: boolean;
    readonly EngineVersion?: string;
    readonly AllowMajorVersionUpgrade?: boolean;
    readonly MultiAZ?: boolean;
    readonly AutoMinorVersionUpgrade?: boolean;
  };
  readonly 'dms:ModifyReplicationConfig': {
    readonly ReplicationConfigArn: string;
    readonly ComputeConfig?: { readonly MultiAZ: true };
    /** JSON. */
    readonly ReplicationSettings?: string;
  };
  readonly 'dms:ModifyReplicationTask': {
    readonly ReplicationTaskArn: string;
    /** JSON. */
    readonly ReplicationTaskSettings: string;
  };
  readonly 'dms:ModifyDataMigration': {
    readonly DataMigrationIdentifier: string;
    readonly EnableCloudwatchLogs: boolean;
  };
  readonly 'dms:ModifyEndpoint': {
    readonly EndpointArn: string;
    readonly SslMode?: SslMode;
    readonly CertificateArn?: string;
    readonly KafkaSettings?: SettingsInput;
    readonly RedisSettings?: SettingsInput;
    readonly NeptuneSettings?: SettingsInput;
    readonly S3Settings?: SettingsInput;
  };
  readonly 'dms:ModifyDataProvider': {
    readonly DataProviderIdentifier: string;
    readonly ExactSettings: boolean;
    readonly Settings: Readonly<Record<string, SettingsInput>>;
  };
  readonly 'dms:ModifyInstanceProfile': {
    readonly InstanceProfileIdentifier: string;
    readonly PubliclyAccessible: boolean;
  };
  readonly 'dms:ModifyEventSubscription': { readonly SubscriptionName: string; readonly Enabled: boolean };
  readonly 'dms:ModifyReplicationSubnetGroup': {
    readonly ReplicationSubnetGroupIdentifier: string;
    readonly SubnetIds: readonly string[];
  };
  readonly 'ec2:AuthorizeSecurityGroupIngress': GroupRules;
  readonly 'ec2:AuthorizeSecurityGroupEgress': GroupRules;
  readonly 'ec2:RevokeSecurityGroupIngress': GroupRules;
  readonly 'ec2:RevokeSecurityGroupEgress': GroupRules;
  readonly 'ec2:CreateNetworkAclEntry': {
    readonly NetworkAclId: string;
    readonly RuleNumber: number;
    readonly Egress: boolean;
    readonly RuleAction: 'allow';
    readonly Protocol: string;
    readonly PortRange: { readonly From: number; readonly To: number };
    readonly CidrBlock?: string;
    readonly Ipv6CidrBlock?: string;
  };
  readonly 'ec2:CreateRoute': {
    readonly RouteTableId: string;
    readonly DestinationCidrBlock?: string;
    readonly DestinationIpv6CidrBlock?: string;
    readonly GatewayId?: string;
    readonly NatGatewayId?: string;
    readonly TransitGatewayId?: string;
    readonly VpcPeeringConnectionId?: string;
    readonly NetworkInterfaceId?: string;
    readonly EgressOnlyInternetGatewayId?: string;
  };
  readonly 'ec2:ModifyNetworkInterfaceAttribute': {
    readonly NetworkInterfaceId: string;
    readonly SourceDestCheck: { readonly Value: boolean };
  };
  readonly 'iam:CreateRole': {
    readonly RoleName: string;
    readonly Path: string;
    readonly AssumeRolePolicyDocument: string;
  };
  readonly 'iam:CreateServiceLinkedRole': { readonly AWSServiceName: string };
  readonly 'iam:UpdateAssumeRolePolicy': { readonly RoleName: string; readonly PolicyDocument: string };
  readonly 'iam:AttachRolePolicy': { readonly RoleName: string; readonly PolicyArn: string };
  readonly 'iam:DetachRolePolicy': { readonly RoleName: string; readonly PolicyArn: string };
  readonly 'iam:PutRolePolicy': InlinePolicyInput & { readonly RoleName: string };
  readonly 'iam:DeleteRolePolicy': { readonly RoleName: string; readonly PolicyName: string };
  readonly 'iam:PutUserPolicy': InlinePolicyInput & { readonly UserName: string };
  readonly 'iam:DeleteUserPolicy': { readonly UserName: string; readonly PolicyName: string };
  readonly 'kms:EnableKey': { readonly KeyId: string };
  readonly 'kms:CancelKeyDeletion': { readonly KeyId: string };
  readonly 'kms:EnableKeyRotation': { readonly KeyId: string };
  readonly 'kms:PutKeyPolicy': {
    readonly KeyId: string;
    readonly PolicyName: string;
    readonly Policy: string;
  };
  readonly 'kms:RevokeGrant': { readonly KeyId: string; readonly GrantId: string };
  readonly 'sns:SetTopicAttributes': {
    readonly TopicArn: string;
    readonly AttributeName: 'Policy';
    readonly AttributeValue: string;
  };
  readonly 's3:PutPublicAccessBlock': {
    readonly Bucket: string;
    readonly PublicAccessBlockConfiguration: {
      readonly BlockPublicAcls: boolean;
      readonly IgnorePublicAcls: boolean;
      readonly BlockPublicPolicy: boolean;
      readonly RestrictPublicBuckets: boolean;
    };
  };
  readonly 's3:PutBucketEncryption': {
    readonly Bucket: string;
    readonly ServerSideEncryptionConfiguration: {
      readonly Rules: readonly [
        { readonly ApplyServerSideEncryptionByDefault: { readonly SSEAlgorithm: 'AES256' | 'aws:kms' } },
      ];
    };
  };
  readonly 'cloudtrail:StartLogging': { readonly Name: string };
}

export type CallName = keyof Inputs;

/** One call of the AWS API: `ec2:CreateRoute`, and its input as plain JSON. */
export type ApiCall = {
  readonly [K in CallName]: { readonly call: K; readonly input: Inputs[K] };
}[CallName];
