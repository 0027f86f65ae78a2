import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported } from '../model/verdict.ts';

export const neptuneEndpointUsesIam = defineRule({
  id: 'neptune-endpoint-uses-iam',
  title: 'Neptune endpoints authenticate with IAM',
  judgement: 'IamAuthEnabled must be true.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.10'],
  rationale: 'Without IAM authorization anyone who reaches the cluster’s port can load and read the graph.',
  remediation:
    'Enable IAM database authentication on the Neptune cluster, let the endpoint’s role use it, and set IamAuthEnabled true on the endpoint.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_NeptuneSettings.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-10',
  ],
  judges: ['endpoints'],

  judge({ engine, settings }) {
    if (engine !== 'neptune') return notApplicable(`the engine is ${engine}, not neptune`);
    const field = 'NeptuneSettings.IamAuthEnabled';
    const value = settings.NeptuneSettings?.IamAuthEnabled;
    if (typeof value !== 'boolean') return notReported('dms:DescribeEndpoints', field);
    const witness = { kind: 'value', field, value } as const;
    return value ? compliant(`${field} is true`, { witness }) : nonCompliant(`${field} is false`, witness);
  },
});
