import { describe, expect, it } from 'vitest';
import { mergeSnapshots, SameRegionTwiceError } from '../../src/audit/merge.ts';
import { complete, cutShort, known, notCollected, nothingToJudge, unread } from '../../src/model/lookup.ts';
import type { AccountFacts, Snapshot } from '../../src/model/snapshot.ts';
import { ACCOUNT, anAccount, aRegion, aRole, aSnapshot, FOREIGN, iamOf } from '../support/builders.ts';

const early = '2026-11-01T01:00:00.000Z';
const late = '2026-11-01T02:00:00.000Z';

interface Part {
  readonly region: string;
  readonly takenAt: string;
  readonly roles?: AccountFacts['iam']['roles'];
  readonly account?: string;
  readonly organization?: AccountFacts['organization'];
}
const part = ({ region, takenAt, roles = {}, account = ACCOUNT, organization }: Part): Snapshot => ({
  ...aSnapshot(),
  takenAt,
  accounts: {
    [account]: anAccount({
      regions: { [region]: aRegion({ takenAt }) },
      iam: { ...iamOf(roles), takenAt },
      ...(organization === undefined ? {} : { organization }),
    }),
  },
});

const block = {
  ...{ blockPublicAcls: true, ignorePublicAcls: true },
  ...{ blockPublicPolicy: true, restrictPublicBuckets: true },
};
const denied = unread({ call: 'iam:GetRole', resource: 'a', error: 'AccessDenied', transient: false });
const aNow = known(aRole({ name: 'a', path: '/now/' }));
const aThen = known(aRole({ name: 'a', path: '/then/' }));

