/** Why a connection test failed, as far as DMS's message tells. The message can hold users and hosts, and stays behind. */
export const connectionFailures = [
  'timed-out',
  'refused',
  'name-not-resolved',
  'credentials',
  'tls',
  'secret',
  'other',
] as const;
export type ConnectionFailure = (typeof connectionFailures)[number];

/** DMS DescribeConnections: the last test of an endpoint by an instance. */
export interface Connection {
  readonly endpointArn: string;
  readonly instanceArn: string;
  /** `successful`, `testing`, `failed`, `deleting`. */
  readonly status: string | null;
  /** Of the last test that failed; null: none is told. */
  readonly lastFailure: ConnectionFailure | null;
}

/** DMS DescribeReplicationTaskAssessmentRuns: where the runs of a task put what they find, and how. */
export interface AssessmentBucket {
  readonly taskArn: string | null;
  readonly bucket: string;
  /** In lower case, `sse-s3` or `sse-kms`; null: the run names none. */
  readonly encryptionMode: string | null;
  readonly kmsKeyId: string | null;
  /** What DMS wrote them with. */
  readonly roleArn: string | null;
  /** Whether the latest run of the task is among those that did so; null: not told. */
  readonly latest: boolean | null;
}

/**
 * DMS DescribeReplications: a key that a premigration assessment of a serverless replication encrypts with. Its bucket
 * is AWS's own (DMS API, PremigrationAssessmentStatus).
 */
export interface ServerlessAssessment {
  readonly configArn: string;
  readonly kmsKeyId: string;
}
