import { AT, instanceArn, instanceType } from '../publish/reports.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';

// Events as AWS Config sends them (Developer Guide, *Example events for AWS Config rules*).

export const configRule = 'dms-auditor-rule';
export const token = `${configRule}::eyJlbmNyeXB0ZWREYXRhIjpbXX0=`;

export const anEvent = (invoking: unknown, over: object = {}): object => ({
  version: '1.0',
  invokingEvent: JSON.stringify(invoking),
  ruleParameters: '{"rule":"instance-is-private"}',
  resultToken: token,
  eventLeftScope: false,
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  configRuleArn: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-abc`,
  configRuleName: configRule,
  configRuleId: 'config-rule-abc',
  accountId: ACCOUNT,
  ...over,
});

export const anItem = (over: object = {}): object => ({
  configurationItemCaptureTime: AT,
  configurationItemStatus: 'OK',
  awsAccountId: ACCOUNT,
  awsRegion: REGION,
  resourceType: instanceType,
  resourceId: 'INSTANCE-1',
  resourceName: 'instance-1',
  ARN: instanceArn('instance-1'),
  configuration: {},
  ...over,
});

export const changed = (item: unknown = anItem(), over: object = {}): object =>
  anEvent(
    {
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: item,
      configurationItemDiff: null,
      notificationCreationTime: '2026-11-02T05:00:09.000Z',
      recordVersion: '1.3',
    },
    over,
  );

export const oversized = (item: unknown = anItem(), over: object = {}): object =>
  anEvent(
    {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: item,
      notificationCreationTime: '2026-11-02T05:00:09.000Z',
      recordVersion: '1.0',
    },
    over,
  );

export const scheduled = (over: object = {}, at = AT): object =>
  anEvent(
    {
      messageType: 'ScheduledNotification',
      awsAccountId: ACCOUNT,
      notificationCreationTime: at,
      recordVersion: '1.0',
    },
    over,
  );
