import fc from 'fast-check';
import { known } from '../../src/model/lookup.ts';
import type { Principal } from '../../src/model/resources.ts';
import type { MigrationPrincipal } from '../../src/model/settings.ts';
import type { AccountFacts, IamFacts, RegionFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  anAccount,
  aPrincipal,
  aRegion,
  iamOf,
  listed,
  policy,
  REGION,
  roleArn,
  rolesKnown,
} from './builders.ts';

/** A statement on everything; `over` replaces parts of it. */
export const allowing = (Action: string | readonly string[], over: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...over,
});

/** What the guide lists, statement by statement. (AWS DMS User Guide, security-iam#CHAP_Security.IAMPermissions) */
export const guideStatements = {
  dms: allowing('dms:*'),
  keys: allowing(['kms:ListAliases', 'kms:DescribeKey']),
  roles: allowing(['iam:GetRole', 'iam:PassRole']),
  creation: allowing(['iam:CreateRole', 'iam:AttachRolePolicy']),
  network: allowing([
    'ec2:DescribeVpcs',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeAvailabilityZones',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
    'ec2:ModifyNetworkInterfaceAttribute',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
  ]),
  metrics: allowing(['cloudwatch:Get*', 'cloudwatch:List*']),
  logs: allowing([
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
  ]),
  redshift: allowing(['redshift:Describe*', 'redshift:ModifyClusterIamRoles']),
};

/** The guide's statements but for these. */
export const guideWithout = (...left: readonly (keyof typeof guideStatements)[]): readonly object[] =>
  Object.entries(guideStatements)
    .filter(([name]) => !left.some((each) => each === name))
    .map(([, statement]) => statement);

/** A role that carries one policy, named `own`, of these statements. */
export const aMigrant = (statements: readonly object[], over: Partial<Principal> = {}): Principal =>
  aPrincipal({ inline: known([{ name: 'own', document: known(policy(...statements)) }]), ...over });

interface Around {
  readonly region?: Partial<RegionFacts>;
  readonly roles?: IamFacts['roles'];
  readonly iam?: Partial<IamFacts>;
  readonly organization?: AccountFacts['organization'];
}

/** An account in which these principals were found. */
export const accountOf = (
  principals: readonly Principal[],
  { region = {}, roles = rolesKnown(), iam = {}, organization = known(null) }: Around = {},
): AccountFacts =>
  anAccount({
    organization,
    regions: { [REGION]: aRegion(region) },
    iam: iamOf(roles, { principals: listed(...principals), organizationPolicies: known(null), ...iam }),
  });

/** Settings that name the role of {@link aMigrant}. */
export const naming = (
  over: Partial<MigrationPrincipal> = {},
): { readonly migrationPrincipals: readonly MigrationPrincipal[] } => ({
  migrationPrincipals: [
    { arn: roleArn('migrator'), uses: 'cli', redshiftTarget: null, createsRoles: null, ...over },
  ],
});

const task = `arn:aws:dms:eu-west-1:${ACCOUNT}:task:TASK10`;
const byTag = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } };

const writtenByHand = fc.constantFrom<readonly object[]>(
  [allowing('dms:*')],
  [allowing(['dms:Create*', 'dms:Start*', 'dms:Describe*'])],
  [allowing('dms:StartReplicationTask', { Resource: task })],
  [allowing('dms:StartReplicationTask', { Resource: task.replace('task:', 'task/') })],
  [allowing(['dms:StartReplicationTask', 'dms:DescribeEndpoints'], { Resource: 'arn:aws:dms:*:*:task:*' })],
  [allowing(['dms:CreateReplicationTask', 'dms:StartReplicationTask'], byTag)],
  [allowing('dms:*', { Condition: { StringEquals: { 'dms:ResourceTag/team': 'a' } } })],
  [allowing('dms:Start*', { Condition: { StringEquals: { 'dms:task-tag/team': 'b' } } })],
  guideWithout('creation', 'redshift'),
  guideWithout(),
);

const passing = fc.constantFrom<readonly object[]>(
  [],
  [],
  [allowing('iam:PassRole', { Resource: roleArn('dms-*') })],
  [allowing('iam:PassRole', { Resource: [roleArn('writer'), roleArn('reader')] })],
  [allowing('iam:PassRole', { Resource: roleArn('operator') })],
  [allowing(['iam:CreateRole', 'iam:AttachRolePolicy', 'redshift:Describe*'])],
);

/** Roles as people make them to migrate with. */
export const randomMigrant: fc.Arbitrary<Principal> = fc
  .tuple(writtenByHand, passing)
  .map((parts) => aMigrant(parts.flat(), { id: 'dms-operator', arn: roleArn('dms-operator') }));
