import { describe, expect, it } from 'vitest';
import {
  complete,
  cutShort,
  describeUnread,
  entry,
  known,
  notCollected,
  type Unread,
  unread,
  unreadIn,
} from '../../src/model/lookup.ts';

const why = (over: Partial<Unread> = {}): Unread => ({
  call: 'dms:DescribeEndpoints',
  resource: null,
  error: 'AccessDenied',
  transient: false,
  ...over,
});

describe('why something was not read, in words', () => {
  it.each([
    ['a refusal', why(), 'dms:DescribeEndpoints failed (AccessDenied)'],
    [
      'of one thing',
      why({ call: 'iam:GetRole', resource: 'writer' }),
      'iam:GetRole of writer failed (AccessDenied)',
    ],
    [
      'that may pass',
      why({ error: 'ThrottlingException', transient: true }),
      'dms:DescribeEndpoints failed (ThrottlingException, transient)',
    ],
    [
      'never asked',
      notCollected('iam:GetRole', 'writer'),
      'iam:GetRole of writer was not asked when the snapshot was taken',
    ],
    [
      'settings left out',
      why({ error: 'SettingsNotReported' }),
      'dms:DescribeEndpoints answered without its settings',
    ],
    [
      'settings that are no JSON',
      why({ error: 'MalformedSettings' }),
      'dms:DescribeEndpoints answered with settings that are no JSON',
    ],
    [
      'an answer that lacks something',
      why({ error: 'MalformedAnswer' }),
      'dms:DescribeEndpoints answered with less than its API documents',
    ],
    [
      'an answer cut off',
      why({ error: 'UnreadableAnswer', transient: true }),
      'dms:DescribeEndpoints answered with a body that cannot be read',
    ],
    ['pages in a circle', why({ error: 'RepeatedMarker' }), 'dms:DescribeEndpoints gave the same page again'],
  ])('%s', (_, reason, words) => {
    expect(describeUnread(reason)).toBe(words);
  });
});

describe('the entry of a table', () => {
  const table = { writer: known(1), reader: unread(why()) };
  it.each([
    ['is what was read', 'writer', known(1)],
    ['is why it was not read', 'reader', unread(why())],
    ['that is absent was never asked for', 'other', unread(notCollected('iam:GetRole', 'other'))],
    [
      'named like what every object has was never asked for',
      'constructor',
      unread(notCollected('iam:GetRole', 'constructor')),
    ],
    [
      'named like the prototype was never asked for',
      '__proto__',
      unread(notCollected('iam:GetRole', '__proto__')),
    ],
  ])('%s', (_, key, found) => {
    expect(entry(table, key, 'iam:GetRole')).toEqual(found);
  });
});

describe('all that is missing in a part of a snapshot', () => {
  const [one, two] = [why({ resource: 'one' }), why({ resource: 'two' })];
  it.each([
    ['nothing in nothing', null, []],
    ['nothing in text', 'unread', []],
    ['nothing in what is known', { a: known({ b: null }), c: complete([1]) }, []],
    ['a lookup', unread(one), [one]],
    ['a listing cut short', cutShort([], one), [one]],
    ['a listing and an item in it', cutShort([{ logging: unread(two) }], one), [one, two]],
    ['inside what is known', known({ inline: [{ document: unread(one) }] }), [one]],
    ['in a table, in its order', { b: unread(two), a: unread(one) }, [two, one]],
  ])('%s', (_, facts, reasons) => {
    expect(unreadIn(facts)).toEqual(reasons);
  });
});
