import { describe, expect, it } from 'vitest';
import { openPublished } from '../../src/publish/published.ts';
import { aBucket } from '../support/a-bucket.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';

const [a, b] = ['a', 'b'].map((id) => ({ type: 'AWS::DMS::Endpoint', id })) as [
  { type: string; id: string },
  { type: string; id: string },
];
const rule = `dms-auditor/${'r'.repeat(88)}`;
const at = (hour: number): string => `2026-11-02T0${hour}:00:00.000Z`;

function kept() {
  const { client, keys } = aBucket();
  const bucket = { name: 'results', s3: () => Promise.resolve(client) };
  return { keys, published: openPublished(bucket, { account: ACCOUNT, region: REGION }) };
}

describe('what a rule has reported', () => {
  it('is not known at first', async () => {
    expect(await kept().published.read(rule)).toBeNull();
  });

  it('is kept by account, Region and rule', async () => {
    const { published, keys } = kept();
    await published.add(rule, [a, b], at(1));
    expect(await published.read(rule)).toEqual([a, b]);
    expect(keys).toEqual([`published/${ACCOUNT}/${REGION}/dms-auditor%2F${'r'.repeat(88)}.json.gz`]);
    expect(await published.read('another')).toBeNull();
  });

  it.each([
    [
      'is forgotten when it was withdrawn',
      [
        ['add', 1],
        ['remove', 2],
      ],
      false,
    ],
    [
      'is forgotten when it was withdrawn in the same run',
      [
        ['add', 1],
        ['remove', 1],
      ],
      false,
    ],
    [
      'stays where an older run withdrew it late: AWS Config keeps the newer',
      [
        ['add', 1],
        ['add', 3],
        ['remove', 2],
      ],
      true,
    ],
    [
      'stays where it came back',
      [
        ['add', 1],
        ['remove', 2],
        ['add', 3],
      ],
      true,
    ],
    [
      'stays where an older run reported it late',
      [
        ['add', 3],
        ['add', 1],
        ['remove', 2],
      ],
      true,
    ],
  ] as const)('%s', async (_, steps, stays) => {
    const { published } = kept();
    for (const [what, hour] of steps) await published[what](rule, [a], at(hour));
    expect(await published.read(rule)).toEqual(stays ? [a] : []);
  });

  it('costs nothing where there is nothing to add', async () => {
    const { published, keys } = kept();
    await published.add(rule, [], at(1));
    await published.remove(rule, [], at(1));
    expect(keys).toEqual([]);
  });

  it('is added up where two workers write at once', async () => {
    const { published } = kept();
    await Promise.all([published.add(rule, [a], at(1)), published.add(rule, [b], at(1))]);
    expect(await published.read(rule)).toHaveLength(2);
  });
});
