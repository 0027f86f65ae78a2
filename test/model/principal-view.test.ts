import { describe, expect, it } from 'vitest';
import { gather } from '../../src/model/account-view.ts';
import { defineRule } from '../../src/model/define-rule.ts';
import { complete, cutShort, known, type Lookup, unread } from '../../src/model/lookup.ts';
import { principalIn } from '../../src/model/principal-view.ts';
import type { ManagedPolicy, Role } from '../../src/model/resources.ts';
import { defaultSettings, type MigrationPrincipal } from '../../src/model/settings.ts';
import type { AccountFacts, IamFacts } from '../../src/model/snapshot.ts';
import { compliant, given } from '../../src/model/verdict.ts';
import {
  ACCOUNT,
  anAccount,
  aPrincipal,
  aRole,
  FOREIGN,
  iamOf,
  REGION,
  roleArn,
  rolesKnown,
  userArn,
} from '../support/builders.ts';

const denied = (call: string) => unread({ call, resource: null, error: 'AccessDenied', transient: false });
const withIam = (over: Partial<IamFacts>, ...roles: readonly Role[]): AccountFacts =>
  anAccount({ iam: iamOf(rolesKnown(...roles), over) });
const factsOf = (account: AccountFacts) => gather(ACCOUNT, account, [REGION]);
const user = { type: 'AWS::IAM::User' } as const;
const declare = (arn: string, over: Partial<MigrationPrincipal> = {}): MigrationPrincipal => ({
  arn,
  uses: 'cli',
  redshiftTarget: null,
  createsRoles: null,
  ...over,
});

const rule = defineRule({
  id: 'principal-is-well',
  title: 'planted',
  severity: 'LOW',
  profiles: ['all'],
  requirements: [],
  controls: [],
  judgement: 'By its state.',
  rationale: '',
  remediation: '',
  sources: [],
  judges: ['principals'],
  judge: ({ named, principal, policies }, { region }) =>
    given(principal, (found) => {
      const may = policies.known ? `${policies.value.identity.length} policies` : 'unread policies';
      const how = named === null ? 'found' : `named for ${named.uses}`;
      return compliant(`${region}, ${how}, ${found === null ? 'absent' : may}`);
    }),
});
const judged = (account: AccountFacts, ...migrationPrincipals: readonly MigrationPrincipal[]) =>
  rule
    .evaluate(ACCOUNT, account, { ...defaultSettings, migrationPrincipals })
    .map(({ id, resource, status, because }) => [id.replace(/^[^/]*/, ''), resource.arn, status, because]);

describe('principals are judged once an account', () => {
  it('each by a name of its own, a role and a user called alike too', () => {
    const account = withIam({
      principals: complete([
        aPrincipal({ id: 'a', arn: roleArn('team/a') }),
        aPrincipal({ ...user, id: 'a' }),
      ]),
    });
    expect(judged(account)).toEqual([
      ['/global/role:a', roleArn('team/a'), 'COMPLIANT', 'global, found, 0 policies'],
      ['/global/user:a', userArn('a'), 'COMPLIANT', 'global, found, 0 policies'],
    ]);
    expect([rule.judges, rule.needs]).toEqual([['AWS::IAM::Role', 'AWS::IAM::User'], ['principals']]);
  });

  it('or one verdict says that there are none', () => {
    expect(judged(withIam({}))).toEqual([
      ['/global/account', null, 'NOT_APPLICABLE', 'no role or user that may act on DMS'],
    ]);
  });

  it('and what was not listed is one UNKNOWN', () => {
    const why = {
      call: 'iam:GetAccountAuthorizationDetails',
      resource: null,
      error: 'Refused',
      transient: false,
    };
    expect(
      judged(withIam({ principals: cutShort([aPrincipal({ id: 'a' })], why) })).map(([id]) => id),
    ).toEqual(['/global/role:a', '/global/account']);
  });
});

describe('principals that the settings name', () => {
  it('say so, whether they were asked for or found, by any path', () => {
    const account = withIam({
      namedPrincipals: { 'role/a': known(aPrincipal({ id: 'a' })), 'user/b': known(null) },
      principals: complete([aPrincipal({ id: 'a' }), aPrincipal({ id: 'c' })]),
    });
    const named = [
      declare(roleArn('a'), { uses: 'console' }),
      declare(userArn('b')),
      declare(roleArn('x/c')),
    ];
    expect(judged(account, ...named)).toEqual([
      ['/global/role:a', roleArn('a'), 'COMPLIANT', 'global, named for console, 0 policies'],
      ['/global/user:b', userArn('b'), 'COMPLIANT', 'global, named for cli, absent'],
      ['/global/role:c', roleArn('c'), 'COMPLIANT', 'global, named for cli, 0 policies'],
    ]);
  });

  it('are UNKNOWN where the snapshot was taken without them', () => {
    expect(judged(withIam({}), declare(userArn('a')), declare(roleArn('b', FOREIGN)))).toEqual([
      [
        '/global/user:a',
        userArn('a'),
        'UNKNOWN',
        'iam:GetUser of a was not asked when the snapshot was taken',
      ],
    ]);
  });

  it('once and no more are named no more', () => {
    const namedPrincipals = { 'role/a': known(aPrincipal({ id: 'a' })) };
    expect(judged(withIam({ namedPrincipals })).map(([, , , because]) => because)).toEqual([
      'global, found, 0 policies',
    ]);
  });
});

