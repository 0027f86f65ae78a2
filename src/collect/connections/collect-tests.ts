import type { FactName } from '../../model/facts.ts';
import { networkNotCollected, type RegionFacts } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readAssessmentBuckets } from './assessment-buckets.ts';
import { readConnections } from './connections.ts';

interface TestSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly region: string;
  readonly track: Track;
}

/** What DMS itself tried in a Region: tests of connections, and assessment runs. */
export async function collectTests({
  clients,
  facts,
  region,
  track,
}: TestSource): Promise<Pick<RegionFacts, 'connections' | 'assessmentBuckets'>> {
  const [connections, assessmentBuckets] = await Promise.all([
    facts.has('connections')
      ? track(region, 'dms:DescribeConnections', readConnections(clients, region))
      : networkNotCollected.connections,
    facts.has('assessmentBuckets')
      ? track(region, 'dms:DescribeReplicationTaskAssessmentRuns', readAssessmentBuckets(clients, region))
      : networkNotCollected.assessmentBuckets,
  ]);
  return { connections, assessmentBuckets };
}
