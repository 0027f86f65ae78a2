/** Events as AWS Config sends them to a custom rule's function (AWS Config Developer Guide, *Example events*). */
interface EventOptions {
  readonly account: string;
  readonly ruleName: string;
  /** As they are written in the rule: JSON text, absent or broken. */
  readonly ruleParameters?: string;
  readonly resultToken?: string;
  readonly eventLeftScope?: boolean;
}

function event(invokingEvent: object, options: EventOptions): object {
  const { account, ruleName, ruleParameters, resultToken, eventLeftScope } = options;
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ...(ruleParameters === undefined ? {} : { ruleParameters }),
    resultToken: resultToken ?? `${ruleName}::token`,
    eventLeftScope: eventLeftScope ?? false,
    executionRoleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: `arn:aws:config:us-east-1:${account}:config-rule/config-rule-${ruleName}`,
    configRuleName: ruleName,
    configRuleId: `config-rule-${ruleName}`,
    accountId: account,
  };
}

export interface ChangedItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName: string;
  readonly arn: string;
  readonly status?: 'OK' | 'ResourceDiscovered' | 'ResourceDeleted';
  readonly at?: string;
}

const itemOf = (
  { resourceType, resourceId, resourceName, arn, status, at }: ChangedItem,
  account: string,
) => ({
  configurationItemCaptureTime: at ?? '2026-11-02T04:00:00.000Z',
  configurationItemStatus: status ?? 'OK',
  awsAccountId: account,
  awsRegion: 'us-east-1',
  resourceType,
  resourceId,
  resourceName,
  ARN: arn,
});

export const changed = (item: ChangedItem, options: EventOptions): object =>
  event(
    {
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: {
        ...itemOf(item, options.account),
        configuration: null,
        relationships: [],
        tags: {},
      },
      configurationItemDiff: null,
      notificationCreationTime: '2026-11-02T04:00:01.000Z',
      recordVersion: '1.3',
    },
    options,
  );

export const oversized = (item: ChangedItem, options: EventOptions): object =>
  event(
    {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: {
        ...itemOf(item, options.account),
        changeType: 'UPDATE',
        configurationItemVersion: '1.3',
      },
      notificationCreationTime: '2026-11-02T04:00:01.000Z',
      recordVersion: '1.0',
    },
    options,
  );

export const scheduled = (options: EventOptions, at = '2026-11-02T05:00:00.000Z'): object =>
  event(
    {
      messageType: 'ScheduledNotification',
      awsAccountId: options.account,
      notificationCreationTime: at,
      recordVersion: '1.0',
    },
    options,
  );
