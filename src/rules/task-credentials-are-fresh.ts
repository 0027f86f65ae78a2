import { indexedBy } from '../analysis/indexed.ts';
import { together } from '../analysis/keys/judged-key.ts';
import { judgeFreshness } from '../analysis/secrets/freshness.ts';
import { defineRule } from '../model/define-rule.ts';
import type { Endpoint } from '../model/resources.ts';
import { secretsOf } from '../model/secrets.ts';
import { cannotRead, notApplicable, notReported, unknown, type Verdict } from '../model/verdict.ts';

const call = 'dms:DescribeReplicationTasks';
const endpointsAt = indexedBy<Endpoint>(({ arn }) => [arn]);

export const taskCredentialsAreFresh = defineRule({
  id: 'task-credentials-are-fresh',
  title: 'Running tasks started after the secrets of their endpoints last changed',
  judgement:
    'No running task may have an endpoint whose secret got its current version after the task started: the task goes on with the credentials that it read then. Changes of the endpoint itself are not judged.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R47'],
  controls: [],
  rationale:
    'A task keeps the credentials that it started with: once the password in a secret has changed, it fails at the next connection, hours or weeks later. Whether an endpoint itself was changed since, only CloudTrail tells; that is not judged.',
  remediation:
    'Stop the task, see that database and secret hold the same password, test the connection and resume the task; with rotation on, plan such a pause for each rotation.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.ChangingDatabasePassword',
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html',
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTaskStats.html',
  ],
  judges: ['tasks'],
  needs: ['endpoints', 'secretVersions', 'secrets'],

  judge({ status, startedAt, sourceEndpointArn, targetEndpointArn }, { region, facts }) {
    if (status === null) return notReported(call, 'Status');
    if (status.toLowerCase() !== 'running')
      return notApplicable(`it is not running: its status is ${status}`);
    const { items, unread } = facts.endpoints;
    const secrets = new Set<string>();
    const doubts: Verdict[] = [];
    for (const arn of new Set([sourceEndpointArn, targetEndpointArn])) {
      const [endpoint] = arn === null ? [] : endpointsAt(items, arn);
      if (endpoint !== undefined) {
        const named = secretsOf(endpoint);
        for (const secret of named) secrets.add(secret);
        if (named.length === 0 && endpoint.credentials === 'secret')
          doubts.push(notReported('dms:DescribeEndpoints', 'SecretsManagerSecretId'));
      } else if (arn === null) doubts.push(notReported(call, 'the ARNs of its endpoints'));
      else if (unread.length > 0) doubts.push(cannotRead(unread));
      else doubts.push(unknown(`its endpoint ${arn} is not listed`, 'a new scan'));
    }
    const judged = [...secrets].map((secret) =>
      judgeFreshness({
        ...{ secret, startedAt },
        current: facts.secretVersions(region, secret),
        described: facts.secrets(region, secret),
      }),
    );
    if (judged.length + doubts.length === 0)
      return notApplicable(
        'neither endpoint takes credentials from a secret, and whether an endpoint was changed since is not judged',
      );
    const verdict = together([...judged, ...doubts]);
    const assumes = ['neither endpoint was itself changed since the task started'];
    return verdict.status === 'COMPLIANT' ? { ...verdict, assumes } : verdict;
  },
});
