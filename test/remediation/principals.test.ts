import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import type { Principal } from '../../src/model/resources.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { aroundOf } from '../../src/remediation/around.ts';
import { type Plan, planFixes } from '../../src/remediation/plan.ts';
import { remedies } from '../../src/remediation/remedies/index.ts';
import { adding } from '../../src/remediation/remedies/inline-policy.ts';
import { catalogue } from '../../src/rules/index.ts';
import { aFinding } from '../audit/results.ts';
import { denied } from '../rules/unread.ts';
import { ACCOUNT, aRole, listed, policy, roleArn, rolesKnown, userArn } from '../support/builders.ts';
import {
  accountOf,
  allowing,
  aMigrant,
  guideStatements,
  guideWithout,
  naming,
} from '../support/principal-builders.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

const rules = catalogue.filter(({ profiles }) => profiles.includes('all'));

const planned = (whole: AccountFacts, asked: string, settings: Partial<Settings> = naming()): Plan =>
  planFixes(
    { account: ACCOUNT, whole, rules, settings: { ...defaultSettings, ...settings } },
    ({ rule }) => rule === asked,
  );

/** The statements that a plan writes, by the names of their policies. */
const written = ({ fixes }: Plan): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fixes
      .flatMap(({ changes }) => changes)
      .flatMap(({ api }) => {
        if (api.call !== 'iam:PutRolePolicy' && api.call !== 'iam:PutUserPolicy') return [];
        const { Statement } = JSON.parse(api.input.PolicyDocument) as { readonly Statement: unknown };
        return [[api.input.PolicyName, Statement]];
      }),
  );

const leftIn = ({ left }: Plan) => left.map(({ noPatch, notProved }) => noPatch?.way ?? notProved);

const roles = rolesKnown(
  aRole(),
  aRole({ name: 'dms-cloudwatch-logs-role' }),
  aRole({ name: 'dms-access-for-endpoint' }),
);

const carrying = (policies: Readonly<Record<string, readonly object[]>>): Pick<Principal, 'inline'> => ({
  inline: known(
    Object.entries(policies).map(([name, statements]) => ({ name, document: known(policy(...statements)) })),
  ),
});

const aUser = { type: 'AWS::IAM::User', id: 'migrator', arn: userArn('migrator') } as const;

