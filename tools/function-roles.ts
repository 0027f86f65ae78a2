import { stringify } from 'yaml';
import { actionFor, callsFor } from '../src/model/facts.ts';
import { catalogue } from '../src/rules/index.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

/** What it takes to judge every rule: the reads behind their needs, and nothing else. */
const reads: Statement = {
  Sid: 'Read',
  Effect: 'Allow',
  Action: [...new Set(callsFor(catalogue.flatMap(({ needs }) => needs)).map(actionFor))].sort(),
  // DMS, IAM's and EC2's reads of this kind take no resource, and which keys and roles there are is not known here.
  Resource: '*',
};

const logs = (functionName: string): Statement => ({
  Sid: 'Log',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: {
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${functionName}:*`,
  },
});

const prefix = 'dms-auditor-${sls:stage}';

/** By the logical id of each function's role: its function's name, and what it may do beyond reading. */
const roles: Readonly<
  Record<string, { readonly functionName: string; readonly writes: readonly Statement[] }>
> = {
  ConfigRuleRole: {
    functionName: `${prefix}-config-rule`,
    writes: [
      // PutEvaluations takes no resource; what may be written is in the token that AWS Config hands out.
      {
        Sid: 'Report',
        Effect: 'Allow',
        Action: ['config:GetComplianceDetailsByConfigRule', 'config:PutEvaluations'],
        Resource: '*',
      },
    ],
  },
  ScheduledScanRole: {
    functionName: `${prefix}-scheduled-scan`,
    writes: [
      {
        Sid: 'Store',
        Effect: 'Allow',
        Action: ['s3:PutObject'],
        Resource: { 'Fn::Sub': '${ResultsBucket.Arn}/results/*' },
      },
      { Sid: 'Tell', Effect: 'Allow', Action: ['sns:Publish'], Resource: { Ref: 'FindingsTopic' } },
    ],
  },
};

/** One role a function, as CloudFormation. */
export function functionRoles(): string {
  const resources = Object.fromEntries(
    Object.entries(roles).map(([id, { functionName, writes }]) => [
      id,
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          Description: `What ${functionName.replace(`${prefix}-`, '')} of dms-auditor may do`,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'least',
              PolicyDocument: { Version: '2012-10-17', Statement: [reads, ...writes, logs(functionName)] },
            },
          ],
        },
      },
    ]),
  );
  const head =
    "# What each function may do. Generated from the rules' needs by npm run generate; change it there.\n";
  return head + stringify({ Resources: resources }, { aliasDuplicateObjects: false, lineWidth: 0 });
}
