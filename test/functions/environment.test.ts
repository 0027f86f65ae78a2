import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/model/refusal.ts';
import { catalogue } from '../../src/rules/index.ts';
import { SettingsError } from '../../src/settings/error.ts';
import {
  loadFunctionSettings,
  readFunctionEnvironment,
  readRuntime,
  readScanTargets,
  readStoreNames,
} from '../../src/settings/function-environment.ts';
import { noSettings } from '../../src/settings/parse.ts';
import { scratch } from '../cli/support/run.ts';

const topic = 'arn:aws:sns:eu-west-1:111111111111:findings';
const variables = [
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_REGION',
  'DMS_AUDITOR_HOME_REGION',
  'DMS_AUDITOR_REGIONS',
  'DMS_AUDITOR_PROFILE',
  'DMS_AUDITOR_SETTINGS',
  'DMS_AUDITOR_RESULTS_BUCKET',
  'DMS_AUDITOR_STATE_TABLE',
  'DMS_AUDITOR_TOPIC_ARN',
  'LAMBDA_TASK_ROOT',
  'POWERTOOLS_TRACE_ENABLED',
];
const set = (values: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
};

beforeEach(() => {
  vi.unstubAllEnvs();
  for (const name of variables) vi.stubEnv(name, undefined);
  set({ AWS_REGION: 'eu-west-1' });
  return () => {
    vi.unstubAllEnvs();
  };
});

describe('the environment of a function', () => {
  const own = { region: 'eu-west-1', homeRegion: 'eu-west-1', regions: null, profile: 'recommended' };
  it.each([
    ['nothing set', {}, own],
    ['empty variables', { DMS_AUDITOR_REGIONS: '', DMS_AUDITOR_PROFILE: ' ' }, own],
    ['a home Region', { DMS_AUDITOR_HOME_REGION: 'us-east-1' }, { ...own, homeRegion: 'us-east-1' }],
    [
      'Regions',
      { DMS_AUDITOR_REGIONS: 'us-east-1, eu-west-1,us-east-1,' },
      { ...own, regions: ['us-east-1', 'eu-west-1'] },
    ],
    ['a profile', { DMS_AUDITOR_PROFILE: 'security-hub' }, { ...own, profile: 'security-hub' }],
  ])('%s', (_, values, environment) => {
    set(values);
    expect(readFunctionEnvironment()).toEqual(environment);
  });

  it.each([
    ['no Region', { AWS_REGION: '' }, 'AWS_REGION is not set'],
    [
      'a home that is no Region',
      { DMS_AUDITOR_HOME_REGION: 'x.example/' },
      'DMS_AUDITOR_HOME_REGION: there is no Region "x.example/"',
    ],
    [
      'Regions that are none',
      { DMS_AUDITOR_REGIONS: 'eu-west-1,Frankfurt' },
      'DMS_AUDITOR_REGIONS: there is no Region "Frankfurt"',
    ],
    ['commas alone', { DMS_AUDITOR_REGIONS: ', ,' }, 'DMS_AUDITOR_REGIONS needs names of Regions'],
    [
      'another profile',
      { DMS_AUDITOR_PROFILE: 'best' },
      'DMS_AUDITOR_PROFILE must be one of recommended, documented, security-hub, all, not "best"',
    ],
  ])('%s is refused', (_, values, message) => {
    set(values);
    expect(readFunctionEnvironment).toThrow(Refusal);
    expect(readFunctionEnvironment).toThrow(message);
  });

  it('is traced only where that is asked for', () => {
    expect(readRuntime()).toEqual({ region: 'eu-west-1', functionName: '', tracing: false });
    set({ POWERTOOLS_TRACE_ENABLED: 'true', AWS_LAMBDA_FUNCTION_NAME: 'dms-auditor-prod-config-rule' });
    expect(readRuntime().functionName).toBe('dms-auditor-prod-config-rule');
    expect(readRuntime().tracing).toBe(true);
  });
});

