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

/** DMS DescribeReplicationTaskAssessmentRuns: where the runs of a task put what they find. */
export interface AssessmentBucket {
  readonly taskArn: string | null;
  readonly bucket: string;
}
