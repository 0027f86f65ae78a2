import { judgeDetail } from '../analysis/logging/detail.ts';
import { defineRule } from '../model/define-rule.ts';

export const taskLogDetailIsTemporary = defineRule({
  id: 'task-log-detail-is-temporary',
  title: 'Migrations are not left to log in the greatest detail',
  judgement: 'No component may be left at LOGGER_SEVERITY_DETAILED_DEBUG, which can write data into the log.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'At LOGGER_SEVERITY_DETAILED_DEBUG everything is written to the log, which can include values of rows: data then lies in CloudWatch Logs, outside of the database’s own protection, and the log can fill the instance’s storage.',
  remediation:
    'Once the trouble is understood, stop the task, set these components back to LOGGER_SEVERITY_DEFAULT in its settings, resume it, and delete the log streams that hold data.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html',
  ],
  judges: ['tasks', 'serverlessConfigs'],

  judge: judgeDetail,
});
