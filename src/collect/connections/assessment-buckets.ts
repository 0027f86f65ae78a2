import type { ReplicationTaskAssessmentRun as Raw } from '@aws-sdk/client-database-migration-service';
import type { AssessmentBucket } from '../../model/connections.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Clients } from '../clients.ts';
import { flag, required, text, word } from '../fields.ts';
import { pageThrough } from '../page-through.ts';

/** DMS DescribeReplicationTaskAssessmentRuns: where runs of a task wrote to and how, each way once. */
export async function readAssessmentBuckets(
  clients: Clients,
  region: string,
): Promise<Listing<AssessmentBucket>> {
  const dms = await clients.dms(region);
  const listing = await pageThrough<Raw, AssessmentBucket>(clients.limit, {
    question: { call: 'dms:DescribeReplicationTaskAssessmentRuns', resource: null },
    page: (marker) => dms.assessmentRuns(marker),
    map: toAssessmentBucket,
  });
  const ways = new Map<string, AssessmentBucket>();
  for (const run of listing.items) {
    const { latest, ...way } = run;
    const name = JSON.stringify(way);
    ways.set(name, { ...run, latest: either(latest, ways.get(name)?.latest) });
  }
  return { ...listing, items: [...ways.values()] };
}

/** DMS API, ReplicationTaskAssessmentRun; `SSE_S3` is also written `sse-s3`. */
const toAssessmentBucket = (raw: Raw): AssessmentBucket => ({
  taskArn: text(raw.ReplicationTaskArn),
  bucket: required(raw.ResultLocationBucket, 'ResultLocationBucket'),
  encryptionMode: word(raw.ResultEncryptionMode)?.replaceAll('_', '-') ?? null,
  kmsKeyId: text(raw.ResultKmsKeyArn),
  roleArn: text(raw.ServiceAccessRoleArn),
  latest: flag(raw.IsLatestTaskAssessmentRun),
});

/** Of several runs one may be the latest; where that is not told of one, it may be. */
function either(one: boolean | null, other: boolean | null | undefined): boolean | null {
  if (one === true || other === true) return true;
  return one === null || other === null ? null : false;
}
