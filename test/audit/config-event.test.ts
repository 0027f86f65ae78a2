import { describe, expect, it } from 'vitest';
import { parseConfigEvent } from '../../src/audit/config-event.ts';
import { Refusal } from '../../src/model/refusal.ts';
import { AT, instanceArn, instanceType } from '../publish/reports.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { anEvent, anItem, changed, configRule, oversized, scheduled, token } from './config-events.ts';

const item = {
  type: instanceType,
  id: 'INSTANCE-1',
  account: ACCOUNT,
  name: 'instance-1',
  arn: instanceArn('instance-1'),
  region: REGION,
  isDeleted: false,
};

describe('an event', () => {
  it.each([
    ['a change', changed(), { kind: 'changed', at: AT, item }],
    ['an item too large to send', oversized(), { kind: 'changed', at: AT, item }],
    ['a schedule', scheduled(), { kind: 'schedule', at: AT }],
    [
      'a deletion, without a configuration',
      changed(anItem({ configurationItemStatus: 'ResourceDeleted', configuration: null })),
      { kind: 'changed', at: AT, item: { ...item, isDeleted: true } },
    ],
    [
      'a deletion that was not recorded',
      changed(anItem({ configurationItemStatus: 'ResourceDeletedNotRecorded' })),
      { kind: 'changed', at: AT, item: { ...item, isDeleted: true } },
    ],
    [
      'an item whose configuration is null',
      changed(anItem({ configuration: null })),
      { kind: 'changed', at: AT, item },
    ],
    [
      'an item without name and ARN',
      changed(anItem({ resourceName: undefined, ARN: null })),
      { kind: 'changed', at: AT, item: { ...item, name: null, arn: null } },
    ],
    // As the API gives an item, the shape differs (cloud-custodian #7470, #10042, #6204).
    [
      'an item as GetResourceConfigHistory gives it',
      changed({
        version: '1.3',
        accountId: ACCOUNT,
        configurationItemCaptureTime: Date.parse(AT) / 1000,
        configurationItemStatus: 'OK',
        configurationItemMD5Hash: '',
        arn: instanceArn('instance-1'),
        resourceType: instanceType,
        resourceId: 'INSTANCE-1',
        resourceName: 'instance-1',
        awsRegion: REGION,
        tags: {},
        relationships: [],
        configuration: '{"replicationInstanceClass":"dms.t3.medium"}',
        supplementaryConfiguration: {},
      }),
      { kind: 'changed', at: AT, item },
    ],
    [
      'a time with an offset',
      changed(anItem({ configurationItemCaptureTime: '2026-11-02T06:00:00+01:00' })),
      { kind: 'changed', at: AT, item },
    ],
  ])('of %s', (_, event, trigger) => {
    expect(parseConfigEvent(event).trigger).toEqual(trigger);
  });

  it('says whose rule it is, its parameters and whether the resource left its scope', () => {
    const { trigger, ...rest } = parseConfigEvent(changed(anItem(), { eventLeftScope: true }));
    expect(trigger.kind).toBe('changed');
    expect(rest).toEqual({
      account: ACCOUNT,
      configRule,
      resultToken: token,
      leftScope: true,
      parameters: '{"rule":"instance-is-private"}',
    });
  });

  it('may have no parameters', () => {
    expect(parseConfigEvent(scheduled({ ruleParameters: undefined })).parameters).toBeNull();
  });
});

describe('what is refused, and why', () => {
  const triggers =
    'ConfigurationItemChangeNotification and OversizedConfigurationItemChangeNotification, or ScheduledNotification';
  it.each([
    ['no object', 'x', 'the event has no accountId'],
    ['null', null, 'the event has no accountId'],
    ['an event of something else', { source: 'aws.events' }, 'the event has no accountId'],
    ['no invoking event', anEvent({}, { invokingEvent: undefined }), 'the event has no invokingEvent'],
    [
      'an invoking event that is no JSON',
      anEvent({}, { invokingEvent: '{' }),
      'invokingEvent of the event is no JSON object',
    ],
    ['an invoking event that is a number', anEvent(1), 'invokingEvent of the event is no JSON object'],
    ['no token', scheduled({ resultToken: '' }), 'the event has no resultToken'],
    ['no message type', anEvent({}), `message of type null; give the rule the triggers ${triggers}`],
    [
      'a delivered snapshot',
      anEvent({ messageType: 'ConfigurationSnapshotDeliveryCompleted' }),
      `message of type "ConfigurationSnapshotDeliveryCompleted"; give the rule the triggers ${triggers}`,
    ],
    [
      'a message of tomorrow',
      anEvent({ messageType: 'X'.repeat(500) }),
      `message of type "${'X'.repeat(78)}…; give`,
    ],
    ['no item', changed(null), 'invokingEvent of the event has no configurationItem;'],
    // The other way round every oversized item failed (awslabs/aws-config-rdk #186).
    [
      'a summary under the name of the item',
      anEvent({ messageType: 'OversizedConfigurationItemChangeNotification', configurationItem: anItem() }),
      'invokingEvent of the event has no configurationItemSummary;',
    ],
    [
      'an item without a type',
      changed(anItem({ resourceType: null })),
      'configurationItem has no resourceType',
    ],
    [
      'an item without an account',
      changed(anItem({ awsAccountId: undefined })),
      'configurationItem has no awsAccountId',
    ],
    [
      'an item without a time',
      oversized(anItem({ configurationItemCaptureTime: 'today' })),
      'configurationItemCaptureTime of configurationItemSummary is no time',
    ],
    [
      'a Region that is a host',
      changed(anItem({ awsRegion: 'a.example/' })),
      'awsRegion of configurationItem is no Region: "a.example/"',
    ],
  ])('%s', (_, event, message) => {
    const parsing = () => parseConfigEvent(event);
    expect(parsing).toThrow(Refusal);
    expect(parsing).toThrow(message);
    expect(parsing).not.toThrow(token);
  });
});
