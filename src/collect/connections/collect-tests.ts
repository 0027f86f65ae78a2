import type { FactName } from '../../model/facts.ts';
import { complete, isKnownEmpty, type Listing } from '../../model/lookup.ts';
import { type Listings, networkNotCollected, type RegionFacts } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readAssessmentBuckets } from './assessment-buckets.ts';
import { readConnections } from './connections.ts';
import { readServerlessAssessments } from './serverless-assessments.ts';

interface TestSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly region: string;
  readonly track: Track;
}

export type Tests = Pick<RegionFacts, 'connections' | 'assessmentBuckets' | 'serverlessAssessments'>;

/**
 * What DMS itself tried in a Region: tests of connections, which are of an instance and an endpoint, and assessment
 * runs, which are of a task or a serverless configuration (DMS API, TestConnection, StartReplicationTaskAssessmentRun
 * and StartReplication, required parameters). What may be left of one whose instance, endpoint or task is gone bears on nothing that is judged, so that where
 * these are known to be none, nothing is asked.
 */
export async function collectTests(
  { instances, endpoints, tasks, serverlessConfigs }: Listings,
  { clients, facts, region, track }: TestSource,
): Promise<Tests> {
  const unlessEmpty = async <T>(
    of: readonly Listing<unknown>[],
    call: string,
    read: () => Promise<Listing<T>>,
  ): Promise<Listing<T>> => (of.some(isKnownEmpty) ? complete([]) : track(region, call, read()));
  const [connections, assessmentBuckets, serverlessAssessments] = await Promise.all([
    facts.has('connections')
      ? unlessEmpty([instances, endpoints], 'dms:DescribeConnections', () => readConnections(clients, region))
      : networkNotCollected.connections,
    facts.has('assessmentBuckets')
      ? unlessEmpty([tasks], 'dms:DescribeReplicationTaskAssessmentRuns', () =>
          readAssessmentBuckets(clients, region),
        )
      : networkNotCollected.assessmentBuckets,
    facts.has('serverlessAssessments')
      ? unlessEmpty([serverlessConfigs], 'dms:DescribeReplications', () =>
          readServerlessAssessments(clients, region),
        )
      : networkNotCollected.serverlessAssessments,
  ]);
  return { connections, assessmentBuckets, serverlessAssessments };
}
