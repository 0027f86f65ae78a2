/** A document of AWS, and where in it. */
export interface RequirementSource {
  readonly document: string;
  readonly url: string;
  /** null: the document as a whole. */
  readonly section: string | null;
}

/** One statement of AWS's documents on DMS that can be tested. */
export interface Requirement {
  /** `R01`; never changes. */
  readonly id: string;
  readonly text: string;
  readonly sources: readonly [RequirementSource, ...RequirementSource[]];
  /** The tests that show it, where no rule can. */
  readonly shownBy?: readonly string[];
}

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide';
const page =
  (document: string, name: string) =>
  (section: string | null = null): RequirementSource => ({ document, section, url: `${guide}/${name}.html` });

const iam = page('How AWS Database Migration Service works with IAM', 'security_iam_service-with-iam');
const permissions = page('IAM permissions needed to use AWS DMS', 'CHAP_Security.IAMPermissions');
const roles = page('Creating the IAM roles to use with the AWS CLI and AWS DMS API', 'CHAP_Security.APIRole');
const security = page('Security in AWS Database Migration Service', 'CHAP_Security');
const confusedDeputy = page(
  'Cross-service confused deputy prevention',
  'cross-service-confused-deputy-prevention',
);

const keySection = 'Setting an encryption key and specifying AWS KMS permissions';
const networkSection = 'Network security for AWS Database Migration Service';