describe('snapshots put together', () => {
  it('one alone is itself', () => {
    const one = part({ region: 'eu-west-1', takenAt: early });
    expect(mergeSnapshots(one)).toEqual(one);
  });

  it('hold every account', () => {
    const [one, other] = [
      part({ region: 'eu-west-1', takenAt: early }),
      part({ region: 'eu-west-1', takenAt: late, account: FOREIGN }),
    ];
    expect(mergeSnapshots(one, other).accounts).toEqual({ ...one.accounts, ...other.accounts });
  });

  it('hold every Region of an account, each with its own time', () => {
    const { accounts } = mergeSnapshots(
      part({ region: 'eu-west-1', takenAt: late }),
      part({ region: 'us-east-1', takenAt: early }),
      part({ region: 'eu-west-3', takenAt: early }),
    );
    const times = Object.entries(accounts[ACCOUNT]?.regions ?? {}).map(([name, { takenAt }]) => [
      name,
      takenAt,
    ]);
    expect(times).toEqual([
      ['eu-west-1', late],
      ['us-east-1', early],
      ['eu-west-3', early],
    ]);
  });

  it.each([
    ['late', 'early'],
    ['early', 'late'],
  ])('are as old as the oldest: %s first', (first) => {
    const times = first === 'late' ? [late, early] : [early, late];
    const [one, other] = times.map((takenAt, index) => part({ region: `eu-west-${index}`, takenAt }));
    if (one === undefined || other === undefined) throw new Error('two are made');
    const merged = mergeSnapshots(one, other);
    expect([merged.takenAt, merged.accounts[ACCOUNT]?.iam.takenAt]).toEqual([early, early]);
  });

  it.each([
    ['in one alone', { a: aThen }, {}, aThen],
    ['in both: the later reading', { a: aThen }, { a: aNow }, aNow],
    ['gone since', { a: aThen }, { a: known(null) }, known(null)],
    ['not readable any more', { a: aThen }, { a: denied }, denied],
  ])('a role %s', (_, older, newer, stands) => {
    const then = part({ region: 'eu-west-1', takenAt: early, roles: older });
    const now = part({ region: 'us-east-1', takenAt: late, roles: newer });
    expect(mergeSnapshots(then, now).accounts[ACCOUNT]?.iam.roles['a']).toEqual(stands);
    expect(mergeSnapshots(now, then).accounts[ACCOUNT]?.iam.roles['a']).toEqual(stands);
  });

  it('the organisation is the one that was read', () => {
    const read = known({ id: 'o-1', managementAccountId: FOREIGN });
    const then = part({ region: 'eu-west-1', takenAt: early, organization: read });
    const now = part({ region: 'us-east-1', takenAt: late });
    expect(mergeSnapshots(then, now).accounts[ACCOUNT]?.organization).toEqual(read);
  });

  const call = 's3control:GetPublicAccessBlock';
  const noBucket = unread(nothingToJudge(call));
  const notAllowed = unread({ ...notCollected(call), error: 'AccessDenied' });
  it.each([
    ['that was read later', known(null), known(block), known(block)],
    ['that was read at all', known(block), notAllowed, known(block)],
    ['that was read where something names a bucket', known(block), noBucket, known(block)],
    ['that was refused later', noBucket, notAllowed, notAllowed],
    ['that was refused where something names a bucket', notAllowed, noBucket, notAllowed],
  ])('what the account blocks is that %s', (_, older, newer, stands) => {
    const blocking = (one: Snapshot, accountPublicAccessBlock = older): Snapshot => ({
      ...one,
      accounts: { [ACCOUNT]: { ...(one.accounts[ACCOUNT] ?? anAccount()), accountPublicAccessBlock } },
    });
    const then = blocking(part({ region: 'eu-west-1', takenAt: early }));
    const now = blocking(part({ region: 'us-east-1', takenAt: late }), newer);
    expect(mergeSnapshots(then, now).accounts[ACCOUNT]?.accountPublicAccessBlock).toEqual(stands);
    expect(mergeSnapshots(now, then).accounts[ACCOUNT]?.accountPublicAccessBlock).toEqual(stands);
  });

  const listOf = (name: string) => complete([name]);
  const refused = cutShort(['c'], {
    call: 'iam:GetAccountAuthorizationDetails',
    resource: null,
    error: 'AccessDenied',
    transient: false,
  });
  const neverAsked = cutShort<string>([], notCollected('iam:GetAccountAuthorizationDetails'));
  it.each([
    ['of the later reading', listOf('a'), listOf('b'), listOf('b')],
    ['of the later reading, which was refused', listOf('a'), refused, refused],
    ['of the only one that asked', listOf('a'), neverAsked, listOf('a')],
  ])('the roles that trust DMS are those %s', (_, older, newer, stands) => {
    const trusts = (one: Snapshot, trusting: typeof older): Snapshot => {
      const account = one.accounts[ACCOUNT] ?? anAccount();
      return { ...one, accounts: { [ACCOUNT]: { ...account, iam: { ...account.iam, trusting } } } };
    };
    const then = trusts(part({ region: 'eu-west-1', takenAt: early }), older);
    const now = trusts(part({ region: 'us-east-1', takenAt: late }), newer);
    expect(mergeSnapshots(then, now).accounts[ACCOUNT]?.iam.trusting).toEqual(stands);
    expect(mergeSnapshots(now, then).accounts[ACCOUNT]?.iam.trusting).toEqual(stands);
  });

  it('must not both tell of one Region', () => {
    const one = part({ region: 'eu-west-1', takenAt: early });
    const other = part({ region: 'eu-west-1', takenAt: late });
    expect(() => mergeSnapshots(one, other)).toThrow(new SameRegionTwiceError(ACCOUNT, 'eu-west-1'));
  });

  it('stay as they were', () => {
    const [one, other] = [
      part({ region: 'eu-west-1', takenAt: early }),
      part({ region: 'us-east-1', takenAt: late }),
    ];
    const before = JSON.stringify([one, other]);
    mergeSnapshots(one, other);
    expect(JSON.stringify([one, other])).toBe(before);
  });
});