describe('a principal is told by its ARN', () => {
  it.each([
    [roleArn('a'), 'role/a'],
    [roleArn('path/to/a'), 'role/a'],
    [userArn('a'), 'user/a'],
    [roleArn('a', FOREIGN), null],
    [`arn:aws:iam::${ACCOUNT}:group/a`, null],
    [`arn:aws:iam::${ACCOUNT}:root`, null],
    [`arn:aws:iam::${ACCOUNT}:role/`, null],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/a/b`, null],
    ['a', null],
  ])('%s: %s', (arn, key) => {
    expect(principalIn(arn, ACCOUNT)?.key ?? null).toBe(key);
  });
});

describe('what a principal or role may do is known as a whole', () => {
  const managed = (arn: string): Lookup<ManagedPolicy> =>
    known({ arn, versionId: 'v1', document: `of ${arn}` });
  const inline = known([{ name: 'own', document: known('of own') }]);
  const managedPolicies = { 'arn:p': managed('arn:p'), 'arn:b': managed('arn:b'), 'arn:gone': known(null) };
  const policies = (over: Parameters<typeof aPrincipal>[0]) =>
    factsOf(withIam({ managedPolicies, principals: complete([aPrincipal(over)]) })).principals.items[0]
      ?.policies;

  it('inline, attached and bounded', () => {
    expect(policies({ inline, attached: known(['arn:p']), boundaryArn: 'arn:b' })).toEqual(
      known({
        identity: [
          { name: 'own', document: 'of own' },
          { name: 'arn:p', document: 'of arn:p' },
        ],
        boundary: 'of arn:b',
      }),
    );
  });

  it.each([
    [
      'the list of attached ones',
      { attached: denied('iam:ListAttachedRolePolicies') },
      'iam:ListAttachedRolePolicies',
    ],
    ['the list of inline ones', { inline: denied('iam:ListRolePolicies') }, 'iam:ListRolePolicies'],
    [
      'a document',
      { inline: known([{ name: 'x', document: denied('iam:GetRolePolicy') }]) },
      'iam:GetRolePolicy',
    ],
    ['an attached one', { attached: known(['arn:p', 'arn:unread']) }, 'iam:GetPolicy'],
    ['the boundary', { boundaryArn: 'arn:unread' }, 'iam:GetPolicy'],
    ['one that went meanwhile', { attached: known(['arn:gone']) }, 'iam:GetPolicy'],
  ])('unread if one part is: %s', (_, over, call) => {
    expect(policies(over)).toMatchObject({ known: false, unread: { call } });
  });

  it('of roles alike', () => {
    const role = aRole({ name: 'writer', boundaryArn: 'arn:b' });
    const rolePermissions = { writer: known({ inline, attached: known(['arn:p']) }) };
    const { policiesOf } = factsOf(withIam({ managedPolicies, rolePermissions }, role));
    expect(policiesOf('writer')).toMatchObject({ value: { identity: [{}, {}], boundary: 'of arn:b' } });
    expect(policiesOf('dms-vpc-role')).toEqual(known({ identity: [], boundary: null }));
    expect(policiesOf('other')).toMatchObject({ unread: { call: 'iam:GetRole', error: 'NotCollected' } });
  });

  it('of a role whose permissions were not collected, it is unread', () => {
    expect(factsOf(withIam({}, aRole({ name: 'writer' }))).policiesOf('writer')).toMatchObject({
      unread: { call: 'iam:ListRolePolicies', error: 'NotCollected' },
    });
  });
});

describe('roles that trust DMS', () => {
  it('are DMS roles too, each once', () => {
    const account = withIam({ trusting: complete(['idle', 'dms-vpc-role']) }, aRole({ name: 'idle' }));
    const { roles, accountRoles } = factsOf(account);
    expect(roles.items.map(({ id }) => id).filter((id) => !id.startsWith('dms-'))).toEqual(['idle']);
    expect([roles.items.length, accountRoles.items.length]).toEqual([4, 3]);
    expect(roles.items.find(({ id }) => id === 'idle')).toMatchObject({ uses: [], role: { known: true } });
  });

  it('may be missing from the DMS roles where they were not listed', () => {
    const why = {
      call: 'iam:GetAccountAuthorizationDetails',
      resource: null,
      error: 'Refused',
      transient: false,
    };
    const { roles, accountRoles } = factsOf(withIam({ trusting: cutShort([], why) }));
    expect([roles.unread, accountRoles.unread]).toEqual([[why], []]);
  });
});

it('the organisation and its policies are as they were read', () => {
  const organization = known({ id: 'o-a1b2c3d4e5', managementAccountId: FOREIGN });
  const account = { ...withIam({ organizationPolicies: known(null) }), organization };
  expect(factsOf(account)).toMatchObject({ organization, organizationPolicies: known(null) });
});