/** What the five documents of AWS demand, each row in our words; rules name the rows that they judge. */
export const requirements: readonly Requirement[] = [
  {
    id: 'R01',
    sources: [iam('Actions'), iam('Resources')],
    text: 'A statement has Action or NotAction, and Resource or NotResource (identity policies).',
  },
  {
    id: 'R02',
    sources: [iam('Actions')],
    text: 'DMS actions carry the prefix `dms:`; wildcards are allowed. A name that matches no DMS action grants nothing.',
  },
  {
    id: 'R03',
    sources: [iam('Resources')],
    text: 'Actions without resource-level permission (lists above all) work only with Resource `*`; scoped to an ARN they grant nothing.',
  },
  {
    id: 'R04',
    sources: [iam('Resources')],
    text: 'DMS ARNs name certificates, endpoints, event subscriptions, replication instances, subnet groups, tasks (13 types by now). An ARN pattern that no DMS resource of a type the action takes can match grants nothing. (The page prints an endpoint ARN with a slash; real DMS ARNs use a colon there: a policy copied from it matches nothing, and the finding says so.)',
  },
  {
    id: 'R05',
    sources: [iam('Resources')],
    text: 'An action on several resources needs permission on all of them: the page names StartReplicationTask with its source and target endpoint. AWS itself checks start on the task alone, and create on instance and endpoints; both readings are judged, the letter in `documented`.',
  },
  {
    id: 'R06',
    sources: [iam('Condition keys')],
    text: 'Operators and keys are ANDed, values of one key are ORed; policy variables are substituted.',
    shownBy: ['test/analysis/policy/authorize.cases.test.ts'],
  },
  {
    id: 'R07',
    sources: [iam('Condition keys'), iam('Authorization based on AWS DMS tags')],
    text: 'Tag conditions narrow access. The page prints `dms:ResourceTag/k`, which IAM does not have: real keys are `aws:ResourceTag/k`, `dms:<type>-tag/k`, `dms:req-tag/k`, `aws:RequestTag/k`, `aws:TagKeys`. A condition that no resource meets locks everybody out; a resource without the tag escapes tag-scoped access.',
  },
  {
    id: 'R08',
    sources: [iam('AWS DMS resource-based policies')],
    text: 'The only resource-based policy is the key policy; for S3 and Redshift targets it says who may encrypt migrated data.',
  },
  {
    id: 'R09',
    sources: [iam('AWS DMS resource-based policies')],
    text: "Cross-account use needs both sides: the key policy names the principal or its account, and the principal's own policy allows it. In the same account a key policy that names the principal is enough; an identity policy alone works only where the key policy delegates to IAM.",
  },
  {
    id: 'R10',
    sources: [iam('Using temporary credentials with AWS DMS')],
    text: 'Temporary credentials are supported, and preferred here.',
  },
  {
    id: 'R11',
    sources: [iam('Service roles')],
    text: 'Endpoints on DynamoDB, OpenSearch, Kinesis, S3 (source or target), and Redshift with a custom key or bucket, need a service role that DMS can assume and that can do the documented work.',
  },
  {
    id: 'R12',
    sources: [iam('Service roles')],
    text: 'An administrator can change a service role; doing so can break DMS. Changes are re-judged when they happen where Config records IAM, else by the next scheduled run.',
    shownBy: ['test/audit/config-rule.test.ts'],
  },
  {
    id: 'R13',
    sources: [iam('Choosing an IAM role in AWS DMS'), roles()],
    text: 'With the CLI or API, `dms-vpc-role` and `dms-cloudwatch-logs-role` must exist.',
  },
  {
    id: 'R14',
    sources: [iam('Choosing an IAM role in AWS DMS'), roles()],
    text: 'With a Redshift target, `dms-access-for-endpoint` must exist too.',
  },
  { id: 'R15', sources: [permissions()], text: 'A migration principal may call DMS (`dms:*`).' },
  {
    id: 'R16',
    sources: [permissions()],
    text: 'A migration principal may also list keys: `kms:ListAliases`, `kms:DescribeKey` (not needed with a known key ARN and the CLI only).',
  },
  {
    id: 'R17',
    sources: [permissions()],
    text: 'A migration principal may also use `iam:GetRole`, `iam:PassRole`; `iam:CreateRole`, `iam:AttachRolePolicy` only while the roles do not exist yet.',
  },
  {
    id: 'R18',
    sources: [permissions()],
    text: 'A migration principal may also use the eight EC2 network actions.',
  },
  {
    id: 'R19',
    sources: [permissions()],
    text: 'A migration principal may also use `cloudwatch:Get*`, `cloudwatch:List*` for metrics.',
  },
  {
    id: 'R20',
    sources: [permissions(), security()],
    text: 'A migration principal may also use the four log-reading actions for replication logs.',
  },
  {
    id: 'R21',
    sources: [permissions()],
    text: 'A migration principal may also use `redshift:Describe*`, `redshift:ModifyClusterIamRoles`, only with a Redshift target.',
  },
  { id: 'R22', sources: [permissions()], text: 'Access can be narrowed by tag.' },
  {
    id: 'R23',
    sources: [roles()],
    text: 'The trust of `dms-vpc-role` and `dms-cloudwatch-logs-role` lets `dms.amazonaws.com` call `sts:AssumeRole`.',
  },
  {
    id: 'R24',
    sources: [roles()],
    text: 'The trust of `dms-access-for-endpoint` lets both `dms.amazonaws.com` and `redshift.amazonaws.com` in.',
  },
  {
    id: 'R25',
    sources: [roles()],
    text: 'Each role carries its managed policy: `AmazonDMSVPCManagementRole`, `AmazonDMSCloudWatchLogsRole`, `AmazonDMSRedshiftS3Role` (path `service-role/`).',
  },
  {
    id: 'R26',
    sources: [roles()],
    text: "A custom policy in their place must be checked periodically against the managed policy's current version, which AWS changes.",
  },
  { id: 'R27', sources: [security()], text: 'Endpoint connections use TLS.' },
  {
    id: 'R28',
    sources: [security(keySection)],
    text: 'Instance storage and endpoint connection data are encrypted with a KMS key; target data in S3 and Redshift can be too.',
  },
  {
    id: 'R29',
    sources: [security(keySection)],
    text: "The key is `aws/dms` or a customer key; aliases work; no key named means the account's default key of that Region.",
  },
  { id: 'R30', sources: [security(keySection)], text: 'A custom or existing key must be symmetric.' },
  {
    id: 'R31',
    sources: [security(keySection)],
    text: 'With the default key, the principal needs only `kms:ListAliases` and `kms:DescribeKey`.',
  },
  {
    id: 'R32',
    sources: [security(keySection)],
    text: 'With a custom key, the principal is key administrator or user in the key policy, or has `kms:ListAliases`, `DescribeKey`, `CreateGrant`, `Encrypt`, `ReEncrypt*` by IAM.',
  },
  {
    id: 'R33',
    sources: [security(keySection)],
    text: 'The key of a resource cannot be changed after creation: a finding on it says that the fix is to recreate, and a key about to vanish is critical.',
  },
  { id: 'R34', sources: [security(keySection)], text: 'Key use can be audited in CloudTrail.' },
  {
    id: 'R35',
    sources: [security(networkSection)],
    text: 'Each VPC in use has a security group that lets all traffic on all ports leave.',
  },
  {
    id: 'R36',
    sources: [security(networkSection)],
    text: "The instance's security group must at least let traffic out to source and target on the database port.",
  },
  {
    id: 'R37',
    sources: [security(networkSection)],
    text: 'Network ACLs on the way must let it through as well.',
  },
  {
    id: 'R38',
    sources: [security(networkSection)],
    text: "The database's network ACLs and security groups admit the instance: by its security group, private IP, public IP or the NAT gateway's public address, as the configuration demands.",
  },
  {
    id: 'R39',
    sources: [security(networkSection)],
    text: 'Endpoint security group: ingress on the database port from the replication instance.',
  },
  {
    id: 'R40',
    sources: [security(networkSection)],
    text: "The instance's security group has a rule for the other VPC's range on the database port, and routes exist both ways.",
  },
  {
    id: 'R41',
    sources: [security(networkSection)],
    text: "A route sends the remote range to a host or gateway that bridges; a NAT host's security group admits the instance.",
  },
  {
    id: 'R42',
    sources: [security(networkSection)],
    text: "The route table sends traffic not destined for the VPC to the internet gateway; the connection comes from the instance's public IP, so the instance must have one.",
  },
  {
    id: 'R43',
    sources: [security(networkSection)],
    text: "With a default route to a NAT gateway the connection comes from the gateway's address, and that address must be admitted.",
  },
  {
    id: 'R44',
    sources: [security(networkSection)],
    text: 'A database outside a VPC reached over ClassicLink. AWS retired EC2-Classic and ClassicLink in August 2022: the path can no longer exist, and an endpoint found nowhere in a VPC is classified, never assumed reachable.',
  },
  {
    id: 'R45',
    sources: [security(networkSection)],
    text: 'VPC endpoints for engines that are not relational: The page says unsupported (not: harmful). That held up to engine 3.4.6; from 3.4.7 on S3, Kinesis, DynamoDB, OpenSearch, Redshift and Secrets Manager must be reachable by a VPC endpoint or a public route. Judged by engine version.',
  },
  {
    id: 'R46',
    sources: [security(networkSection)],
    text: "A VPN tunnel's NAT host uses a security group that lets the instance send traffic through it.",
  },
  {
    id: 'R47',
    sources: [security('Changing the database password')],
    text: 'A database password is changed while the task is stopped, then on the endpoint, then the task is resumed. A secret (or, where CloudTrail may be read, an endpoint) changed after a running task started is reported.',
  },
  {
    id: 'R48',
    sources: [confusedDeputy()],
    text: 'Trust policies of roles that DMS assumes limit the source by `aws:SourceArn` or `aws:SourceAccount`.',
  },
  {
    id: 'R49',
    sources: [confusedDeputy()],
    text: 'If the SourceArn value has no account id, both keys must be used.',
  },
  {
    id: 'R50',
    sources: [confusedDeputy()],
    text: 'If both keys are used and SourceArn has an account id, both name the same account, in the same statement.',
  },
  {
    id: 'R51',
    sources: [confusedDeputy()],
    text: 'SourceArn for one resource, SourceAccount for any resource of the account.',
  },
  {
    id: 'R52',
    sources: [confusedDeputy()],
    text: 'Confused-deputy conditions work from engine 3.4.7; upgrade first.',
  },
  {
    id: 'R53',
    sources: [confusedDeputy()],
    text: 'Best is the full ARN; else wildcards only for the unknown parts (`arn:aws:dms:*:123456789012:rep:*`).',
  },
  {
    id: 'R54',
    sources: [
      confusedDeputy('IAM roles to use with AWS DMS API for cross-service confused deputy prevention'),
    ],
    text: '`dms-vpc-role`: SourceArn of replication instances (`rep`). The page names `dms-cloudwatch-logs-role` beside it but prints no policy for it, and conditions on it are reported to stop logging.',
  },
  {
    id: 'R55',
    sources: [
      confusedDeputy(
        'IAM policy to store preflight assessments in Amazon S3 for cross-service confused deputy prevention',
      ),
    ],
    text: 'The role for assessment results in S3: SourceArn of `task` and `assessment-run`.',
  },
  {
    id: 'R56',
    sources: [
      confusedDeputy(
        'Using Amazon DynamoDB as a target endpoint with AWS DMS for cross-service confused deputy prevention',
      ),
    ],
    text: 'Roles of DynamoDB (and other) endpoints: SourceArn of `endpoint`.',
  },
  {
    id: 'R57',
    sources: [confusedDeputy()],
    text: 'The printed sample uses `ArnEqual`, which is no IAM operator, and `AWS:SourceAccount` (keys are case-insensitive, operators are not). A policy that contains an operator IAM does not have is its own finding.',
  },
  {
    id: 'R58',
    sources: [confusedDeputy()],
    text: '"Resource policies" in general are to limit the source: the policy of a topic that DMS publishes events to as well.',
  },
  {
    id: 'R59',
    sources: [iam('Service-linked roles')],
    text: 'The page says that DMS has none. Since Serverless it has `AWSServiceRoleForDMSServerless`; with Serverless in use it must exist.',
  },
  {
    id: 'R60',
    sources: [security(networkSection)],
    text: 'Databases in the same VPC as the instance, or in additional VPCs with the same level of access control.',
  },
];
