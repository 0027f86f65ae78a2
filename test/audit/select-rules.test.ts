import { describe, expect, it } from 'vitest';
import { selectRules } from '../../src/audit/select-rules.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';

const off = (...ids: readonly string[]): Settings => ({
  ...defaultSettings,
  rules: Object.fromEntries(ids.map((id) => [id, { enabled: false, severity: null, parameters: {} }])),
});
const all = catalogue.filter(({ profiles }) => profiles.includes('all')).map(({ id }) => id);
const controls = catalogue.filter(({ profiles }) => profiles.includes('security-hub')).map(({ id }) => id);

describe('the rules of a scan', () => {
  it.each([
    ['every rule', { profile: 'all', ids: null, settings: defaultSettings }, all],
    ['those of a set', { profile: 'security-hub', ids: null, settings: defaultSettings }, controls],
    [
      'without those switched off',
      { profile: 'all', ids: null, settings: off('task-logs-source') },
      all.filter((id) => id !== 'task-logs-source'),
    ],
    [
      'those named, in the order of the catalogue',
      {
        profile: 'security-hub',
        ids: ['task-logs-source', 'account-role-exists'],
        settings: defaultSettings,
      },
      ['account-role-exists', 'task-logs-source'],
    ],
    [
      'one named though switched off',
      { profile: 'all', ids: ['task-logs-source'], settings: off('task-logs-source') },
      ['task-logs-source'],
    ],
  ] as const)('%s', (_, options, ids) => {
    expect(selectRules(catalogue, options).map(({ id }) => id)).toEqual(ids);
  });
});
