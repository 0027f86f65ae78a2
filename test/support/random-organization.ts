import fc from 'fast-check';
import type { PolicyLevels } from '../../src/model/organization.ts';
import { ACCOUNT, policy } from './builders.ts';
import { denying, ORGANIZATION, policiesOver } from './organization-builders.ts';

const bySource = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };
const byCaller = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };

/** What an organisation may say of its resources: what AWS prints, and what shuts strangers, or everybody, out. */
const perimeter = fc.constantFrom(
  denying(['sts:*', 'kms:*'], {
    StringNotEqualsIfExists: { 'aws:SourceOrgID': ORGANIZATION },
    Null: { 'aws:SourceAccount': 'false' },
    ...bySource,
  }),
  denying('sts:*', { StringNotEqualsIfExists: { 'aws:SourceOrgID': ORGANIZATION }, ...bySource }),
  denying(['sts:*', 'kms:*'], { StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT }, ...bySource }),
  denying(['sts:AssumeRole', 'kms:*'], {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
    ...byCaller,
  }),
  denying(['sts:AssumeRole', 'kms:*'], {
    StringNotEqualsIfExists: { 'aws:PrincipalAccount': ACCOUNT },
    ...byCaller,
  }),
  denying('sts:AssumeRole', bySource, { Resource: 'arn:aws:iam::*:role/dms-*' }),
  denying('kms:*', { StringNotEquals: { 'aws:ResourceTag/shared': 'true' } }),
  denying('s3:*'),
);

/** The resource control policies of an account, level after level; at times one of them cannot be read. */
export const randomResourceControl: fc.Arbitrary<PolicyLevels> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 8,
    arbitrary: fc
      .array(perimeter, { maxLength: 2 })
      .map((resource) => policiesOver({ resource }).resourceControl),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<PolicyLevels>(
      [[{ id: 'p-odd', name: 'odd', document: '{' }]],
      [
        [
          {
            id: 'p-s3',
            name: 's3',
            document: policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }),
          },
        ],
      ],
    ),
  },
);
