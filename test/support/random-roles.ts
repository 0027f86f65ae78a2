import fc from 'fast-check';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { Role } from '../../src/model/resources.ts';
import { ACCOUNT, aRole, FOREIGN, policy, trustStatement } from './builders.ts';

const roleNames = [
  'dms-vpc-role',
  'dms-cloudwatch-logs-role',
  'dms-access-for-endpoint',
  'writer',
  'reader',
  'bystander',
];

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 6, arbitrary: value.map(known) },
    {
      weight: 1,
      arbitrary: fc.constant(unread({ call, resource: null, error: 'AccessDenied', transient: false })),
    },
  );

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Principal: fc.constantFrom<unknown>(
        { Service: 'dms.amazonaws.com' },
        { Service: 'dms.amazonaws.com' },
        { Service: ['dms.eu-west-1.amazonaws.com', 'redshift.amazonaws.com'] },
        { Service: 'rds.amazonaws.com' },
        { AWS: `arn:aws:iam::${FOREIGN}:root` },
        '*',
      ),
      Condition: fc.constantFrom(
        {},
        { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        { StringEquals: { 'aws:SourceAccount': FOREIGN } },
        { StringLike: { 'aws:SourceAccount': '1111*' } },
        { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } },
        { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
        { ArnEqual: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
        { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
      ),
    },
    { requiredKeys: ['Effect', 'Principal'] },
  )
  .map(trustStatement);

const trust = fc.oneof(
  { weight: 12, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => policy(...all)) },
  { weight: 1, arbitrary: fc.constantFrom('not JSON', '{}') },
);

/** The roles that concern DMS, and one that may not: there or not, and let in whom they like. */
export const randomRoles: fc.Arbitrary<Readonly<Record<string, Lookup<Role | null>>>> = fc.record(
  Object.fromEntries(
    roleNames.map((name) => [
      name,
      lookupOf(
        fc.oneof(
          { weight: 4, arbitrary: trust.map((text): Role | null => aRole({ name, trust: text })) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        'iam:GetRole',
      ),
    ]),
  ),
);
