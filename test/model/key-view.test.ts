import { describe, expect, it } from 'vitest';
import { gather } from '../../src/model/account-view.ts';
import { defineRule } from '../../src/model/define-rule.ts';
import { inheritsDefault, keyUses, normalizeKey } from '../../src/model/key-view.ts';
import { known, unread } from '../../src/model/lookup.ts';
import type { DmsResource } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { compliant } from '../../src/model/verdict.ts';
import {
  ACCOUNT,
  aCertificate,
  accountWith,
  anEndpoint,
  anInstance,
  anInstanceProfile,
  aRegion,
  aServerlessConfig,
  aTask,
  FOREIGN,
  listed,
  REGION,
} from '../support/builders.ts';
import { aKey, anInstanceWithKey, keyArn, keysKnown } from '../support/key-builders.ts';

const place = { accountId: ACCOUNT, partition: 'aws', region: REGION };
const alias = (name: string, account: string, region = REGION): string =>
  `arn:aws:kms:${region}:${account}:alias/${name}`;
const denied = { call: 'kms:DescribeKey', resource: null, error: 'AccessDenied', transient: false };

describe('a key is asked for by one spelling', () => {
  it.each([
    ['an id', 'k', keyArn('k')],
    ['the id of a multi-Region key', 'mrk-1', keyArn('mrk-1')],
    ['an ARN', keyArn('k'), keyArn('k')],
    ['an ARN of another account', keyArn('k', FOREIGN), keyArn('k', FOREIGN)],
    ['an alias', 'alias/a', 'alias/a'],
    ['the ARN of an alias', alias('a', ACCOUNT), 'alias/a'],
    ['the ARN of another account’s alias', alias('a', FOREIGN), alias('a', FOREIGN)],
    ['the ARN of an alias elsewhere', alias('a', ACCOUNT, 'us-east-1'), alias('a', ACCOUNT, 'us-east-1')],
  ])('%s', (_, written, spelling) => {
    expect(normalizeKey(written, place)).toBe(spelling);
  });
});

describe('a resource without a key uses the default one', () => {
  it.each<[DmsResource, boolean]>([
    [anInstance(), true],
    [anInstance({ kmsKeyId: 'k' }), false],
    [aServerlessConfig(), true],
    [aCertificate(), true],
    [anEndpoint(), true],
    [anEndpoint({ engine: 's3' }), false],
    [anEndpoint({ engine: 'kinesis' }), false],
    [aTask(), false],
    [anInstanceProfile(), false],
  ])('$0.type: $1', (resource, inherits) => {
    expect(inheritsDefault(resource)).toBe(inherits);
  });
});

describe('keys of a Region', () => {
  const keysOf = (facts: Partial<RegionFacts>) => gather(ACCOUNT, accountWith(facts), [REGION]).keys;

  it('are each there once, with all their uses', () => {
    const key = aKey();
    const facts = {
      instances: listed(anInstanceWithKey('alias/a')),
      certificates: listed(aCertificate({ kmsKeyId: key.id, keys: [{ path: 'KmsKeyId', key: key.id }] })),
      keyReferences: { 'alias/a': known(key.arn), [key.arn]: known(key.arn) },
      keys: { [key.arn]: known(key) },
    };
    expect(keysOf(facts)).toMatchObject({
      items: [{ arn: key.arn, id: key.id, key: known(key) }],
      unread: [],
    });
    expect(keysOf(facts).items[0]?.uses).toHaveLength(2);
    expect([...keyUses(aRegion(facts), place).keys()]).toEqual(['alias/a', key.arn]);
  });

  it('are known if one of their names is', () => {
    const key = aKey();
    const instances = listed(anInstanceWithKey('alias/a'), anInstanceWithKey(key.arn, { arn: 'arn:2' }));
    const keyReferences = { 'alias/a': known(key.arn), [key.arn]: unread(denied) };
    expect(keysOf({ instances, keyReferences, keys: { [key.arn]: known(key) } }).items).toMatchObject([
      { key: known(key), uses: [{}, {}] },
    ]);
  });

  it.each(['alias/a', alias('a', FOREIGN), alias('a', ACCOUNT, 'us-east-1')])(
    'are unread where %s leads nowhere',
    (reference) => {
      const instances = listed(anInstanceWithKey(reference));
      expect(keysOf({ instances, keyReferences: { [reference]: unread(denied) } })).toEqual({
        items: [],
        unread: [denied],
      });
    },
  );

  it('have findings of their own, also where accounts name theirs alike', () => {
    const rule = defineRule({
      id: 'planted-rule',
      title: 'Planted',
      severity: 'LOW',
      profiles: ['all'],
      requirements: [],
      controls: [],
      judgement: 'By its state.',
      rationale: '',
      remediation: '',
      sources: [],
      judges: ['keys'],
      judge: () => compliant('it is there'),
    });
    const mine = aKey({ id: 'mrk-1' });
    const replica = aKey({ id: 'mrk-1', arn: keyArn('mrk-1', ACCOUNT, 'us-east-1') });
    const instances = listed(
      anInstanceWithKey(mine.arn),
      anInstanceWithKey(replica.arn, { arn: 'arn:2' }),
      anInstanceWithKey('alias/a', { arn: 'arn:3' }),
      anInstanceWithKey(alias('a', FOREIGN), { arn: 'arn:4' }),
    );
    const { keyReferences, keys } = keysKnown(mine, replica);
    const gone = { 'alias/a': known(null), [alias('a', FOREIGN)]: known(null) };
    const account = accountWith({ instances, keyReferences: { ...keyReferences, ...gone }, keys });
    expect(rule.evaluate(ACCOUNT, account, defaultSettings).map(({ id }) => id)).toEqual([
      `planted-rule@${ACCOUNT}/${REGION}/key/mrk-1`,
      `planted-rule@${ACCOUNT}/${REGION}/us-east-1:${ACCOUNT}:key/mrk-1`,
      `planted-rule@${ACCOUNT}/${REGION}/alias/a`,
      `planted-rule@${ACCOUNT}/${REGION}/${REGION}:${FOREIGN}:alias/a`,
    ]);
  });
});
