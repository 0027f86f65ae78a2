import { describe, expect, it } from 'vitest';
import { compare } from '../../src/audit/compare.ts';
import { exceptionsAt, withExceptions } from '../../src/audit/exceptions.ts';
import { markTold } from '../../src/audit/mark-told.ts';
import { readingOf } from '../../src/audit/reading.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { ExceptionSetting } from '../../src/model/settings.ts';
import { ACCOUNT, aRegion, REGION } from '../support/builders.ts';
import { findingOf, type Look, moment } from '../support/looks.ts';
import { memoryFindingStore } from '../support/memory-finding-store.ts';
import { described, toldToAll, writerOn } from '../support/recording.ts';
import { aResult, excepted } from './results.ts';

const day = 24 * 60 * 60;

describe('of what somebody answers for by a tag, people are told', () => {
  const tag = { key: 'exempt', value: 'yes' };
  const exception: ExceptionSetting = {
    ...{ rule: '*', account: '*', region: '*', resource: '*', tag },
    ...{ owner: 'team', reason: 'it moves', expires: '2027-01-31' },
  };
  const ending = { ...exception, expires: '2026-11-01' };
  const carried = known({ exempt: 'yes' });
  const removed = known({});
  const untold = unread({
    call: 'dms:ListTagsForResource',
    resource: null,
    error: 'Throttling',
    transient: true,
  });

  /** What people are told of a failure from day to day. */
  async function toldOf(
    days: readonly (readonly [
      tags: Lookup<Record<string, string>>,
      look?: Look,
      setting?: ExceptionSetting,
    ])[],
  ): Promise<readonly string[]> {
    const store = memoryFindingStore();
    const told: string[] = [];
    for (const [index, [tags, look = 'HIGH', setting = exception]] of days.entries()) {
      const finding = findingOf('a', look);
      const facts = { regions: { [REGION]: aRegion({ tags: { [finding.resource.arn ?? '']: tags } }) } };
      const takenAt = moment(index * day);
      const result = aResult(...withExceptions([finding], exceptionsAt([setting], takenAt).inForce, facts));
      const writer = writerOn(store, `day ${index}`, takenAt);
      const { toTell, known: kept } = await recordFindings(
        readingOf({ ...result, takenAt }, ACCOUNT),
        writer,
      );
      told.push(...described(toTell).map((line) => line.replace(/^\d+/, `day ${index + 1}`)));
      await markTold(toldToAll(toTell), kept, writer);
    }
    return told;
  }

  it.each<[string, Parameters<typeof toldOf>[0], readonly string[]]>([
    ['nothing, while the tag cannot be read', [[carried], [untold], [carried], [untold], [untold]], []],
    ['nothing when it passes then', [[carried], [untold], [carried, 'passes']], []],
    [
      'that nobody does any more, as soon as that is known',
      [[carried], [untold], [removed]],
      ['day 3: a new HIGH'],
    ],
    ['that it fails, where it never was known to carry the tag', [[untold], [untold]], ['day 1: a new HIGH']],
    [
      'that it fails, where it was another exception',
      [[carried], [untold, 'HIGH', { ...exception, owner: 'others' }]],
      ['day 2: a new HIGH'],
    ],
    [
      'that it fails, once the last day is over',
      [
        [carried, 'HIGH', ending],
        [untold, 'HIGH', ending],
      ],
      ['day 2: a new HIGH'],
    ],
  ])('%s', async (_, days, told) => {
    expect(await toldOf(days)).toEqual(told);
  });

  it('the exception is kept, and shown so beside what was found before', () => {
    const finding = findingOf('a', 'HIGH');
    const facts = { regions: { [REGION]: aRegion({ tags: { [finding.resource.arn ?? '']: untold } }) } };
    const before = aResult({ ...finding, exception: excepted });
    const after = aResult(...withExceptions([finding], [{ ...exception, ...excepted }], facts));
    expect(compare(before, after).findings).toMatchObject([{ standing: 'excepted', exception: excepted }]);
  });
});
