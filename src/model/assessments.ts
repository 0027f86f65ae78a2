import type { KeyReference, ReplicationConfig, ReplicationTask, RoleReference } from './resources.ts';
import type { Listings, RegionFacts } from './snapshot.ts';

/** Where a task's assessment run names the role that it wrote its results with. */
export const assessmentRolePath = 'ReplicationTaskAssessmentRuns.ServiceAccessRoleArn';

/** What a Region shows of assessments and of what they are of. */
export type Assessed = Pick<
  Listings & RegionFacts,
  'tasks' | 'serverlessConfigs' | 'assessmentBuckets' | 'serverlessAssessments'
>;

interface Named<R, T> {
  readonly resource: R;
  readonly reference: T;
}

/** The roles that DMS wrote assessment results with, by task; what runs before the latest named is past. */
export function rolesOfAssessments({
  tasks,
  assessmentBuckets,
}: Pick<Assessed, 'tasks' | 'assessmentBuckets'>): readonly (Named<ReplicationTask, RoleReference> & {
  readonly bucket: string;
})[] {
  return assessmentBuckets.items.flatMap(({ taskArn, roleArn, bucket, latest }) =>
    roleArn === null || latest === false
      ? []
      : tasks.items
          .filter(({ arn }) => arn === taskArn)
          .map((resource) => ({
            resource,
            reference: { path: assessmentRolePath, arn: roleArn },
            bucket,
          })),
  );
}

/** The keys that assessment results are encrypted with, by task or serverless configuration, alike. */
export function keysOfAssessments({
  tasks,
  serverlessConfigs,
  assessmentBuckets,
  serverlessAssessments,
}: Assessed): readonly Named<ReplicationTask | ReplicationConfig, KeyReference>[] {
  const ofTasks = assessmentBuckets.items.flatMap(({ taskArn, kmsKeyId, latest }) =>
    kmsKeyId === null || latest === false
      ? []
      : tasks.items
          .filter(({ arn }) => arn === taskArn)
          .map((resource) => ({
            resource,
            reference: { path: 'ReplicationTaskAssessmentRuns.ResultKmsKeyArn', key: kmsKeyId },
          })),
  );
  const ofConfigs = serverlessAssessments.items.flatMap(({ configArn, kmsKeyId }) =>
    serverlessConfigs.items
      .filter(({ arn }) => arn === configArn)
      .map((resource) => ({
        resource,
        reference: {
          path: 'Replications.PremigrationAssessmentStatuses.ResultKmsKeyArn',
          key: kmsKeyId,
        },
      })),
  );
  return [...ofTasks, ...ofConfigs];
}
