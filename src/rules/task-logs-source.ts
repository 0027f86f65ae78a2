import { judgeLogging } from '../analysis/logging/components.ts';
import { defineRule } from '../model/define-rule.ts';

export const taskLogsSource = defineRule({
  id: 'task-logs-source',
  title: 'Migrations log what they do at the source',
  judgement:
    'Logging must be on, and SOURCE_CAPTURE and SOURCE_UNLOAD at LOGGER_SEVERITY_DEFAULT or more detailed. Of data migrations, CloudWatch logs must be on. Security Hub’s DMS.8 judges tasks alone.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.8'],
  rationale:
    'Without these logs nobody can tell afterwards what was read from the source, or why a cut-over failed.',
  remediation:
    'Stop the task, set EnableLogging true and SOURCE_CAPTURE and SOURCE_UNLOAD to LOGGER_SEVERITY_DEFAULT or more in its settings, and resume it.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-8',
  ],
  judges: ['tasks', 'serverlessConfigs', 'dataMigrations'],

  judge: (resource) => judgeLogging(resource, ['SOURCE_CAPTURE', 'SOURCE_UNLOAD']),
});
