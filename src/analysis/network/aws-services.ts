/** A service of AWS that is reached at its own name over HTTPS, by a VPC endpoint or by a public route. */
export interface AwsService {
  /** As people call it: `Amazon S3`. */
  readonly name: string;
  /** What the names of its VPC endpoint services begin with behind the Region: `s3` of `com.amazonaws.eu-west-1.s3`. */
  readonly id: string;
  /** What IAM's names of its actions begin with. */
  readonly prefix: string;
}

const service = (id: string, name: string, prefix = id): AwsService => ({ id, name, prefix });

export const amazonS3 = service('s3', 'Amazon S3');
const dynamoDb = service('dynamodb', 'Amazon DynamoDB');
export const secretsManager = service('secretsmanager', 'AWS Secrets Manager');

/** Engines that are AWS services, reached over HTTPS at the service's own name. */
export const awsServiceOf: ReadonlyMap<string, AwsService> = new Map([
  ['s3', amazonS3],
  ['kinesis', service('kinesis-streams', 'Amazon Kinesis', 'kinesis')],
  ['dynamodb', dynamoDb],
  ['timestream', service('timestream', 'Amazon Timestream')],
  ['dmstransfer', amazonS3],
]);

/** (AWS PrivateLink Guide, *Gateway endpoints*: "support both gateway endpoints and interface endpoints") */
export const hasGatewayEndpoints = ({ id }: AwsService): boolean => id === amazonS3.id || id === dynamoDb.id;

/**
 * Whether a VPC endpoint's service is this one, in this Region: `com.amazonaws.eu-west-1.s3`, in China
 * `cn.com.amazonaws.cn-north-1.s3`, of Timestream one a cell, `….timestream.ingest-cell1`. (AWS PrivateLink
 * Guide, *AWS services that integrate with AWS PrivateLink*)
 */
export function isServiceOf({ id }: AwsService, serviceName: string, region: string): boolean {
  const tail = serviceName.split(`.${region}.`)[1];
  return tail === id || tail?.startsWith(`${id}.`) === true;
}
