import { configRuleAlarms, configRuleRuns, laysAside, slackQueue, startRulesAlarms } from './alarms.ts';
import { changePatterns, changesToHome, iamCalls } from './changes.ts';
import {
  arnOf,
  either,
  equal,
  merged,
  not,
  onlyIf,
  type Resource,
  ref,
  sub,
  type Template,
  yamlOf,
} from './cloudformation.ts';
import { configRulesFor, homeRegion } from './config-rules.ts';
import { configRuleRole, memberRole, type Places, startRulesRole } from './function-roles.ts';
import { unknownAlarm, unknownCondition, unknownThreshold } from './run-alarms.ts';
import { startResources, startRulesTimeout } from './starts.ts';

/** What is central is in the home Region of the account that scans. */
const central = (service: string, resource: string): string =>
  `arn:\${AWS::Partition}:${service}:\${HomeRegion}:\${CentralAccount}:${resource}`;

const memberName = (name: string): string => `dms-auditor-\${Stage}-${name}`;
const named = (name: string) => sub(memberName(name));

const places: Places = {
  named: memberName,
  roleName: (name) => memberRole(name, memberName),
  bucketArn: 'arn:${AWS::Partition}:s3:::${ResultsBucket}',
  tableArn: central('dynamodb', 'table/${StateTable}'),
  slackQueueArn: central('sqs', `${memberName(slackQueue)}.fifo`),
  alertTopicArn: 'arn:${AWS::Partition}:sns:*:${CentralAccount}:dms-auditor-*',
  findingsTopic: null,
};

const text = (Description: string, AllowedPattern: string, others: object = {}) => ({
  Type: 'String',
  Description,
  AllowedPattern,
  ...others,
});
const bucketName = '^[a-z0-9][a-z0-9.-]{2,62}$';

const parameters = {
  CentralAccount: text('The account that scans at night, and keeps results and state.', '^[0-9]{12}$'),
  ResultsBucket: text('Its bucket for results: the output ResultsBucket of its stack.', bucketName),
  StateTable: text('Its table for state: the output StateTable.', '^[a-zA-Z0-9_.-]{3,255}$'),
  Stage: text('The stage of its stack, which its names hold.', '^[a-zA-Z0-9-]{1,20}$', { Default: 'prod' }),
  Regions: text('The audited Regions, separated by commas.', '^[a-z0-9-]+(,[a-z0-9-]+)*$'),
  CodeBucket: text(
    "Where the functions' code is: in each Region a bucket of this name, a hyphen and the Region's.",
    '^[a-z0-9][a-z0-9.-]{1,45}$',
  ),
  ConfigRuleCode: text('The key of configRule.zip there.', '.+'),
  StartRulesCode: text('The key of startRules.zip there.', '.+'),
  SettingsFile: text('The settings file inside these, if there is one.', '.*', { Default: '' }),
  AlarmsTopic: text('The ARN of a topic in this Region to send alarms to.', '^(arn:[^ ]+)?$', {
    Default: '',
  }),
  ...unknownThreshold,
};

const settings = {
  DMS_AUDITOR_HOME_REGION: ref('HomeRegion'),
  DMS_AUDITOR_REGIONS: ref('Regions'),
  DMS_AUDITOR_SETTINGS: ref('SettingsFile'),
  DMS_AUDITOR_STATE_TABLE: sub(places.tableArn),
  POWERTOOLS_METRICS_NAMESPACE: 'DmsAuditor',
  POWERTOOLS_SERVICE_NAME: 'dms-auditor',
};

interface Code {
  readonly name: 'config-rule' | 'start-rules';
  readonly description: string;
  readonly key: string;
  readonly role: string;
  readonly timeout: number;
  readonly environment: Readonly<Record<string, unknown>>;
}

