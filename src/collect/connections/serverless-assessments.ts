import type { Replication as Raw } from '@aws-sdk/client-database-migration-service';
import type { ServerlessAssessment } from '../../model/connections.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Clients } from '../clients.ts';
import { objects, required, texts } from '../fields.ts';
import { pageThrough } from '../page-through.ts';

/** DMS DescribeReplications: the keys that premigration assessments of serverless replications encrypt with. */
export async function readServerlessAssessments(
  clients: Clients,
  region: string,
): Promise<Listing<ServerlessAssessment>> {
  const dms = await clients.dms(region);
  const listing = await pageThrough<Raw, readonly ServerlessAssessment[]>(clients.limit, {
    question: { call: 'dms:DescribeReplications', resource: null },
    page: (marker) => dms.replications(marker),
    map: toAssessments,
  });
  return { ...listing, items: listing.items.flat() };
}

/** DMS API, PremigrationAssessmentStatus. */
const toAssessments = (raw: Raw): readonly ServerlessAssessment[] => {
  const configArn = required(raw.ReplicationConfigArn, 'ReplicationConfigArn');
  const keys = texts(
    objects(raw.PremigrationAssessmentStatuses).map(({ ResultKmsKeyArn }) => ResultKmsKeyArn),
  );
  return [...new Set(keys)].map((kmsKeyId) => ({ configArn, kmsKeyId }));
};
