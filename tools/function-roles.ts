import { actionFor, callsFor } from '../src/model/facts.ts';
import { catalogue } from '../src/rules/index.ts';
import { arnOf, type Resource, ref, sub, type Template, yamlOf } from './cloudformation.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Where what a function writes to is, as CloudFormation says it in the form that is deployed. */
export interface Places {
  // All of these stand inside `Fn::Sub`.
  /** A function's name. */
  readonly named: (name: string) => string;
  /** What the role of the function of this name is called; null: CloudFormation makes that up. */
  readonly roleName: ((name: string) => string) | null;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly slackQueueArn: string;
  /** Of topics that people's settings may name. */
  readonly alertTopicArn: string;
  /** Of the topic for what the settings send nowhere else, if there is one. */
  readonly findingsTopic: string | null;
}

/** A name in the stack that holds everything. */
export const ownName = (name: string): string => `dms-auditor-\${sls:stage}-${name}`;

/**
 * A member's role by its name, for what is central lets in nobody else of that account. Roles are the whole account's, so
 * that the name has to hold the Region: with the longest stage 45 characters before it, of 64.
 */
export const memberRole = (name: string, named: Places['named']): string => `${named(name)}-\${AWS::Region}`;

/** What `aws:PrincipalArn` is like where a member's function asks, in whichever account and Region. */
export const memberRoleArn = (name: string, named: Places['named']): string =>
  `arn:\${AWS::Partition}:iam::*:role/${named(name)}-*`;

/** Of the role that imports into Security Hub: serverless.yml says it by the stage. */
const writerRole = '${param:securityHubWriter}';

/** Of that stack. */
const ownPlaces: Places = {
  named: ownName,
  roleName: null,
  bucketArn: '${ResultsBucket.Arn}',
  tableArn: '${StateTable.Arn}',
  slackQueueArn: '${SlackQueue.Arn}',
  alertTopicArn: 'arn:${AWS::Partition}:sns:*:${AWS::AccountId}:dms-auditor-*',
  findingsTopic: 'FindingsTopic',
};

const allow = (Sid: string, Action: readonly string[], Resource: unknown): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** What it takes to judge every rule: the reads behind their needs, and nothing else. */
const reads = allow(
  'Read',
  [...new Set(callsFor(catalogue.flatMap(({ needs }) => needs)).map(actionFor))].sort(),
  // DMS, IAM's and EC2's reads of this kind take no resource, and which keys and roles there are is not known here.
  '*',
);

/** The account's own objects of one kind. Without s3:ListBucket S3 says AccessDenied of what is not there. */
const objects = (Sid: string, prefix: string, { bucketArn }: Places): Statement =>
  allow(Sid, ['s3:GetObject', 's3:PutObject'], sub(`${bucketArn}/${prefix}`));

const results = (places: Places): readonly Statement[] => [
  objects('Results', 'results/${AWS::AccountId}/*', places),
  objects('Snapshots', 'snapshots/${AWS::AccountId}/*', places),
  allow('Absence', ['s3:ListBucket'], sub(places.bucketArn)),
];

/** The account's own items: their partition key is its id. */
const state = (actions: readonly string[], { tableArn }: Places): Statement => ({
  ...allow(
    'State',
    actions.map((action) => `dynamodb:${action}`),
    sub(tableArn),
  ),
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [ref('AWS::AccountId')] } },
});
const kept = ['GetItem', 'PutItem', 'Query', 'UpdateItem'] as const;

const alerts = ({ alertTopicArn, slackQueueArn, findingsTopic }: Places): readonly Statement[] => [
  allow('Alert', ['sns:Publish'], sub(alertTopicArn)),
  allow('AlertSlack', ['sqs:SendMessage'], sub(slackQueueArn)),
  ...(findingsTopic === null ? [] : [allow('Tell', ['sns:Publish'], ref(findingsTopic))]),
];

/** What AWS Lambda does in the function's name to give it a queue's messages. */
const polls = (Sid: string, queueArn: string): Statement =>
  allow(Sid, ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], sub(queueArn));

const logs = (functionName: string): Statement =>
  allow(
    'Log',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    sub(
      `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${functionName}:*`,
    ),
  );

