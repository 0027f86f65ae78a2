import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { parseSettings } from '../../src/settings/parse.ts';

const parse = (exception: string) =>
  parseSettings(`exceptions:\n  - { ${exception} }\n`, 'dms-auditor.yaml', catalogue);
const answered = 'owner: team, reason: in work, expires: 2027-01-31';

describe('exceptions in a settings file', () => {
  it('hold for everything that they do not narrow', async () => {
    const { settings } = await parse(`rule: instance-is-private, ${answered}`);
    expect(settings.exceptions).toEqual([
      {
        ...{ rule: 'instance-is-private', account: '*', region: '*', resource: '*', tag: null },
        ...{ owner: 'team', reason: 'in work', expires: '2027-01-31' },
      },
    ]);
  });

  it.each([
    ['a key', 'exempt', { key: 'exempt', value: '*' }],
    ['a key and a value', 'exempt=wave-1', { key: 'exempt', value: 'wave-1' }],
    ['a value with a sign of its own', 'exempt=a=b', { key: 'exempt', value: 'a=b' }],
    ['a value that is empty', 'exempt=', { key: 'exempt', value: '' }],
  ])('may ask for a tag by %s', async (_, tag, read) => {
    const { settings } = await parse(`rule: instance-*, tag: '${tag}', ${answered}`);
    expect(settings.exceptions[0]?.tag).toEqual(read);
  });

  it.each([
    [
      'a rule that there is not',
      `rule: instance-is-privat, ${answered}`,
      'no rule is called "instance-is-privat"; did you mean "instance-is-private"?',
    ],
    [
      'a pattern of no rule',
      `rule: instances-*, ${answered}`,
      'no rule is called "instances-*"; did you mean',
    ],
    [
      'no owner',
      'rule: instance-is-private, reason: in work, expires: 2027-01-31',
      "exceptions.0 must have required property 'owner'",
    ],
    [
      'no reason',
      'rule: instance-is-private, owner: team, expires: 2027-01-31',
      "exceptions.0 must have required property 'reason'",
    ],
    [
      'a reason without a word',
      "rule: instance-is-private, owner: team, reason: ' ', expires: 2027-01-31",
      'exceptions.0.reason must be text of at least one character',
    ],
    [
      'no last day',
      'rule: instance-is-private, owner: team, reason: in work',
      "exceptions.0 must have required property 'expires'",
    ],
    [
      'a day that is none',
      'rule: instance-is-private, owner: team, reason: in work, expires: 2027-02-30',
      'there is no day 2027-02-30',
    ],
    [
      'words for a day',
      'rule: instance-is-private, owner: team, reason: in work, expires: soon',
      'exceptions.0.expires must be the last day on which it counts, such as 2027-01-31, not "soon"',
    ],
    [
      'an account without quotes',
      `rule: instance-is-private, account: 111122223333, ${answered}`,
      'exceptions.0.account must be text of at least one character, in quotes if it is a number, not 111122223333',
    ],
    [
      'a key that there is not',
      `rule: instance-is-private, until: 2027-01-31, ${answered}`,
      'unknown key "until" in exceptions.0',
    ],
  ])('with %s are refused with their line', async (_, exception, message) => {
    await expect(parse(exception)).rejects.toThrow(`dms-auditor.yaml:2: ${message}`);
  });
});