describe('permissions that are missing are given on what the guide gives them on', () => {
  const lacking = (
    statements: readonly object[],
    over: Partial<Principal> = {},
    settings: Partial<Settings> = naming(),
  ): Plan =>
    planned(accountOf([aMigrant(statements, over)], { roles }), 'principal-has-permissions', settings);

  it.each([
    ['all of DMS', guideWithout('dms'), [allowing(['dms:*'])]],
    [
      'metrics and logs',
      guideWithout('metrics', 'logs'),
      [
        allowing([
          ...['cloudwatch:Get*', 'cloudwatch:List*', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
          ...['logs:FilterLogEvents', 'logs:GetLogEvents'],
        ]),
      ],
    ],
    [
      'one action, refused on one kind of resource alone',
      [
        ...guideWithout('dms'),
        allowing(['dms:[A-B]*', 'dms:*'], {
          Condition: { ArnNotLike: { 'aws:PrincipalArn': roleArn('migrator') } },
        }),
        { Effect: 'Allow', NotAction: ['dms:CreateEndpoint', 'iam:*'], Resource: '*' },
        allowing('dms:CreateEndpoint', { Resource: `arn:aws:dms:eu-west-1:${ACCOUNT}:cert:*` }),
      ],
      [allowing(['dms:CreateEndpoint'])],
    ],
    [
      'roles, each by its name',
      guideWithout('roles', 'network'),
      [
        allowing(['iam:GetRole', 'iam:PassRole'], { Resource: roleArn('dms-vpc-role') }),
        allowing(['iam:GetRole'], { Resource: roleArn('dms-cloudwatch-logs-role') }),
        guideStatements.network,
      ],
    ],
  ])('%s', (_, statements, expected) => {
    const plan = lacking(statements);
    expect(leftIn(plan)).toEqual([]);
    expect(written(plan)).toEqual({ 'dms-migration': expected });
  });

  it('in the statement that the policy of an earlier run has for them', () => {
    const earlier = {
      own: guideWithout('metrics', 'logs'),
      'dms-migration': [allowing(['cloudwatch:Get*'])],
    };
    const plan = lacking([], carrying(earlier));
    expect(written(plan)).toEqual({
      'dms-migration': [
        allowing([
          ...['cloudwatch:Get*', 'cloudwatch:List*', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
          ...['logs:FilterLogEvents', 'logs:GetLogEvents'],
        ]),
      ],
    });
  });

  it('and not at all where all inline policies of a user would be longer than IAM takes', () => {
    const filler = [allowing('s3:GetObject', { Resource: `arn:aws:s3:::${'x'.repeat(1900)}` })];
    const settings = naming({ arn: userArn('migrator') });
    const both = (own: Readonly<Record<string, readonly object[]>>): Plan =>
      lacking([], { ...aUser, ...carrying(own) }, settings);
    const rest = guideWithout('keys', 'creation', 'redshift', 'network');
    expect(leftIn(both({ own: rest }))).toEqual([]);
    const plan = both({ own: rest, filler });
    expect(plan.fixes).toEqual([]);
    expect(plan.left.map(({ noPatch }) => noPatch)).toEqual([
      expect.objectContaining({ way: 'the inline policies of the role or user would be too long' }),
    ]);
  });

  it('and by nobody but AWS in roles that AWS writes', () => {
    const path = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
    const id = 'AWSReservedSSO_Dms_0123456789abcdef';
    const arn = `arn:aws:iam::${ACCOUNT}:role${path}${id}`;
    const plan = lacking(guideWithout('metrics'), { id, arn, path }, naming({ arn }));
    expect(plan.fixes).toEqual([]);
    expect(plan.left.map(({ noPatch }) => noPatch?.instead)).toEqual([
      'Change the permission set in IAM Identity Center, which writes the role anew in each account.',
    ]);
  });
});

describe('permissions that are no longer needed', () => {
  const extra = (
    policies: Readonly<Record<string, readonly object[]>>,
    over: Partial<Principal> = {},
  ): Plan =>
    planned(
      accountOf([aMigrant([], { ...carrying(policies), ...over })], { roles }),
      'principal-permissions-are-minimal',
      naming({ arn: over.arn ?? roleArn('migrator') }),
    );
  const denying = (actions: readonly string[], over: object = {}) => ({
    Sid: 'NotNeededForDms',
    ...{ Effect: 'Deny', Action: actions, Resource: '*' },
    ...over,
  });
  const creation = ['iam:CreateRole', 'iam:AttachRolePolicy'];
  const redshift = ['redshift:Describe*', 'redshift:ModifyClusterIamRoles'];

  it.each([
    ['in a policy of their own', {}, [denying([...creation, ...redshift])]],
    [
      'beside those that an earlier run denied',
      { 'dms-no-longer-needed': [denying(creation)] },
      [denying([...creation, ...redshift])],
    ],
    [
      'beside a statement of that Sid that says something else',
      { 'dms-no-longer-needed': [denying(creation, { Resource: roleArn('dms-*') })] },
      [
        denying(creation, { Resource: roleArn('dms-*') }),
        denying([...creation, ...redshift], { Sid: 'NotNeededForDms2' }),
      ],
    ],
  ])('are denied %s', (_, earlier, expected) => {
    const plan = extra({ own: guideWithout(), ...earlier });
    expect(leftIn(plan)).toEqual([]);
    expect(written(plan)).toEqual({ 'dms-no-longer-needed': expected });
  });

  it('are denied a user too, whose policies may be short alone', () => {
    expect(leftIn(extra({ own: guideWithout() }, aUser))).toEqual([]);
  });
});

describe('iam:PassRole to DMS', () => {
  const passing = (policies: Readonly<Record<string, readonly object[]>>, own = roles): Plan =>
    planned(accountOf([aMigrant([], carrying(policies))], { roles: own }), 'principal-passrole-is-scoped');
  const only = (names: readonly string[], over: object = {}) => ({
    Sid: 'PassDmsItsOwnRolesOnly',
    Effect: 'Deny',
    Action: 'iam:PassRole',
    NotResource: names.map((name) => roleArn(name)),
    Condition: { StringLikeIfExists: { 'iam:PassedToService': ['dms.*', 'dms-data-migrations.*'] } },
    ...over,
  });
  const names = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint'];

  it('is scoped again where an earlier run left a role that is none of DMS any more', () => {
    const earlier = only([...names, 'operator']);
    const plan = passing({ own: guideWithout(), 'dms-pass-role': [earlier] });
    expect(leftIn(plan)).toEqual([]);
    expect(written(plan)).toEqual({
      'dms-pass-role': [earlier, only(names, { Sid: 'PassDmsItsOwnRolesOnly2' })],
    });
  });

  it('is left with a reason of its own where DMS has no role yet', () => {
    expect(leftIn(passing({ own: guideWithout() }, rolesKnown()))).toEqual([
      'DMS has no role in the account yet',
    ]);
  });
});

describe('a patch names nothing that is made up to ask about', () => {
  const settings: Settings = {
    ...defaultSettings,
    ...naming({ uses: 'console' }),
  };

  /** Somebody to whom the guide gives some of it, among whatever else there is. */
  const cases = fc.tuple(randomAccount, fc.subarray(Object.values(guideStatements), { minLength: 1 })).map(
    ([whole, statements]): AccountFacts => ({
      ...whole,
      organization: known(null),
      iam: {
        ...whole.iam,
        principals: listed(aMigrant(statements)),
        namedPrincipals: {},
        organizationPolicies: known(null),
      },
    }),
  );

  // A resource, an account and a role that stand for any other.
  const madeUp = ['EXAMPLE4WITNESS', '999999999999', 'role/anyone'];

  it('in random accounts', () => {
    const property = fc.property(cases, (whole) => {
      for (const rule of rules) {
        const failing = rule
          .evaluate(ACCOUNT, whole, settings)
          .filter(({ status }) => status === 'NON_COMPLIANT');
        for (const finding of failing) {
          const remedy = remedies[finding.rule]?.make(
            finding,
            aroundOf(finding, whole, { settings, taken: new Set() }),
          );
          const text = JSON.stringify(remedy !== undefined && 'patch' in remedy ? remedy.patch.changes : []);
          expect(madeUp.filter((name) => text.includes(name))).toEqual([]);
        }
      }
    });
    fc.assert(property, {
      numRuns: Math.ceil(randomCases / 10),
      includeErrorInReport: true,
      endOnFailure: true,
    });
  });
});

it('what may be in a policy that could not be read is not written over', () => {
  const inline = unread(denied('iam:ListUserPolicies'));
  const whole = accountOf([aMigrant([], { ...aUser, inline })], { roles });
  const around = aroundOf(aFinding(), whole, { settings: defaultSettings, taken: new Set() });
  expect(adding(aUser, 'dms-migration', [{ ...allowing(['dms:*']) }], around)).toMatchObject({
    way: 'the inline policy that the statements belong into was not read, or is no JSON',
  });
});