/** What config-rule may do beyond reading. */
const configRule = (places: Places): readonly Statement[] => [
  // PutEvaluations takes no resource; what may be written is in the token that AWS Config hands out.
  allow(
    'Report',
    ['config:GetComplianceDetailsByConfigRule', 'config:ListDiscoveredResources', 'config:PutEvaluations'],
    '*',
  ),
  ...results(places),
  objects('Published', 'published/${AWS::AccountId}/*', places),
  state(kept, places),
  ...alerts(places),
  // What AWS Lambda could not run in three tries.
  allow('LayAside', ['sqs:SendMessage'], sub('${ConfigRuleFailures.Arn}')),
];

const scheduledScan = (places: Places): readonly Statement[] => [
  ...results(places),
  allow('Ocsf', ['s3:PutObject'], sub(`${places.bucketArn}/ocsf/date=*/account=\${AWS::AccountId}/*`)),
  state(kept, places),
  ...alerts(places),
  allow(
    'Import',
    ['sts:AssumeRole'],
    sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${writerRole}`),
  ),
  allow('LayAside', ['sqs:SendMessage'], sub('${ScheduledScanFailures.Arn}')),
];

const startRules = (places: Places): readonly Statement[] => [
  // DescribeConfigRules takes no resource, and the ids of rules are made when they are.
  allow('FindRules', ['config:DescribeConfigRules'], '*'),
  allow(
    'StartRules',
    ['config:StartConfigRulesEvaluation'],
    sub('arn:${AWS::Partition}:config:*:${AWS::AccountId}:config-rule/*'),
  ),
  polls('PollChanges', '${ChangesQueue.Arn}'),
  polls('PollStarts', '${StartsQueue.Arn}'),
  allow('QueueStarts', ['sqs:SendMessage'], sub('${StartsQueue.Arn}')),
  state(['UpdateItem'], places),
];

const notifySlack = (places: Places): readonly Statement[] => [
  polls('PollSlack', '${SlackQueue.Arn}'),
  allow(
    'Webhook',
    ['secretsmanager:GetSecretValue'],
    sub('arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:dms-auditor/*'),
  ),
  state(['GetItem', 'PutItem'], places),
  // What is no post of ours, or Slack refuses for what is in it: SQS lays aside what fails again and again alone.
  allow('KeepRefused', ['sqs:SendMessage'], sub('${SlackQueueDeadLetters.Arn}')),
];

interface Purpose {
  readonly purpose: string;
  readonly principal: object;
  /** null: CloudFormation makes it up. */
  readonly roleName: unknown;
}

function roleFor({ purpose, principal, roleName }: Purpose, statements: readonly Statement[]): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: purpose,
      ...(roleName === null ? {} : { RoleName: roleName }),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'least', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
}

const lambdaRole = (name: string, { named, roleName }: Places, statements: readonly Statement[]): Resource =>
  roleFor(
    {
      purpose: `What ${name} of dms-auditor may do`,
      principal: { Service: 'lambda.amazonaws.com' },
      roleName: roleName === null ? null : sub(roleName(name)),
    },
    [...statements, logs(named(name))],
  );

const writer: Purpose = {
  purpose: 'Lets dms-auditor import findings into Security Hub',
  principal: { AWS: arnOf('ScheduledScanRole') },
  roleName: writerRole,
};

/** Where rules are evaluated. */
export const configRuleRole = (places: Places): Template['Resources'] => ({
  ConfigRuleRole: lambdaRole('config-rule', places, [reads, ...configRule(places)]),
});

/** Where changes are heard of. */
export const startRulesRole = (places: Places): Template['Resources'] => ({
  StartRulesRole: lambdaRole('start-rules', places, startRules(places)),
});

/** One role a function, as CloudFormation. */
export const functionRoles = (): string =>
  yamlOf(
    {
      Resources: {
        ...configRuleRole(ownPlaces),
        ScheduledScanRole: lambdaRole('scheduled-scan', ownPlaces, [reads, ...scheduledScan(ownPlaces)]),
        ...startRulesRole(ownPlaces),
        NotifySlackRole: lambdaRole('notify-slack', ownPlaces, notifySlack(ownPlaces)),
        SecurityHubWriterRole: roleFor(writer, [
          allow(
            'Import',
            ['securityhub:BatchImportFindings'],
            sub('arn:${AWS::Partition}:securityhub:*:${AWS::AccountId}:product/${AWS::AccountId}/default'),
          ),
        ]),
      },
    },
    "What each function may do. Written by npm run generate from the rules' needs and tools/function-roles.ts.",
  );
