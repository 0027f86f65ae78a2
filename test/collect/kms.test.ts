import {
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import type { FactName } from '../../src/model/facts.ts';
import { known, notCollected } from '../../src/model/lookup.ts';
import { account, awsError, denied, keyArn, throttled } from './support/answers.ts';
import { anAws, aRawKey, collect } from './support/aws.ts';

const all = { facts: new Set<FactName>(['keyPolicies', 'keyRotations', 'keyGrants']) };
const gone = awsError('NotFoundException');
const key = keyArn('k');

type Aws = ReturnType<typeof anAws>;

/** An account whose instances name these keys; null: the default one. */
function using(...keys: readonly (string | null)[]): Aws {
  const aws = anAws();
  aws.dms.on(DescribeReplicationInstancesCommand).resolves({
    ReplicationInstances: keys.map((KmsKeyId, index) => ({
      ReplicationInstanceIdentifier: `i${index}`,
      ReplicationInstanceArn: `arn:aws:dms:eu-west-1:${account}:rep:I${index}`,
      ...(KmsKeyId === null ? {} : { KmsKeyId }),
    })),
  });
  return aws;
}

const keysAsked = ({ kms }: Aws): readonly (string | undefined)[] =>
  kms.commandCalls(DescribeKeyCommand).map(({ args: [{ input }] }) => input.KeyId);

const factsOf = async (facts = all) => {
  const region = (await collect(facts)).regions['eu-west-1'];
  if (region === undefined) throw new Error('the Region was not collected');
  return region;
};

describe('keys', () => {
  it('are described with policy, rotation and grants', async () => {
    using(key)
      .kms.on(DescribeKeyCommand)
      .resolves({
        KeyMetadata: {
          ...aRawKey(key),
          Origin: 'EXTERNAL',
          ExpirationModel: 'KEY_MATERIAL_EXPIRES',
          ValidTo: new Date('2027-01-01T00:00:00Z'),
          DeletionDate: new Date('2027-02-01T00:00:00Z'),
        },
      });
    const { keys, keyReferences } = await factsOf();
    expect(keyReferences).toEqual({ [key]: known(key) });
    expect(keys).toEqual({
      [key]: known({
        arn: key,
        id: 'k',
        manager: 'CUSTOMER',
        spec: 'SYMMETRIC_DEFAULT',
        usage: 'ENCRYPT_DECRYPT',
        state: 'Enabled',
        origin: 'EXTERNAL',
        multiRegion: false,
        validTo: '2027-01-01T00:00:00.000Z',
        deletionDate: '2027-02-01T00:00:00.000Z',
        policy: known('{"Statement":[]}'),
        rotates: known(true),
        grants: known([]),
      }),
    });
  });

  it('report null for all that KMS left out', async () => {
    using(key)
      .kms.on(DescribeKeyCommand)
      .resolves({ KeyMetadata: { KeyId: 'k', Arn: key } });
    expect((await factsOf()).keys[key]).toMatchObject({
      value: {
        manager: null,
        spec: null,
        usage: null,
        state: null,
        origin: null,
        multiRegion: null,
        validTo: null,
        deletionDate: null,
      },
    });
  });

  it('are asked for by alias first, and then not by the ARN it led to', async () => {
    const aws = using(key, 'alias/k', 'k', `arn:aws:kms:eu-west-1:${account}:alias/k`, keyArn('other'));
    const { keyReferences, keys } = await factsOf();
    expect(keysAsked(aws)).toEqual(['alias/k', keyArn('other')]);
    expect(keyReferences).toEqual({
      'alias/k': known(key),
      [key]: known(key),
      [keyArn('other')]: known(keyArn('other')),
    });
    expect(Object.keys(keys)).toEqual([key, keyArn('other')]);
    for (const command of [GetKeyPolicyCommand, GetKeyRotationStatusCommand, ListGrantsCommand]) {
      expect(aws.kms.commandCalls(command as typeof GetKeyPolicyCommand)).toHaveLength(2);
    }
  });

  it('are asked for by ARN as well where the alias was refused', async () => {
    const aws = using('alias/k', key);
    aws.kms.on(DescribeKeyCommand, { KeyId: 'alias/k' }).rejects(denied);
    expect((await factsOf()).keyReferences).toMatchObject({
      'alias/k': { unread: { call: 'kms:DescribeKey', resource: 'alias/k', error: 'AccessDeniedException' } },
      [key]: known(key),
    });
  });

  it('are the default one where a resource names none', async () => {
    const aws = using(null);
    expect((await factsOf()).keyReferences).toEqual({ 'alias/aws/dms': known(keyArn('aws/dms')) });
    expect(keysAsked(aws)).toEqual(['alias/aws/dms']);
  });

  it('are asked about in their own Region, by their ARN in another account', async () => {
    const theirs = keyArn('theirs', '999999999999');
    const elsewhere = keyArn('elsewhere', account, 'us-east-1');
    // People write these, and no host can be made of their Regions.
    const nowhere = ['evil.example#', '', '-'].map((region) => keyArn('nowhere', account, region));
    const aws = using(theirs, elsewhere, ...nowhere);
    aws.kms.on(DescribeKeyCommand).rejects(awsError('InvalidArnException'));
    const { keyReferences } = await factsOf();
    for (const arn of nowhere)
      expect(keyReferences[arn]).toMatchObject({ unread: { error: 'InvalidArnException' } });
    const regions = await Promise.all(
      aws.kms.commandCalls(DescribeKeyCommand).map(async ({ args: [{ input }], thisValue }) => {
        if (!(thisValue instanceof KMSClient)) throw new Error('the call was sent by no client');
        return [String(input.KeyId), await thisValue.config.region()] as const;
      }),
    );
    expect(Object.fromEntries(regions)).toEqual({
      [theirs]: 'eu-west-1',
      [elsewhere]: 'us-east-1',
      ...Object.fromEntries(nowhere.map((arn) => [arn, 'eu-west-1'])),
    });
  });

  it('are asked about once for all Regions', async () => {
    const aws = using(key, 'alias/a');
    const { regions } = await collect({ ...all, regions: ['eu-west-1', 'us-east-1'] });
    // An alias can mean another key in each Region.
    expect(keysAsked(aws).toSorted()).toEqual(['alias/a', 'alias/a', key]);
    expect(aws.kms.commandCalls(GetKeyPolicyCommand, { KeyId: key })).toHaveLength(1);
    expect(regions['us-east-1']?.keys[key]).toEqual(regions['eu-west-1']?.keys[key]);
  });

  it('are those of settings too', async () => {
    const aws = anAws();
    aws.dms.on(DescribeEndpointsCommand).resolves({
      Endpoints: [
        {
          EndpointIdentifier: 'e',
          EndpointArn: `arn:aws:dms:eu-west-1:${account}:endpoint:E`,
          EngineName: 's3',
          S3Settings: { ServerSideEncryptionKmsKeyId: 'k' },
        },
      ],
    });
    await factsOf();
    expect(keysAsked(aws)).toEqual([key]);
  });

  it.each([
    ['that do not exist', gone, known(null)],
    ['that may not be read', denied, { unread: { error: 'AccessDeniedException', transient: false } }],
    ['throttled out', throttled, { unread: { error: 'ThrottlingException', transient: true } }],
  ])('%s', async (_, error, expected) => {
    const aws = using(key);
    aws.kms.on(DescribeKeyCommand).rejects(error);
    const { keyReferences, keys } = await factsOf();
    expect(keyReferences[key]).toMatchObject(expected);
    expect(keys).toEqual({});
    expect(aws.kms.calls()).toHaveLength(1);
  });

  it.each<[string, object | undefined]>([
    ['no metadata', undefined],
    ['no ARN', { KeyId: 'k' }],
    ['a date that is none', { ...aRawKey(key), DeletionDate: new Date('never') }],
    ['material that expires some time', { ...aRawKey(key), ExpirationModel: 'KEY_MATERIAL_EXPIRES' }],
  ])('are unread with %s', async (_, KeyMetadata) => {
    using(key)
      .kms.on(DescribeKeyCommand)
      .resolves({ KeyMetadata: KeyMetadata as never });
    expect((await factsOf()).keyReferences[key]).toMatchObject({
      unread: { call: 'kms:DescribeKey', resource: key, error: 'MalformedAnswer' },
    });
  });

  it('are not asked about if nobody needs them', async () => {
    const aws = using(key);
    expect(await factsOf({ facts: new Set(['instances']) })).toMatchObject({ keyReferences: {}, keys: {} });
    expect(aws.kms.calls()).toHaveLength(0);
  });
});

describe('the rest of a key', () => {
  it.each<[fact: FactName, part: string, call: string, command: unknown]>([
    ['keyPolicies', 'policy', 'kms:GetKeyPolicy', GetKeyPolicyCommand],
    ['keyRotations', 'rotates', 'kms:GetKeyRotationStatus', GetKeyRotationStatusCommand],
    ['keyGrants', 'grants', 'kms:ListGrants', ListGrantsCommand],
  ])('fails part by part, and is asked for only where it is wanted: %s', async (fact, part, call, raw) => {
    const command = raw as typeof GetKeyPolicyCommand;
    const without = using(key);
    const others = [...all.facts].filter((one) => one !== fact);
    expect((await factsOf({ facts: new Set(others) })).keys[key]).toMatchObject({
      value: { [part]: { unread: notCollected(call, key) } },
    });
    expect(without.kms.commandCalls(command)).toHaveLength(0);
    expect(without.kms.calls()).toHaveLength(3);

    const refusing = using(key);
    refusing.kms.on(command).rejects(denied);
    const { keys } = await factsOf();
    const read = { policy: { known: true }, rotates: { known: true }, grants: { known: true } };
    const unread = { call, resource: key, error: 'AccessDeniedException' };
    expect(keys[key]).toMatchObject({ value: { ...read, [part]: { known: false, unread } } });
  });

  it.each([
    ['on', { KeyRotationEnabled: true }, known(true)],
    ['off', { KeyRotationEnabled: false }, known(false)],
    ['not told', {}, { unread: { error: 'MalformedAnswer' } }],
  ])('tells of rotation that is %s', async (_, answer, rotates) => {
    using(key).kms.on(GetKeyRotationStatusCommand).resolves(answer);
    expect((await factsOf()).keys[key]).toMatchObject({ value: { rotates } });
  });

  it('tells of a key that KMS cannot rotate', async () => {
    using(key).kms.on(GetKeyRotationStatusCommand).rejects(awsError('UnsupportedOperationException'));
    expect((await factsOf()).keys[key]).toMatchObject({ value: { rotates: known(null) } });
  });

  it('is malformed where its ARN names no Region', async () => {
    using(key)
      .kms.on(DescribeKeyCommand)
      .resolves({ KeyMetadata: aRawKey('arn:aws:kms::1:key/k') });
    expect((await factsOf()).keyReferences[key]).toMatchObject({ unread: { error: 'MalformedAnswer' } });
  });

  it('is malformed without a policy', async () => {
    using(key).kms.on(GetKeyPolicyCommand).resolves({});
    expect((await factsOf()).keys[key]).toMatchObject({
      value: { policy: { unread: { call: 'kms:GetKeyPolicy', error: 'MalformedAnswer' } } },
    });
  });

  it('has the grants of all pages', async () => {
    const { kms } = using(key);
    const theirs = {
      GrantId: 'a',
      GranteePrincipal: 'arn:aws:iam::999999999999:role/r',
      RetiringPrincipal: 'dms.eu-west-1.amazonaws.com',
      IssuingAccount: `arn:aws:iam::${account}:root`,
      Operations: ['Decrypt' as const],
    };
    kms.on(ListGrantsCommand).resolves({ Grants: [theirs], Truncated: true, NextMarker: 'm' });
    kms.on(ListGrantsCommand, { Marker: 'm' }).resolves({
      Grants: [{ GrantId: 'b', GranteeServicePrincipal: 'dms.amazonaws.com' }],
    });
    expect((await factsOf()).keys[key]).toMatchObject({
      value: {
        grants: known([
          {
            id: 'a',
            grantee: 'arn:aws:iam::999999999999:role/r',
            retiring: 'dms.eu-west-1.amazonaws.com',
            issuingAccount: `arn:aws:iam::${account}:root`,
            operations: ['Decrypt'],
          },
          { id: 'b', grantee: 'dms.amazonaws.com', retiring: null, issuingAccount: null, operations: [] },
        ]),
      },
    });
  });

  it.each([
    ['a page is refused', (kms: Aws['kms']) => kms.on(ListGrantsCommand, { Marker: 'm' }).rejects(denied)],
    [
      'a page says that there is more and not where',
      (kms: Aws['kms']) =>
        kms.on(ListGrantsCommand, { Marker: 'm' }).resolves({ Grants: [], Truncated: true }),
    ],
    [
      'a grant has no id',
      (kms: Aws['kms']) => kms.on(ListGrantsCommand, { Marker: 'm' }).resolves({ Grants: [{}] }),
    ],
  ])('has no grants where %s', async (_, answer) => {
    const { kms } = using(key);
    kms.on(ListGrantsCommand).resolves({ Grants: [], Truncated: true, NextMarker: 'm' });
    answer(kms);
    expect((await factsOf()).keys[key]).toMatchObject({
      value: { grants: { known: false, unread: { call: 'kms:ListGrants', resource: key } } },
    });
  });
});
