import { describe, expect, it } from 'vitest';
import { keyReferences, namesKey } from '../../src/collect/references.ts';
import { structures } from './support/sdk-types.ts';

describe('keyReferences', () => {
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
