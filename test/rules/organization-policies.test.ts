import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { accountRoleTrustsDms } from '../../src/rules/account-role-trusts-dms.ts';
import { roleTrustAdmitsOnlyExpected } from '../../src/rules/role-trust-admits-only-expected.ts';
import { roleTrustFitsUse } from '../../src/rules/role-trust-fits-use.ts';
import { roleTrustIsGuarded } from '../../src/rules/role-trust-is-guarded.ts';
import { serviceRoleTrustsDms } from '../../src/rules/service-role-trusts-dms.ts';
import { ACCOUNT, anInstance, FOREIGN, roleArn, trustStatement } from '../support/builders.ts';
import { denying, memberUnder, memberWhere, ORGANIZATION } from '../support/organization-builders.ts';
import {
  byCaller,
  byService,
  confusedDeputy,
  findingOf,
  guarded,
  identities,
  lake,
  letting,
  noService,
  onlyExpected,
  open,
  own,
  ownSources,
  perimeter,
  type Row,
  role,
  thanksTo,
  trusting,
} from './organization.ts';
import { denied } from './unread.ts';

const tables: readonly (readonly [Rule, readonly Row[]])[] = [
  [roleTrustIsGuarded, []],
  [
    roleTrustAdmitsOnlyExpected,
    [
      [
        'strangers are refused by a resource control policy',
        memberWhere(trusting(guarded, letting({ AWS: FOREIGN })), {
          resource: [
            denying('sts:AssumeRole', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT }, ...byCaller }),
          ],
        }),
        'COMPLIANT',
        `${onlyExpected}${thanksTo(`arn:aws:iam::${FOREIGN}:root`, `${perimeter} (Statement[0])`)}`,
      ],
      [
        'those of the organisation are not',
        memberWhere(trusting(guarded, letting('*')), { resource: [identities] }),
        'NON_COMPLIANT',
        `arn:aws:iam::999999999999:role/anyone of organization ${ORGANIZATION} may assume it`,
      ],
      [
        'an account that the policy excepts gets in',
        memberWhere(trusting(guarded, letting('*')), {
          resource: [
            denying('sts:AssumeRole', {
              StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT, FOREIGN] },
              ...byCaller,
            }),
            denying('sts:AssumeRole', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }),
            denying('sts:AssumeRole', {
              ...byService,
              StringNotEquals: { 'aws:PrincipalServiceName': 'dms.amazonaws.com' },
            }),
            denying(['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity']),
          ],
        }),
        'NON_COMPLIANT',
        `arn:aws:iam::${FOREIGN}:role/anyone may assume it`,
      ],
      [
        'a service is refused by its name',
        memberWhere(trusting(guarded, letting({ Service: 'lambda.amazonaws.com' })), {
          resource: [denying('sts:*', { StringLike: { 'aws:PrincipalServiceName': 'lambda.*' } })],
        }),
        'COMPLIANT',
        `${onlyExpected}${thanksTo('lambda.amazonaws.com acting for nobody in particular (no source key)', `${perimeter} (Statement[0])`)}`,
      ],
      [
        'an identity provider is refused',
        memberWhere(
          trusting(
            guarded,
            trustStatement({
              Principal: { Federated: 'accounts.google.com' },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {},
            }),
          ),
          { resource: [denying('sts:AssumeRoleWithWebIdentity')] },
        ),
        'COMPLIANT',
        `${onlyExpected}${thanksTo('accounts.google.com', `${perimeter} (Statement[0])`)}`,
      ],
      [
        'the account’s own are refused by a service control policy',
        memberWhere(trusting(guarded, letting({ AWS: roleArn('operator') })), {
          service: [denying('sts:AssumeRole', { ArnNotLike: { 'aws:PrincipalArn': roleArn('admin', '*') } })],
        }),
        'COMPLIANT',
        `${onlyExpected}${thanksTo(roleArn('operator'), 'the service control policy guardrail (Statement[0])')}`,
      ],
      [
        'but not whom it excepts',
        memberWhere(trusting(guarded, letting({ AWS: ACCOUNT })), {
          service: [denying('sts:AssumeRole', { ArnNotLike: { 'aws:PrincipalArn': roleArn('admin', '*') } })],
        }),
        'NON_COMPLIANT',
        `${roleArn('admin')} may assume it`,
      ],
      [
        'a service control policy bears on nobody of another account',
        memberWhere(trusting(guarded, letting({ AWS: FOREIGN })), { service: [denying('sts:AssumeRole')] }),
        'NON_COMPLIANT',
        `arn:aws:iam::${FOREIGN}:root may assume it`,
      ],
      [
        'nor does either on a service-linked role that is named',
        memberWhere(trusting(guarded, letting({ AWS: roleArn('aws-service-role/x.amazonaws.com/X') })), {
          resource: [denying('sts:AssumeRole', byCaller)],
          service: [denying('sts:AssumeRole')],
        }),
        'NON_COMPLIANT',
        `${roleArn('aws-service-role/x.amazonaws.com/X')} may assume it`,
      ],
      [
        'whom AWS alone lets do anything counts where the trust is about such roles, not where a guardrail is',
        memberWhere(trusting(guarded, letting({ AWS: FOREIGN })), {
          resource: [
            denying('sts:AssumeRole', {
              ArnNotLike: { 'aws:PrincipalArn': roleArn('aws-service-role/*', '*') },
              ...byCaller,
            }),
          ],
        }),
        'COMPLIANT',
        `${onlyExpected}${thanksTo(`arn:aws:iam::${FOREIGN}:root`, `${perimeter} (Statement[0])`)}`,
      ],
    ],
  ],
  [
    accountRoleTrustsDms,
    [
      [
        'DMS is shut out by a resource control policy',
        memberWhere(trusting(guarded), { resource: [noService] }),
        'NON_COMPLIANT',
        `${own} is refused by ${perimeter} (Statement[0] NoServices)`,
      ],
      [
        'DMS is let through',
        memberWhere(trusting(guarded), { resource: [ownSources, identities] }),
        'COMPLIANT',
        'dms.amazonaws.com may assume it for this account',
      ],
      [
        'the trust itself is what refuses it',
        memberWhere(trusting(letting({ Service: 'ec2.amazonaws.com' })), { resource: [noService] }),
        'NON_COMPLIANT',
        `${own} is refused`,
      ],
      [
        'whether DMS tells its organisation is not documented',
        memberWhere(trusting(guarded), { resource: [confusedDeputy] }),
        'UNKNOWN',
        'whether dms.amazonaws.com is let in is not decided: it hangs on aws:sourceorgid, aws:sourceorgpaths, of which AWS does not say whether it is sent',
      ],
    ],
  ],
  [
    roleTrustFitsUse,
    [
      [
        'DMS is shut out by a resource control policy',
        memberWhere(trusting(guarded), { resource: [noService] }),
        'NON_COMPLIANT',
        `${anInstance().arn} (instance-1) is locked out: ${own} is refused, as ${perimeter} (Statement[0] NoServices) refuses it`,
      ],
      [
        'one resource is, by its ARN',
        memberWhere(trusting(guarded), {
          resource: [denying('sts:*', { ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:endpoint:*' } })],
        }),
        'NON_COMPLIANT',
        `${lake.arn} (lake) is locked out: ${own} is refused, as ${perimeter} (Statement[0]) refuses it`,
      ],
      [
        'DMS is let through',
        memberWhere(trusting(guarded), { resource: [ownSources, identities] }),
        'COMPLIANT',
        'every DMS resource that uses it is let in, 2 in all',
      ],
    ],
  ],
  [
    serviceRoleTrustsDms,
    [
      [
        'DMS is shut out by a resource control policy',
        memberWhere(trusting(guarded), { resource: [noService] }),
        'NON_COMPLIANT',
        `${own} may not assume ${roleArn(role)} of S3Settings.ServiceAccessRoleArn: ${perimeter} (Statement[0] NoServices) refuses it`,
      ],
      [
        'DMS is let through',
        memberWhere(trusting(guarded), { resource: [ownSources] }),
        'COMPLIANT',
        `${roleArn(role)} of S3Settings.ServiceAccessRoleArn can be assumed for it`,
      ],
    ],
  ],
];

describe.each(tables.map(([rule, rows]) => [rule.id, rule, rows] as const))(
  '%s under an organisation',
  (_, rule, rows) => {
    it.each(rows.map((row) => [row[0], row] as const))('%s', (__, [, account, status, because, settings]) => {
      const finding = findingOf(rule, account, settings);
      expect({ status: finding.status, because: finding.because }).toEqual({ status, because });
      expect(finding.assumes.filter((each) => each.includes('SCP'))).toEqual([]);
    });

    const required = { organizationPolicies: 'required' } as const;
    const refused = unread(denied('organizations:ListPoliciesForTarget', ACCOUNT));

    it('says what it assumes where its policies were not read', () => {
      const assuming = findingOf(rule, memberUnder(trusting(open), refused));
      const without = findingOf(rule, memberUnder(trusting(open), known(null)));
      expect({ ...assuming, assumes: [] }).toEqual({ ...without, assumes: [] });
      expect([assuming.assumes, without.assumes]).toEqual([['no SCP/RCP'], []]);
    });

    it('is not known where they must be and were not', () => {
      const finding = findingOf(rule, memberUnder(trusting(open), refused), required);
      expect([finding.status, finding.because]).toEqual([
        'UNKNOWN',
        `organizations:ListPoliciesForTarget of ${ACCOUNT} failed (AccessDeniedException)`,
      ]);
      const read = findingOf(rule, memberWhere(trusting(guarded), { resource: [ownSources] }), required);
      expect(read.status).toBe('COMPLIANT');
    });
  },
);

it('what is shut out by the organisation is mended there, and what the trust shuts out, here', () => {
  const summaryOf = (rule: Rule, account: AccountFacts): string =>
    findingOf(rule, account).remediation.summary;
  const shutOut = memberWhere(trusting(guarded), { resource: [noService] });
  for (const rule of [roleTrustIsGuarded, roleTrustFitsUse, accountRoleTrustsDms, serviceRoleTrustsDms]) {
    expect(summaryOf(rule, shutOut)).toBe(
      'Except such requests from the resource control policy perimeter (Statement[0] NoServices) of the organization, which its management account or a delegated administrator changes; the trust policy lets them in.',
    );
  }
  const closed = memberWhere(trusting(letting({ Service: 'ec2.amazonaws.com' })), { resource: [noService] });
  expect(summaryOf(accountRoleTrustsDms, closed)).toMatch(/^Put this in the place of the trust policy/);
});
