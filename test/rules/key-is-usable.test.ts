import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { known, unread } from '../../src/model/lookup.ts';
import type { ReplicationInstance } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyIsUsable } from '../../src/rules/key-is-usable.ts';
import { ACCOUNT, accountWith, anEndpoint, anInstance, listed } from '../support/builders.ts';
import { accountUsing, aKey, anInstanceWithKey, keyArn } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const using = (over: Partial<KmsKey>): AccountFacts => accountUsing(aKey(over));
const imported = (validTo: string): AccountFacts => using({ origin: 'EXTERNAL', validTo });
const key = keyArn('key-1');
const within = (days: number) => ({
  rules: { 'key-is-usable': { enabled: true, severity: null, parameters: { 'expiry-days': days } } },
});

/** An account whose instances name these keys, of which none exists. */
const naming = (...instances: readonly ReplicationInstance[]): AccountFacts =>
  accountWith({
    instances: listed(...instances),
    keyReferences: { [key]: known(null), 'alias/orders': known(null), 'alias/aws/dms': known(null) },
  });

testRule(keyIsUsable, {
  compliant: [
    { name: 'an enabled key', account: using({}), because: 'key state is Enabled' },
    {
      name: 'a key whose primary Region changes',
      account: using({ state: 'Updating', multiRegion: true }),
      because: 'key state is Updating',
    },
    {
      name: 'imported material without an end',
      account: using({ origin: 'EXTERNAL' }),
      because: 'key state is Enabled',
    },
    {
      name: 'imported material that lasts one second more than it must',
      account: imported('2026-12-01T03:00:01.000Z'),
      because: 'key state is Enabled',
    },
    {
      name: 'imported material that lasts for the days of the settings',
      account: imported('2026-11-03T00:00:00.000Z'),
      settings: within(1),
      because: 'key state is Enabled',
    },
    {
      name: 'a key that is known beside a listing that was refused',
      account: accountUsing(aKey(), { endpoints: refused('dms:DescribeEndpoints') }),
      of: 'key-1',
      because: 'key state is Enabled',
    },
  ],
  nonCompliant: [
    {
      name: 'a disabled key',
      account: using({ state: 'Disabled' }),
      because: 'key state is Disabled',
      severity: 'CRITICAL',
    },
    {
      name: 'a key that will be deleted',
      account: using({ state: 'PendingDeletion', deletionDate: '2026-11-08T00:00:00.000Z' }),
      because: 'key state is PendingDeletion, and it is deleted on 2026-11-08T00:00:00.000Z',
    },
    {
      name: 'a key that will be deleted some day',
      account: using({ state: 'PendingDeletion' }),
      because: 'key state is PendingDeletion',
    },
    {
      name: 'a primary key that waits for its replicas to go',
      account: using({ state: 'PendingReplicaDeletion' }),
      because: 'key state is PendingReplicaDeletion',
    },
    {
      name: 'a key without its material',
      account: using({ state: 'PendingImport', origin: 'EXTERNAL' }),
      because: 'key state is PendingImport',
    },
    {
      name: 'a key of a store that is not connected',
      account: using({ state: 'Unavailable', origin: 'AWS_CLOUDHSM' }),
      because: 'key state is Unavailable',
    },
    {
      name: 'imported material that lasts for 30 days and no longer',
      account: imported('2026-12-01T03:00:00.000Z'),
      because: 'its key material expires on 2026-12-01T03:00:00.000Z, within 30 days',
    },
    {
      name: 'imported material that has expired',
      account: imported('2026-10-31T00:00:00.000Z'),
      settings: within(0),
      because: 'its key material expires on 2026-10-31T00:00:00.000Z, within 0 days',
    },
    {
      name: 'imported material that does not last for the days of the settings',
      account: imported('2027-01-01T00:00:00.000Z'),
      settings: within(90),
      because: 'its key material expires on 2027-01-01T00:00:00.000Z, within 90 days',
    },
    {
      name: 'a key that does not exist',
      account: naming(anInstanceWithKey(key)),
      because: 'there is no such key',
    },
    {
      name: 'an alias that leads to no key',
      account: naming(anInstanceWithKey('alias/orders')),
      of: 'alias/orders',
      because: 'there is no such key',
    },
    {
      name: 'no default key, which one resource names and another inherits',
      account: naming(anInstance(), anInstanceWithKey('alias/aws/dms', { arn: 'arn:2' })),
      of: 'alias/aws/dms',
      because: 'there is no such key',
    },
  ],
  notApplicable: [
    {
      name: 'no resource that has a key',
      account: accountWith({}),
      because: 'no AWS::KMS::Key in eu-west-1',
    },
    {
      name: 'an endpoint that stores nothing',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 's3' })) }),
      because: 'no AWS::KMS::Key in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a replica that is being made',
      account: using({ state: 'Creating' }),
      because: 'key state is Creating',
    },
    {
      name: 'a state that is not known',
      account: using({ state: 'toString' }),
      because: 'what key state toString means is not known',
    },
    {
      name: 'a state that is not reported',
      account: using({ state: null }),
      because: 'KMS does not report KeyState',
    },
    {
      name: 'an end of validity that is no date',
      account: imported('soon'),
      because: 'KMS does not report ValidTo as a date',
    },
    {
      name: 'no default key, which nobody names',
      account: naming(anInstance()),
      because: 'no resource names it, and KMS knows no such key',
    },
    {
      name: 'a key that was refused',
      account: accountUsing(aKey(), { keyReferences: { [key]: unread(denied('kms:DescribeKey', key)) } }),
      because: `kms:DescribeKey of ${key} failed (AccessDeniedException)`,
    },
  ],
});

describe('a failure of key-is-usable', () => {
  const failureOf = (account: AccountFacts) => keyIsUsable.evaluate(ACCOUNT, account, defaultSettings)[0];

  it.each(['Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable'])(
    'by %s says what to do, and that the key of a resource stays',
    (state) => {
      const failure = failureOf(using({ state }));
      expect(failure).toMatchObject({ witness: { kind: 'value', field: 'KeyState', value: state } });
      expect(failure?.remediation.summary).toMatch(/^[A-Z].* key .*cannot be changed after creation/);
    },
  );

  it('by absence shows the call that said so', () => {
    expect(failureOf(naming(anInstanceWithKey(key)))).toMatchObject({
      witness: { kind: 'absence', type: 'AWS::KMS::Key', arn: key, call: 'kms:DescribeKey' },
      resource: { id: 'key-1', arn: key, type: 'AWS::KMS::Key' },
    });
  });
});
