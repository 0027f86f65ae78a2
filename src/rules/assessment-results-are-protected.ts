import { judgeResults } from '../analysis/buckets/assessment-results.ts';
import { together } from '../analysis/keys/judged-key.ts';
import { defineRule } from '../model/define-rule.ts';
import { cannotRead, missingFrom, notApplicable, notReported } from '../model/verdict.ts';

export const assessmentResultsAreProtected = defineRule({
  id: 'assessment-results-are-protected',
  title: 'Premigration assessments write to a bucket that exists, is not public, and encrypts',
  judgement:
    'The bucket that assessment runs write to must exist, must not be public by its policy or ACL past what it or its account blocks, and must have the encryption that the run names. What another account blocks is not known.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R55'],
  controls: [],
  rationale:
    'The results of an assessment name schemas, tables and columns, and what is weak about them. They lie in the bucket until somebody deletes them.',
  remediation:
    'Block public access to the bucket, give it a default encryption, and start the next assessment with a ResultLocationBucket that exists and a ResultEncryptionMode.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTaskAssessmentRun.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html',
  ],
  judges: ['tasks'],
  needs: ['assessmentBuckets', 'buckets', 'accountPublicAccessBlock'],

  judge({ arn }, { partition, region, facts }) {
    const runs = facts.assessmentBuckets(region);
    const own = runs.items.filter(({ taskArn }) => taskArn === arn);
    const unread = missingFrom(runs);
    const held = { partition, accountBlock: facts.accountPublicAccessBlock };
    const verdicts = [
      ...own.flatMap((run) => judgeResults(run, facts.buckets(region, run.bucket), held)),
      ...(unread.length > 0 ? [cannotRead(unread)] : []),
      ...(runs.items.some(({ taskArn }) => taskArn === null)
        ? [notReported('dms:DescribeReplicationTaskAssessmentRuns', 'ReplicationTaskArn of a run')]
        : []),
    ];
    return verdicts.length === 0 ? notApplicable('it has no assessment run') : together(verdicts);
  },
});
