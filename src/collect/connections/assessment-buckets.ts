import type { ReplicationTaskAssessmentRun as Raw } from '@aws-sdk/client-database-migration-service';
import type { AssessmentBucket } from '../../model/connections.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Clients } from '../clients.ts';
import { required, text } from '../fields.ts';
import { pageThrough } from '../page-through.ts';

/** DMS DescribeReplicationTaskAssessmentRuns: the buckets that runs of a task wrote to, each once. */
export async function readAssessmentBuckets(
  clients: Clients,
  region: string,
): Promise<Listing<AssessmentBucket>> {
  const dms = await clients.dms(region);
  const listing = await pageThrough<Raw, AssessmentBucket>(clients.limit, {
    question: { call: 'dms:DescribeReplicationTaskAssessmentRuns', resource: null },
    page: (marker) => dms.assessmentRuns(marker),
    map: (raw) => ({
      taskArn: text(raw.ReplicationTaskArn),
      bucket: required(raw.ResultLocationBucket, 'ResultLocationBucket'),
    }),
  });
  const items = [
    ...new Map(listing.items.map((each) => [`${String(each.taskArn)} ${each.bucket}`, each])).values(),
  ];
  return { ...listing, items };
}
