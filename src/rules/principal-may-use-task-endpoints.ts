import { withHolder } from '../analysis/permissions/holder.ts';
import { withMigrant } from '../analysis/principals/migrant.ts';
import { judgeTaskPermissions } from '../analysis/principals/task-permissions.ts';
import { defineRule } from '../model/define-rule.ts';
import { choice } from '../model/parameters.ts';

export const principalMayUseTaskEndpoints = defineRule({
  id: 'principal-may-use-task-endpoints',
  title: 'Those who may create or start tasks may do so on all that a task is made of',
  judgement:
    'Who may create a task must be allowed to do so on the instance and both endpoints of tasks there are; who may start one must be allowed to on the task. With `start-on: endpoints` the letter of the guide is judged, which asks for the endpoints too; AWS itself checks the task alone.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R05'],
  controls: [],
  rationale:
    'An action on several resources needs permission on each. AWS checks the creation of a task on the instance and both endpoints, and its start on the task alone; the guide says that a start needs the endpoints too, which start-on judges.',
  remediation:
    'Allow dms:CreateReplicationTask on the replication instances and on the source and target endpoints, and dms:StartReplicationTask on the tasks.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html',
  ],
  judges: ['principals'],
  needs: ['tasks', 'instances', 'endpoints', 'tags', 'organization', 'organizationPolicies'],
  parameters: {
    'start-on': choice(
      'What a start must be allowed on: the task, as AWS checks it, or its endpoints too, as the guide says.',
      ['task', 'task-and-endpoints'],
    ),
  },

  judge: (subject, { account, regions, takenAt, facts, settings, parameters }) =>
    withMigrant(subject, ({ principal }) =>
      withHolder({ arn: principal.arn, account, policies: subject.policies }, { facts, settings }, (held) =>
        judgeTaskPermissions(held, {
          facts,
          regions,
          takenAt,
          startsOnEndpoints: parameters['start-on'] === 'task-and-endpoints',
        }),
      ),
    ),
});
