import { together } from '../analysis/keys/judged-key.ts';
import { judgeUnchanged } from '../analysis/secrets/endpoint-change.ts';
import { judgeFreshness } from '../analysis/secrets/freshness.ts';
import { secretsOfTask } from '../analysis/secrets/secrets-of-task.ts';
import { defineRule } from '../model/define-rule.ts';
import { flag } from '../model/parameters.ts';
import { notApplicable, notReported } from '../model/verdict.ts';

export const taskCredentialsAreFresh = defineRule({
  id: 'task-credentials-are-fresh',
  title: 'Running tasks started after the secrets of their endpoints last changed',
  judgement:
    'No running task may have an endpoint whose secret got its current version after the task started: the task goes on with the credentials that it read then. Changes of the endpoint itself are judged with `lookup-events` alone: none may have set a user, a password, a secret, a server or what else a task signs in with. What was set to the value that it had counts too, and before the 90 days of CloudTrail nothing is known.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R47'],
  controls: [],
  rationale:
    'A task keeps the credentials that it started with: once the password in a secret has changed, it fails at the next connection, hours or weeks later. Whether an endpoint itself was changed since, only CloudTrail tells.',
  remediation:
    'Stop the task, see that database and secret or endpoint hold the same password, test the connection and resume the task; with rotation on, plan such a pause for each rotation.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.ChangingDatabasePassword',
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTaskStats.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
  ],
  parameters: {
    'lookup-events': flag(
      'Whether changes of the endpoints themselves are judged, which CloudTrail tells of for 90 days. With it alone a scan calls cloudtrail:LookupEvents, in each Region where a task is running; so it belongs into the settings of the scan that rules of AWS Config are published from.',
      false,
    ),
  },
  judges: ['tasks'],
  needs: ['endpoints', 'secretVersions', 'secrets'],
  needsWith: { 'lookup-events': ['endpointChanges'] },

  judge(task, { region, takenAt, facts, parameters }) {
    const { status, startedAt } = task;
    if (status === null) return notReported('dms:DescribeReplicationTasks', 'Status');
    if (status.toLowerCase() !== 'running')
      return notApplicable(`it is not running: its status is ${status}`);
    const looksUp = parameters['lookup-events'];
    const { endpoints, secrets, doubts } = secretsOfTask(task, facts.endpoints);
    const verdicts = [
      ...secrets.map((secret) =>
        judgeFreshness({
          ...{ secret, startedAt },
          current: facts.secretVersions(region, secret),
          described: facts.secrets(region, secret),
        }),
      ),
      ...(looksUp
        ? endpoints.map((arn) => judgeUnchanged({ arn, startedAt, takenAt }, facts.endpointChanges(region)))
        : []),
      ...doubts,
    ];
    if (verdicts.length === 0)
      return notApplicable(
        'neither endpoint takes credentials from a secret, and whether an endpoint was changed since is not judged',
      );
    const verdict = together(verdicts);
    const assumes = ['neither endpoint was itself changed since the task started'];
    return verdict.status === 'COMPLIANT' && !looksUp ? { ...verdict, assumes } : verdict;
  },
});
