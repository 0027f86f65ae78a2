import { describe, expect, it } from 'vitest';
import { anyArns, dmsArns } from '../../../../src/analysis/callers/dms-arns.ts';
import {
  type ArnFamily,
  type ArnOptions,
  arnDimension,
  arnOptions,
} from '../../../../src/analysis/policy/decide/arn-dimension.ts';
import { literally } from '../../../../src/analysis/policy/decide/text-set.ts';
import { FOREIGN, OWN } from '../builders.ts';
import { asked, type Written } from './asked.ts';

const mine = `arn:aws:dms:eu-west-1:${OWN}:rep:A`;
const theirs = `arn:aws:dms:eu-west-1:${FOREIGN}:rep:A`;
const both = { arn: true, account: true };
const family: ArnFamily = {
  arnKey: 'x:arn',
  accountKeys: ['x:account', 'x:owner'],
  arns: dmsArns('aws', ['rep']),
  preferred: [mine, theirs],
  carried: [both],
  marks: [{ on: 'account', set: [literally(OWN)] }],
};

const optionsOf = (conditions: readonly Written[], over: Partial<ArnFamily> = {}): ArnOptions =>
  arnOptions({ ...family, ...over }, asked(...conditions), () => ({ kind: 'open' }));

const shown = ({ options }: ArnOptions): readonly unknown[] => options.map(({ context }) => context);
const carrying = (arn: string, account: string) => ({
  'x:arn': arn,
  'x:account': account,
  'x:owner': account,
});

describe('an ARN and the keys of its account', () => {
  it('are told apart by what the asker marks alone, where nothing asks for them', () => {
    const found = optionsOf([]);
    expect(shown(found)).toEqual([carrying(mine, OWN), carrying(theirs, FOREIGN)]);
    expect(found.options.map(({ marked }) => marked)).toEqual([[true], [false]]);
  });

  it('never contradict each other, whatever asks for them', () => {
    const { options, doubts } = optionsOf([
      ['StringLike', 'X:Account', '1111*', '*9'],
      ['ArnLike', 'x:arn', 'arn:aws:dms:*:*1:rep:B*', 'arn:aws:dms:us-*:*:*'],
      ['StringLike', 'x:arn', `*${OWN}*`],
    ]);
    expect(doubts).toEqual([]);
    expect(options.length).toBeGreaterThan(8);
    for (const { context, arn } of options) {
      expect(context['x:account']).toBe(arn?.split(':')[4]);
      expect(context['x:owner']).toBe(context['x:account']);
    }
  });

  it('are carried as the family says, and the option knows for which ARN', () => {
    const found = optionsOf([], {
      carried: [
        { arn: false, account: false },
        { arn: true, account: false },
        { arn: false, account: true },
      ],
    });
    expect(found.options).toEqual([
      { context: {}, arn: null, marked: [false] },
      { context: { 'x:arn': mine }, arn: mine, marked: [true] },
      { context: { 'x:arn': theirs }, arn: theirs, marked: [false] },
      { context: { 'x:account': OWN, 'x:owner': OWN }, arn: mine, marked: [true] },
      { context: { 'x:account': FOREIGN, 'x:owner': FOREIGN }, arn: theirs, marked: [false] },
    ]);
  });

  it('of an ARN that tells no account are any account and that ARN', () => {
    const bucket = 'arn:aws:s3:::b';
    const found = optionsOf([['ArnLike', 'x:arn', bucket]], {
      arns: anyArns('aws'),
      preferred: [bucket, mine, theirs],
      carried: [both],
      marks: [
        { on: 'account', set: [literally(OWN)] },
        { on: 'arn', set: [literally(bucket)] },
      ],
    });
    const ofBucket = found.options.filter(({ arn }) => arn === bucket);
    expect(ofBucket.map(({ context, marked }) => [context['x:account'], marked])).toEqual([
      [OWN, [true, true]],
      [FOREIGN, [false, true]],
    ]);
  });
});

describe('a variable that is the account of the ARN', () => {
  it.each<[operator: string, value: string]>([
    ['ArnLike', 'arn:aws:dms:*:${x:account}:*'],
    ['ArnEquals', 'arn:aws:dms:*:${X:Owner}:rep:*'],
    ['ArnNotLike', "arn:aws:dms:*:${x:account, '222222222222'}:*"],
    ['StringEquals', '${x:account}'],
  ])('%s %s is in no doubt', (operator, value) => {
    expect(optionsOf([[operator, 'x:arn', value]]).doubts).toEqual([]);
  });

  it.each<[operator: string, key: string, value: string, doubt: string]>([
    ['ArnLike', 'x:arn', 'arn:aws:dms:*:*:*${x:account}', 'x:arn: it is compared with ${x:account}'],
    ['StringLike', 'x:arn', '*:${x:account}:*', 'x:arn: it is compared with ${x:account}'],
    ['ArnLike', 'x:arn', 'arn:aws:dms:*:${x:other}:*', 'x:arn: it is compared with ${x:other}'],
    ['StringEquals', 'x:account', '${x:arn}', 'x:arn: it is compared with ${x:arn}'],
    ['NumericEquals', 'x:account', '5', 'x:account: it is compared as a number'],
    ['StringLike', 'x:arn', `*A${'?'.repeat(20)}`, 'x:arn: its patterns have too many combinations'],
  ])('%s on %s with %s is in doubt', (operator, key, value, doubt) => {
    const { doubts, options } = optionsOf([[operator, key, value]]);
    expect(doubts).toEqual([doubt]);
    expect(arnDimension(family, doubts, options)).toMatchObject({
      keys: ['x:arn', 'x:account', 'x:owner'],
      doubts: [doubt],
      unverified: false,
    });
  });

  it('without the account in the request is what its default says', () => {
    const { options } = optionsOf([['ArnLike', 'x:arn', "arn:aws:dms:*:${x:account, '222222222222'}:*"]], {
      carried: [{ arn: true, account: false }],
    });
    expect(options.some(({ arn }) => arn?.includes(':222222222222:') === true)).toBe(true);
  });
});
