import type { KmsKey } from '../../src/model/keys.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { keyIsCustomerManaged } from '../../src/rules/key-is-customer-managed.ts';
import {
  accountWith,
  anEndpoint,
  anInstance,
  aServerlessConfig,
  FOREIGN,
  listed,
} from '../support/builders.ts';
import { aKey, anInstanceWithKey, keyArn } from '../support/key-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const key = keyArn('key-1');
const aws = keyArn('managed');

/** These resources, a key of the customer's by ARN and alias, and the default key. */
const holding = (facts: Partial<RegionFacts>, over: Partial<KmsKey> = {}): AccountFacts =>
  accountWith({
    keyReferences: { [key]: known(key), 'alias/orders': known(key), 'alias/aws/dms': known(aws) },
    keys: { [key]: known(aKey(over)), [aws]: known(aKey({ arn: aws, manager: 'AWS' })) },
    ...facts,
  });

/** One instance that names no key, and this answer about the default one. */
const byDefault = (answer: Lookup<string | null>): AccountFacts =>
  holding({ instances: listed(anInstance()), keyReferences: { 'alias/aws/dms': answer } });

testRule(keyIsCustomerManaged, {
  compliant: [
    {
      name: 'an instance with a key of its own',
      account: holding({ instances: listed(anInstanceWithKey(key)) }),
      because: 'its key is managed by the customer',
    },
    {
      name: 'an instance with a key by its id',
      account: holding({ instances: listed(anInstanceWithKey('key-1')) }),
      because: 'its key is managed by the customer',
    },
    {
      name: 'an endpoint with a key by its alias',
      account: holding({ endpoints: listed(anEndpoint({ kmsKeyId: 'alias/orders' })) }),
      because: 'its key is managed by the customer',
    },
    {
      name: 'a serverless config',
      account: holding({ serverlessConfigs: listed(aServerlessConfig({ kmsKeyId: key })) }),
      because: 'its key is managed by the customer',
    },
    {
      name: 'a key of another account',
      account: accountWith({
        instances: listed(anInstanceWithKey(keyArn('theirs', FOREIGN))),
        keyReferences: { [keyArn('theirs', FOREIGN)]: known(keyArn('theirs', FOREIGN)) },
        keys: { [keyArn('theirs', FOREIGN)]: known(aKey()) },
      }),
      because: 'its key is managed by the customer',
    },
    {
      name: 'an endpoint that stores nothing, and names a key all the same',
      account: holding({ endpoints: listed(anEndpoint({ engine: 's3', kmsKeyId: key })) }),
      because: 'its key is managed by the customer',
    },
  ],
  nonCompliant: [
    {
      name: 'an instance that names no key',
      account: byDefault(known(aws)),
      because: 'its key is managed by AWS',
      severity: 'LOW',
    },
    {
      name: 'an instance that names the default key by its ARN',
      account: holding({ instances: listed(anInstanceWithKey(aws)), keyReferences: { [aws]: known(aws) } }),
      because: 'its key is managed by AWS',
    },
    {
      name: 'an endpoint that names no key',
      account: holding({ endpoints: listed(anEndpoint()) }),
      because: 'its key is managed by AWS',
    },
    {
      name: 'a serverless config that names no key',
      account: holding({ serverlessConfigs: listed(aServerlessConfig()) }),
      because: 'its key is managed by AWS',
    },
  ],
  notApplicable: [
    {
      name: 'an endpoint that stores nothing',
      account: holding({ endpoints: listed(anEndpoint({ engine: 'kinesis' })) }),
      because: 'DMS stores nothing to encrypt for the engine kinesis',
    },
    {
      name: 'a zero-ETL integration',
      account: holding({ endpoints: listed(anEndpoint({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'a key that does not exist',
      account: holding({
        instances: listed(anInstanceWithKey('alias/x')),
        keyReferences: { 'alias/x': known(null) },
      }),
      because: 'the key that it names, alias/x, does not exist',
    },
    {
      name: 'no resource that stores a key',
      account: accountWith({}),
      because:
        'no AWS::DMS::ReplicationInstance, AWS::DMS::Endpoint, AWS::DMS::ReplicationConfig in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a manager that is not reported',
      account: holding({ instances: listed(anInstanceWithKey(key)) }, { manager: null }),
      because: 'KMS does not report KeyManager',
    },
    {
      name: 'no default key',
      account: byDefault(known(null)),
      because: 'DMS reports no key of it, and there is no default key',
    },
    {
      name: 'a default key that was refused',
      account: byDefault(unread(denied('kms:DescribeKey', 'alias/aws/dms'))),
      because: 'kms:DescribeKey of alias/aws/dms failed (AccessDeniedException)',
    },
    {
      name: 'a key that was not asked for',
      account: accountWith({ instances: listed(anInstanceWithKey(key)) }),
      because: `kms:DescribeKey of ${key} was not asked when the snapshot was taken`,
    },
    {
      name: 'no listing of instances',
      account: holding({ instances: refused('dms:DescribeReplicationInstances') }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
  ],
});
