import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { serviceRoleHasPermissions } from '../../src/rules/service-role-has-permissions.ts';
import { ACCOUNT, listed } from '../support/builders.ts';
import { allow, permitted } from './permitted.ts';
import { onKeys, onLanding, role, s3, secretArn, withSecret } from './service-role-endpoints.ts';

const of = (endpoint: Endpoint, ...inline: readonly object[]): AccountFacts =>
  permitted(role, { inline, region: { endpoints: listed(endpoint) } });

describe('what a verdict takes for granted', () => {
  const assumedFor = (account: AccountFacts) =>
    serviceRoleHasPermissions
      .evaluate(ACCOUNT, account, defaultSettings)
      .find(({ resource }) => resource.id === 'endpoint-1')?.assumes;

  it('is what the policy of the bucket, which is not read, could change', () => {
    expect(assumedFor(of(s3(), ...onLanding))).toEqual([
      'bucket landing is this account’s',
      'no Deny in the policy of bucket landing',
    ]);
    expect(assumedFor(of(s3()))).toEqual(['no Allow in the policy of bucket landing']);
  });

  it('is that no other policy singles out what is not known', () => {
    const name = secretArn.replace('qeHamH', '*');
    expect(assumedFor(of(withSecret('db'), allow('secretsmanager:*', name), onKeys))).toEqual([
      'no statement of the role singles out secret db',
      'no Deny in the policy of secret db',
      'no statement of the role singles out the key of the secret',
      'the policy of the key of the secret leaves it to IAM',
    ]);
  });
});
