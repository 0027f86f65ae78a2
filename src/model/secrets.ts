/** Secrets Manager DescribeSecret: what there is to know of a secret but its value, which is never read. */
export interface Secret {
  readonly arn: string;
  /** The key that the secret is encrypted with; null: the account's `aws/secretsmanager`. */
  readonly kmsKeyId: string | null;
  readonly rotationEnabled: boolean | null;
  /** ISO 8601, UTC. */
  readonly lastChanged: string | null;
  /** It is scheduled to be deleted, and cannot be read any more. */
  readonly deleted: boolean;
}