/** A function as serverless.yml has it, and its log. */
function lambda(
  id: string,
  { name, description, key, role, timeout, environment }: Code,
): Readonly<Record<string, Resource>> {
  return {
    [`${id}LambdaFunction`]: {
      Type: 'AWS::Lambda::Function',
      DependsOn: `${id}LogGroup`,
      Properties: {
        FunctionName: named(name),
        Description: description,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: `dist/functions/${name}/index.handler`,
        Code: { S3Bucket: sub('${CodeBucket}-${AWS::Region}'), S3Key: ref(key) },
        Role: arnOf(role),
        MemorySize: 512,
        Timeout: timeout,
        Environment: { Variables: { ...settings, ...environment } },
      },
    },
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: sub(`/aws/lambda/${memberName(name)}`), RetentionInDays: 90 },
    },
  };
}

/** Of config-rule, seconds: it may have to scan the whole account for all rules. */
const configRuleTimeout = 900;

const inEveryRegion = (actions: unknown): Template['Resources'] => ({
  ...configRuleRole(places),
  ...lambda('ConfigRule', {
    name: 'config-rule',
    description: 'AWS Config custom rules on AWS DMS',
    key: 'ConfigRuleCode',
    role: 'ConfigRuleRole',
    timeout: configRuleTimeout,
    environment: {
      DMS_AUDITOR_RESULTS_BUCKET: ref('ResultsBucket'),
      DMS_AUDITOR_SLACK_QUEUE_URL: sub(
        `https://sqs.\${HomeRegion}.\${AWS::URLSuffix}/\${CentralAccount}/${memberName(slackQueue)}.fifo`,
      ),
    },
  }),
  ...laysAside('ConfigRuleLambdaFunction'),
  ...configRuleAlarms(actions),
  // In an account that has the nightly scan, that counts.
  ...unknownAlarm(configRuleRuns(actions)),
});

const inHomeRegion = (actions: unknown): Template['Resources'] => ({
  ...startRulesRole(places),
  ...lambda('StartRules', {
    name: 'start-rules',
    description: 'Starts the AWS Config rules that join what changed',
    key: 'StartRulesCode',
    role: 'StartRulesRole',
    timeout: startRulesTimeout,
    environment: {
      DMS_AUDITOR_CONFIG_RULE_FUNCTION: named('config-rule'),
      DMS_AUDITOR_STARTS_QUEUE_URL: ref('StartsQueue'),
    },
  }),
  ...startResources(named),
  ...startRulesAlarms(actions),
});

/**
 * One account and Region of an organisation, or another Region of the account that has everything: the function, its
 * rules, and in the home Region what starts them.
 */
export function memberStack(): string {
  const actions = either('HasAlarmsTopic', [ref('AlarmsTopic')]);
  const rules = configRulesFor({
    functionArn: arnOf('ConfigRuleLambdaFunction'),
    hasOtherRegions: true,
    isStack: true,
  });
  const own: Template = {
    Parameters: parameters,
    Conditions: {
      IsOtherRegion: not({ Condition: 'IsHomeRegion' }),
      HasAlarmsTopic: not(equal('AlarmsTopic', '')),
      ...unknownCondition,
    },
    Resources: {
      ...inEveryRegion(actions),
      ...onlyIf('IsHomeRegion', inHomeRegion(actions)),
      ...onlyIf('IsOtherRegion', changesToHome(changePatterns())),
    },
  };
  return yamlOf(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'dms-auditor: AWS Config rules on AWS DMS, in one account and Region',
      ...merged(own, rules),
    },
    'Every rule of the catalogue in an account and Region, for a StackSet. Written by npm run generate.',
  );
}

/** For the Region that hears of all IAM calls, where it is neither the home Region nor audited. */
export const iamCallsStack = (): string =>
  yamlOf(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'dms-auditor: tells the home Region of calls to IAM',
      Parameters: { HomeRegion: homeRegion },
      Resources: changesToHome(iamCalls()),
    },
    'IAM calls reach the bus of one Region: us-east-1, us-gov-west-1, cn-north-1. Where rules are neither deployed there\nnor is it the home Region, this forwards them. Written by npm run generate.',
  );
