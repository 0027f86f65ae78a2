import { describe, expect, it } from 'vitest';
import { keyReferences, namesKey } from '../../src/collect/references.ts';
import { keyArn } from './support/answers.ts';
import { sample, structures } from './support/sdk-types.ts';

const key = keyArn('k');
const withKeys = (_: string, field: string): string => (namesKey(field) ? key : '');

/** Every path at which DMS names a key in what is collected; what the SDK's types have besides fails here. */
const golden: readonly (readonly [structure: string, paths: readonly string[]])[] = [
  ['ReplicationInstance', ['KmsKeyId']],
  [
    'Endpoint',
    [
      'KmsKeyId',
      'S3Settings.ServerSideEncryptionKmsKeyId',
      'MongoDbSettings.KmsKeyId',
      'RedshiftSettings.ServerSideEncryptionKmsKeyId',
      'DocDbSettings.KmsKeyId',
    ],
  ],
  ['ReplicationConfig', ['ComputeConfig.KmsKeyId']],
  ['InstanceProfile', ['KmsKeyArn']],
  ['Certificate', ['KmsKeyId']],
  ['ReplicationTask', []],
];

describe('keyReferences', () => {
  it.each(golden)('finds every key that a %s names', (structure, paths) => {
    const found = keyReferences(sample(structure, withKeys));
    expect(found.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
    expect(new Set(found.map((reference) => reference.key))).toEqual(new Set(paths.length > 0 ? [key] : []));
  });

  it('knows every name that the SDK gives to a key', () => {
    const names = [...structures.values()].flat().map(({ name }) => name);
    expect(names.filter((name) => /kms/i.test(name) && !namesKey(name))).toEqual([]);
  });

  it('finds keys in task settings and in extra connection attributes, as they are written', () => {
    const TTS3Settings = { ServerSideEncryptionKmsKeyId: 'alias/tt' };
    const raw = {
      ReplicationTaskSettings: JSON.stringify({ TTSettings: { TTS3Settings } }),
      ExtraConnectionAttributes: 'bucketName=b;serverSideEncryptionKmsKeyId=1234-abcd',
    };
    expect(keyReferences(raw)).toEqual([
      {
        path: 'ReplicationTaskSettings.TTSettings.TTS3Settings.ServerSideEncryptionKmsKeyId',
        key: 'alias/tt',
      },
      { path: 'ExtraConnectionAttributes.serverSideEncryptionKmsKeyId', key: '1234-abcd' },
    ]);
  });

  it('takes an empty text for none', () => {
    expect(keyReferences({ KmsKeyId: '' })).toEqual([]);
  });
});
