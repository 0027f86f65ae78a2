import { instanceIsPrivate } from '../../src/rules/instance-is-private.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anInstance,
  anInstanceProfile,
  aRegion,
  listed,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused, throttled } from './unread.ts';

const call = 'dms:DescribeReplicationInstances';

testRule(instanceIsPrivate, {
  compliant: [
    {
      name: 'an instance without a public address',
      account: accountWith({ instances: listed(anInstance()) }),
      because: 'PubliclyAccessible is false',
    },
    {
      name: 'an instance profile that says so',
      account: accountWith({ instanceProfiles: listed(anInstanceProfile()) }),
      because: 'PubliclyAccessible is false',
    },
    {
      name: 'an instance that was listed before the listing was cut short',
      account: accountWith({ instances: throttled(call, anInstance()) }),
      of: 'instance-1',
      because: 'PubliclyAccessible is false',
    },
    {
      name: 'an instance beside a public one',
      account: accountWith({
        instances: listed(anInstance(), anInstance({ id: 'public', publiclyAccessible: true })),
      }),
      of: 'instance-1',
      because: 'PubliclyAccessible is false',
    },
  ],
  nonCompliant: [
    {
      name: 'a public instance',
      account: accountWith({ instances: listed(anInstance({ publiclyAccessible: true })) }),
      because: 'PubliclyAccessible is true',
      severity: 'CRITICAL',
    },
    {
      name: 'a public instance without any security group, which others pass',
      account: accountWith({
        instances: listed(anInstance({ publiclyAccessible: true, securityGroups: [] })),
      }),
      because: 'PubliclyAccessible is true',
    },
    {
      name: 'a public instance that was listed before the listing was refused',
      account: accountWith({ instances: refused(call, anInstance({ publiclyAccessible: true })) }),
      of: 'instance-1',
      because: 'PubliclyAccessible is true',
    },
    {
      name: 'a public instance profile',
      account: accountWith({ instanceProfiles: listed(anInstanceProfile({ publiclyAccessible: true })) }),
      because: 'PubliclyAccessible is true',
    },
    {
      name: 'an instance profile that leaves it to the default',
      account: accountWith({ instanceProfiles: listed(anInstanceProfile({ publiclyAccessible: null })) }),
      because: 'PubliclyAccessible is not set, and its default is true',
    },
    {
      name: 'with a severity from the settings',
      account: accountWith({ instances: listed(anInstance({ publiclyAccessible: true })) }),
      settings: { rules: { 'instance-is-private': { enabled: true, severity: 'LOW', parameters: {} } } },
      because: 'PubliclyAccessible is true',
      severity: 'LOW',
    },
  ],
  notApplicable: [
    {
      name: 'a Region without instances and profiles',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationInstance, AWS::DMS::InstanceProfile in eu-west-1',
    },
    {
      name: 'an empty Region beside one in use',
      account: anAccount({
        regions: { 'eu-west-1': aRegion({ instances: listed(anInstance()) }), 'us-east-1': aRegion() },
      }),
      of: ACCOUNT,
      because: 'no AWS::DMS::ReplicationInstance, AWS::DMS::InstanceProfile in us-east-1',
    },
  ],
  unknown: [
    {
      name: 'an instance whose flag is not reported',
      account: accountWith({ instances: listed(anInstance({ publiclyAccessible: null })) }),
      because: 'DMS does not report PubliclyAccessible',
    },
    {
      name: 'no listing of instances',
      account: accountWith({ instances: refused(call) }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'what is missing from a listing that was cut short',
      account: accountWith({ instances: throttled(call, anInstance()) }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationInstances failed (ThrottlingException, transient)',
    },
    {
      name: 'neither listing',
      account: accountWith({
        instances: refused(call),
        instanceProfiles: throttled('dms:DescribeInstanceProfiles'),
      }),
      because:
        'dms:DescribeReplicationInstances failed (AccessDeniedException); dms:DescribeInstanceProfiles failed (ThrottlingException, transient)',
    },
  ],
});
