import { beforeEach, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/model/refusal.ts';
import { readStartTargets } from '../../src/settings/function-environment.ts';

const all = {
  DMS_AUDITOR_STARTS_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/starts.fifo',
  DMS_AUDITOR_CONFIG_RULE_FUNCTION: 'dms-auditor-prod-config-rule',
  DMS_AUDITOR_STATE_TABLE: 'state',
};

beforeEach(() => {
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return () => {
    vi.unstubAllEnvs();
  };
});

it('how rules are started is said by three variables', () => {
  expect(readStartTargets()).toEqual({
    queueUrl: all.DMS_AUDITOR_STARTS_QUEUE_URL,
    startsQueue: 'starts.fifo',
    configRuleFunction: 'dms-auditor-prod-config-rule',
    stateTable: 'state',
  });
});

it.each([
  ['DMS_AUDITOR_STARTS_QUEUE_URL', 'the URL of the queue for starts'],
  ['DMS_AUDITOR_CONFIG_RULE_FUNCTION', 'the name of the function config-rule'],
  ['DMS_AUDITOR_STATE_TABLE', 'the name of the table for state'],
])('%s must be there', (name, what) => {
  vi.stubEnv(name, ' ');
  expect(readStartTargets).toThrow(Refusal);
  expect(readStartTargets).toThrow(`it is not said how rules are started; set ${name} to ${what}`);
});
