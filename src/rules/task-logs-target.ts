import { judgeLogging } from '../analysis/logging/components.ts';
import { defineRule } from '../model/define-rule.ts';

export const taskLogsTarget = defineRule({
  id: 'task-logs-target',
  title: 'Migrations log what they do at the target',
  judgement:
    'Logging must be on, and TARGET_APPLY and TARGET_LOAD at LOGGER_SEVERITY_DEFAULT or more detailed. Of data migrations, CloudWatch logs must be on. Security Hub’s DMS.7 judges tasks alone.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.7'],
  rationale:
    'Without these logs nobody can tell afterwards what was written to the target, or why a cut-over failed.',
  remediation:
    'Stop the task, set EnableLogging true and TARGET_APPLY and TARGET_LOAD to LOGGER_SEVERITY_DEFAULT or more in its settings, and resume it.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-7',
  ],
  judges: ['tasks', 'serverlessConfigs', 'dataMigrations'],

  judge: (resource) => judgeLogging(resource, ['TARGET_APPLY', 'TARGET_LOAD']),
});
