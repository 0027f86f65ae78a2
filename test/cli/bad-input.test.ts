import { describe, expect, it } from 'vitest';
import { run, scratch } from './support/run.ts';

const files = scratch();

/** What cannot run says why in one line on standard error, prints nothing else and ends 2. */
async function refused(args: readonly string[]): Promise<string> {
  const { exitCode, out, err } = await run(...args);
  expect({ exitCode, out, lines: err.split('\n').length - 1 }).toEqual({ exitCode: 2, out: '', lines: 1 });
  expect(err).toMatch(/^dms-auditor: \S/);
  expect(err).not.toMatch(/\n\s+at /);
  return err.slice('dms-auditor: '.length, -1);
}

const demo = ['scan', '--demo'];

describe('an argument that means nothing', () => {
  it.each([
    ['a command', ['scna'], /unknown command 'scna' \(Did you mean scan\?\)/],
    [
      'a flag',
      [...demo, '--alow-unknown'],
      /unknown option '--alow-unknown' \(Did you mean --allow-unknown\?\)/,
    ],
    ['a flag of another command', ['collect', '--demo'], /unknown option '--demo'/],
    ['a word too many', [...demo, 'again'], /too many arguments for 'scan'/],
    ['a flag without its value', ['scan', '--snapshot'], /'--snapshot <file...>' argument missing/],
    ['a format like no other', [...demo, '--format', 'xml'], /unknown format "xml"; there is table, json/],
    ['a format', [...demo, '--format', 'jsno'], /unknown format "jsno"; did you mean "json"\?/],
    [
      'a format of the rules',
      ['rules', '--format', 'yaml'],
      /'yaml' is invalid. Allowed choices are table, json, markdown/,
    ],
    [
      'a set of rules',
      [...demo, '--profile-set', 'most'],
      /'most' is invalid. Allowed choices are recommended/,
    ],
    [
      'a rule',
      [...demo, '--rules', 'task-log-source'],
      /no rule is called "task-log-source"; did you mean "task-logs-source"\?/,
    ],
    ['a rule in a list', [...demo, '--rules', 'task-logs-source,'], /no rule is called ""/],
    [
      'a severity',
      [...demo, '--fail-on', 'heavy'],
      /--fail-on takes INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL or none, not "heavy"/,
    ],
  ])('%s', async (_, args, message) => {
    expect(await refused(args)).toMatch(message);
  });
});

describe('arguments that do not go together', () => {
  it.each([
    [
      'an output without a format',
      [...demo, '--output', 'r.json'],
      '--output r.json needs a --format before it, such as --format json --output r.json',
    ],
    [
      'an output before its format',
      [...demo, '--output', 'r', '--format', 'json'],
      '--output r needs a --format before it, such as --format json --output r',
    ],
    [
      'two outputs of one format',
      [...demo, '--format', 'json', '--output', 'a', '--output', 'b'],
      '--output b needs a --format before it, such as --format json --output b',
    ],
    [
      'two formats to standard output',
      [...demo, '--format', 'json', '--format', 'table'],
      'two formats go to standard output; give one of them its own --output FILE',
    ],
    [
      'two formats to one file in two spellings',
      [...demo, '--format', 'json', '--output', 'r', '--format', 'ocsf', '--output', './r'],
      'two formats go to ./r; give one of them its own --output FILE',
    ],
    [
      'two formats to one file',
      [...demo, '--format', 'json', '--output', 'r', '--format', 'table', '--output', 'r'],
      'two formats go to r; give one of them its own --output FILE',
    ],
    [
      'the example and a snapshot',
      [...demo, '--snapshot', 's.json'],
      '--demo and --snapshot exclude each other',
    ],
    [
      'the example and a profile',
      [...demo, '--profile', 'prod'],
      '--demo reads no account; leave --profile, --role-arn, --external-id, --regions and --resolve-dns out',
    ],
    [
      'the example and an external id',
      [...demo, '--external-id', 'x'],
      '--demo reads no account; leave --profile, --role-arn, --external-id, --regions and --resolve-dns out',
    ],
    [
      'the example and DNS',
      [...demo, '--resolve-dns'],
      '--demo reads no account; leave --profile, --role-arn, --external-id, --regions and --resolve-dns out',
    ],
    [
      'a snapshot and Regions',
      ['scan', '--snapshot', 's', '--regions', 'all'],
      '--snapshot reads no account; leave --profile, --role-arn, --external-id, --regions and --resolve-dns out',
    ],
    [
      'an external id without a role',
      ['scan', '--regions', 'eu-west-1', '--external-id', 'x'],
      '--external-id goes with --role-arn',
    ],
    [
      'no name among Regions',
      ['scan', '--regions', ' , '],
      '--regions needs names separated by commas, or: all',
    ],
    [
      'what is no name of a Region',
      ['scan', '--regions', 'eu west 1'],
      'there is no Region eu west 1; a name looks like eu-central-1',
    ],
  ])('%s', async (_, args, message) => {
    expect(await refused(args)).toBe(message);
  });
});

describe('a file', () => {
  it.each([
    ['that is not there', 'none.json', 'there is no such file'],
    ['that is a folder', '', 'it is a folder'],
  ])('to read %s', async (_, name, reason) => {
    const file = files.path(name);
    expect(await refused(['scan', '--snapshot', file])).toBe(`cannot read ${file}: ${reason}`);
    expect(await refused([...demo, '--settings', file])).toBe(`cannot read ${file}: ${reason}`);
  });

  it.each([
    ['in a folder that is not there', 'none/r.json', 'its folder does not exist'],
    ['that is a folder', '', 'it is a folder'],
  ])('to write %s', async (_, name, reason) => {
    const file = files.path(name);
    expect(await refused([...demo, '--format', 'json', '--output', file])).toBe(
      `cannot write ${file}: ${reason}`,
    );
  });

  it('with settings that are not allowed', async () => {
    const file = await files.write('settings.yaml', 'required-tags: [team]\ntrusted-acounts: []\n');
    expect(await refused([...demo, '--settings', file])).toMatch(
      `${file}:2: unknown key "trusted-acounts"; did you mean "trusted-accounts"?`,
    );
    expect(await refused(['collect', '--settings', file])).toMatch(`${file}:2: unknown key`);
  });

  it('whose name carries an escape sequence and a line break', async () => {
    expect(await refused(['scan', '--snapshot', '/none\u001b[2J\ndms-auditor: all is well'])).toContain(
      '/none\u{FFFD}dms-auditor: all is well',
    );
  });
});
