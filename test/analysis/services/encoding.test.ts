import { expect, it } from 'vitest';
import { decodeTable, type EncodedTable } from '../../../src/analysis/services/encoding.ts';

const encoded: EncodedTable = {
  keys: { ArrayOfString: 'aws:TagKeys', String: ':rep-tag/${TagKey} aws:ResourceTag/${TagKey}' },
  keySets: ['0', '1 2'],
  resources: { Instance: '~rep:* 1', Bucket: 'arn:${Partition}:s3:::${Name}' },
  actions: {
    Read: { '/': 'DescribeInstances' },
    Write: { '0/0': 'StartInstance StopInstance', '0 1/': 'Copy' },
  },
};

it('a table is decoded: abbreviations written out, positions followed, empty lists empty', () => {
  const instanceKeys = ['dms:rep-tag/${TagKey}', 'aws:ResourceTag/${TagKey}'];
  const start = { level: 'Write', resources: ['Instance'], keys: ['aws:TagKeys'] };
  expect(decodeTable('dms', encoded)).toEqual({
    actions: {
      DescribeInstances: { level: 'Read', resources: [], keys: [] },
      StartInstance: start,
      StopInstance: start,
      Copy: { level: 'Write', resources: ['Instance', 'Bucket'], keys: [] },
    },
    resources: {
      Instance: { arns: ['arn:${Partition}:dms:${Region}:${Account}:rep:*'], keys: instanceKeys },
      Bucket: { arns: ['arn:${Partition}:s3:::${Name}'], keys: [] },
    },
    keys: {
      'aws:TagKeys': 'ArrayOfString',
      'dms:rep-tag/${TagKey}': 'String',
      'aws:ResourceTag/${TagKey}': 'String',
    },
  });
});
