import { describe, expect, it } from 'vitest';
import type { Status } from '../../src/model/finding.ts';
import { known } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { roleTrustIsGuarded } from '../../src/rules/role-trust-is-guarded.ts';
import { ACCOUNT, policy, roleArn, trustStatement } from '../support/builders.ts';
import {
  denying,
  memberUnder,
  memberWhere,
  ORGANIZATION,
  policiesOver,
} from '../support/organization-builders.ts';
import {
  byCaller,
  byService,
  confusedDeputy,
  findingOf,
  guarded,
  noService,
  ofOrganization,
  onlyTrusted,
  open,
  own,
  ownSources,
  perimeter,
  type Row,
  requestIn,
  role,
  stranger,
  thanksTo,
  trusting,
} from './organization.ts';

const rows: readonly Row[] = [
  [
    'a resource control policy guards what the trust leaves open',
    memberWhere(trusting(open), { resource: [ownSources] }),
    'COMPLIANT',
    `${onlyTrusted}${thanksTo(stranger, `${perimeter} (Statement[0])`)}`,
  ],
  [
    'by its second statement, with a Sid',
    memberWhere(trusting(open), { resource: [denying('s3:*'), { ...ownSources, Sid: 'OwnSources' }] }),
    'COMPLIANT',
    `${onlyTrusted}${thanksTo(stranger, `${perimeter} (Statement[1] OwnSources)`)}`,
  ],
  [
    'for the role by its ARN',
    memberWhere(trusting(open), { resource: [{ ...ownSources, Resource: 'arn:aws:iam::*:role/dms-*' }] }),
    'COMPLIANT',
    `${onlyTrusted}${thanksTo(stranger, `${perimeter} (Statement[0])`)}`,
  ],
  [
    'but not for another role',
    memberWhere(trusting(open), { resource: [{ ...ownSources, Resource: 'arn:aws:iam::*:role/other' }] }),
    'NON_COMPLIANT',
    `${stranger} may assume it`,
  ],
  [
    'a trust that is guarded needs no other guard',
    memberWhere(trusting(guarded), { resource: [ownSources] }),
    'COMPLIANT',
    onlyTrusted,
  ],
  [
    'what AWS prints lets requests without source keys through',
    memberWhere(
      trusting(
        trustStatement({ Condition: { Null: { 'aws:SourceAccount': 'true', 'aws:SourceArn': 'true' } } }),
      ),
      { resource: [confusedDeputy] },
    ),
    'NON_COMPLIANT',
    'dms.amazonaws.com acting for nobody in particular (no source key) may assume it',
  ],
  [
    'the organisation is no trusted one by itself',
    memberWhere(trusting(open), { resource: [denying('sts:*', ofOrganization)] }),
    'NON_COMPLIANT',
    `${stranger} of organization ${ORGANIZATION} may assume it`,
  ],
  [
    'the trusted organisation, if DMS tells it',
    memberWhere(trusting(open), { resource: [denying('sts:*', ofOrganization)] }),
    'COMPLIANT',
    `${onlyTrusted}${thanksTo(stranger, `${perimeter} (Statement[0])`)}`,
    { trustedOrganization: ORGANIZATION },
  ],
  [
    'everybody is shut out',
    memberWhere(trusting(guarded), { resource: [noService] }),
    'NON_COMPLIANT',
    `it is closed to everybody: ${own} is refused by ${perimeter} (Statement[0] NoServices)`,
  ],
  [
    'a level says nothing of it',
    memberUnder(
      trusting(guarded),
      known({
        ...policiesOver({}),
        resourceControl: [
          [
            {
              id: 'p-s3',
              name: 's3-alone',
              document: policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }),
            },
          ],
        ],
      }),
    ),
    'NON_COMPLIANT',
    `it is closed to everybody: ${own} is refused by the resource control policy s3-alone (no statement allows it)`,
  ],
  [
    'service control policies bear on no service',
    memberWhere(trusting(guarded), { service: [denying('sts:*')] }),
    'COMPLIANT',
    onlyTrusted,
  ],
  [
    'none bears on the management account',
    memberUnder(
      trusting(open),
      known({ ...policiesOver({ resource: [ownSources] }), isManagementAccount: true }),
    ),
    'NON_COMPLIANT',
    `${stranger} may assume it`,
  ],
  [
    'what hangs on a tag of the role, which is not read',
    memberWhere(trusting(open), {
      resource: [
        denying('sts:*', {
          StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT, 'aws:ResourceTag/open': 'true' },
          ...byService,
        }),
      ],
    }),
    'UNKNOWN',
    'it hangs on aws:resourcetag/open, as tags of roles are not read',
  ],
];