describe('where the result of a scan goes', () => {
  it('is said by two variables, of which the settings file may replace the topic', () => {
    set({ DMS_AUDITOR_RESULTS_BUCKET: 'results', DMS_AUDITOR_TOPIC_ARN: topic });
    expect(readScanTargets()).toEqual({ bucket: 'results', topicArn: topic });
    set({ DMS_AUDITOR_RESULTS_BUCKET: 'results', DMS_AUDITOR_TOPIC_ARN: '' });
    expect(readScanTargets()).toEqual({ bucket: 'results', topicArn: null });
  });

  it.each([
    [
      'no bucket',
      { DMS_AUDITOR_TOPIC_ARN: topic },
      /; set DMS_AUDITOR_RESULTS_BUCKET to the name of the bucket for results$/,
    ],
    [
      'a topic by name',
      { DMS_AUDITOR_RESULTS_BUCKET: 'b', DMS_AUDITOR_TOPIC_ARN: 'findings' },
      /DMS_AUDITOR_TOPIC_ARN is no ARN of a topic: "findings"/,
    ],
  ])('%s', (_, values, message) => {
    set(values);
    expect(readScanTargets).toThrow(Refusal);
    expect(readScanTargets).toThrow(message);
  });
});

describe('where what is kept between invocations is', () => {
  it('is nowhere, unless it is said', () => {
    expect(readStoreNames()).toBeNull();
  });

  it('is in the home Region', () => {
    set({ DMS_AUDITOR_RESULTS_BUCKET: 'results', DMS_AUDITOR_STATE_TABLE: 'state' });
    expect(readStoreNames()).toEqual({ bucket: 'results', table: 'state', region: 'eu-west-1' });
    set({ DMS_AUDITOR_HOME_REGION: 'us-east-1' });
    expect(readStoreNames()).toEqual({ bucket: 'results', table: 'state', region: 'us-east-1' });
  });

  it.each([
    ['DMS_AUDITOR_RESULTS_BUCKET', 'DMS_AUDITOR_STATE_TABLE'],
    ['DMS_AUDITOR_STATE_TABLE', 'DMS_AUDITOR_RESULTS_BUCKET'],
  ])('is not %s alone', (name, missing) => {
    set({ [name]: 'x' });
    expect(readStoreNames).toThrow(Refusal);
    expect(readStoreNames).toThrow(`set ${missing} to`);
  });
});

describe('the settings of a function', () => {
  const { path, write } = scratch();

  it('are the defaults where no file is named', async () => {
    expect(await loadFunctionSettings(catalogue)).toBe(noSettings);
  });

  it('are those of a file beside its code', async () => {
    await write('dms-auditor.json', '{"trusted-accounts": ["222222222222"], "regions": ["us-east-1"]}');
    set({ LAMBDA_TASK_ROOT: path(''), DMS_AUDITOR_SETTINGS: 'dms-auditor.json' });
    const { settings, regions } = await loadFunctionSettings(catalogue);
    expect([settings.trustedAccounts, regions]).toEqual([['222222222222'], ['us-east-1']]);
  });

  it('name file and line of what is wrong', async () => {
    await write('wrong.yaml', 'regions: [us-east-1]\nrule: {}\n');
    set({ LAMBDA_TASK_ROOT: path(''), DMS_AUDITOR_SETTINGS: 'wrong.yaml' });
    const loading = loadFunctionSettings(catalogue);
    await expect(loading).rejects.toThrow(SettingsError);
    await expect(loading).rejects.toThrow('wrong.yaml:2: unknown key "rule"');
    await expect(loading).rejects.toBeInstanceOf(Refusal);
  });

  it('must be there', async () => {
    set({ LAMBDA_TASK_ROOT: path(''), DMS_AUDITOR_SETTINGS: 'none.yaml' });
    await expect(loadFunctionSettings(catalogue)).rejects.toThrow(
      'there is no file none.yaml beside the function',
    );
  });
});