describe('role-trust-is-guarded under an organisation', () => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_, [, account, status, because, settings]) => {
    const finding = findingOf(roleTrustIsGuarded, account, settings);
    expect({ status: finding.status, because: finding.because }).toEqual({ status, because });
    expect(finding.assumes.filter((each) => each.includes('SCP'))).toEqual([]);
  });
});

describe('the witness of a guard', () => {
  it('is the stranger’s request, with the policy that refuses it', () => {
    const account = memberWhere(trusting(open), { resource: [denying('s3:*'), ownSources] });
    const { document, ...request } = requestIn(findingOf(roleTrustIsGuarded, account));
    expect(JSON.parse(document)).toEqual(JSON.parse(policy(denying('s3:*'), ownSources)));
    expect(request).toMatchObject({
      statement: 1,
      decision: 'explicitDeny',
      principal: { service: 'dms.amazonaws.com' },
      action: 'sts:AssumeRole',
      resource: roleArn(role),
      context: { 'aws:sourceaccount': '999999999999', 'aws:principalisawsservice': 'true' },
    });
  });

  it('carries all that the other policies look at, so that the right one is named', () => {
    const elsewhere = denying('sts:*', {
      StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
      ...byCaller,
    });
    const late = denying('sts:*', { DateGreaterThan: { 'aws:CurrentTime': '2999-01-01T00:00:00Z' } });
    const account = memberWhere(trusting(open), { resource: [elsewhere, late, ownSources] });
    const { statement, context } = requestIn(findingOf(roleTrustIsGuarded, account));
    expect(context).toHaveProperty('aws:currenttime');
    expect([1, 2]).toContain(statement);
  });

  it('names no resource where no guardrail looks at one', () => {
    const { resource } = requestIn(findingOf(roleTrustIsGuarded, memberWhere(trusting(guarded), {})));
    expect(resource).toBeNull();
  });
});

describe('units of an organisation that the settings trust', () => {
  const unit = `${ORGANIZATION}/r-a/ou-b/`;
  const byPath = (path: string): object =>
    trustStatement({ Condition: { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': path } } });
  const trusted = { trustedOrganizationPaths: [unit] };
  const member = (statement: object): AccountFacts => memberWhere(trusting(statement), {});

  it.each<[name: string, path: string, status: Status]>([
    ['the unit', `${unit}*`, 'COMPLIANT'],
    ['a unit in it', `${unit}ou-c/`, 'COMPLIANT'],
    ['the unit around it', `${ORGANIZATION}/r-a/*`, 'NON_COMPLIANT'],
    ['a unit beside it', `${ORGANIZATION}/r-a/ou-c/*`, 'NON_COMPLIANT'],
    ['a unit of the same name elsewhere', 'o-other/r-a/ou-b/*', 'NON_COMPLIANT'],
  ])('%s', (_, path, status) => {
    expect(findingOf(roleTrustIsGuarded, member(byPath(path)), trusted).status).toBe(status);
    expect(findingOf(roleTrustIsGuarded, member(byPath(path))).status).toBe('NON_COMPLIANT');
  });

  it('in a resource control policy too', () => {
    const below = { 'ForAllValues:StringNotLike': { 'aws:SourceOrgPaths': `${unit}*` }, ...byService };
    const account = memberWhere(trusting(open), { resource: [denying('sts:*', below)] });
    expect(findingOf(roleTrustIsGuarded, account, trusted).status).toBe('COMPLIANT');
    expect(findingOf(roleTrustIsGuarded, account).status).toBe('NON_COMPLIANT');
  });
});
