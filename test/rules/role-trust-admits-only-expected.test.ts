import { unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { roleTrustAdmitsOnlyExpected } from '../../src/rules/role-trust-admits-only-expected.ts';
import {
  ACCOUNT,
  accountWith,
  aDataProvider,
  anEndpoint,
  aRole,
  FOREIGN,
  listed,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { trusting } from './trusting.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const access = 'dms-access-for-endpoint';
const loads = 'loads';
const trust = (...statements: object[]): { account: AccountFacts; of: string } => ({
  account: trusting(vpc, statements),
  of: vpc,
});
const letIn = (Principal: unknown, over: object = {}): object =>
  trustStatement({ Principal, Condition: {}, ...over });
const services = (...names: string[]): object => ({
  Service: names.map((name) => `${name}.amazonaws.com`),
});
/** DMS for this account, and this principal besides. */
const besides = (Principal: unknown, over: object = {}): { account: AccountFacts; of: string } =>
  trust(trustStatement(), letIn(Principal, over));
const deny = (Principal: unknown, over: object = {}): object => letIn(Principal, { Effect: 'Deny', ...over });

/** An endpoint of an engine that names the role `loads`. */
const using = (engine: string, path: string, over: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ engine, direction: 'target', roles: [{ path, arn: roleArn(loads) }], ...over });
const neptune = using('neptune', 'NeptuneSettings.ServiceAccessRoleArn');
const redshift = using('redshift', 'RedshiftSettings.ServiceAccessRoleArn');
const s3 = using('s3', 'S3Settings.ServiceAccessRoleArn');
const secret = using('postgres', 'PostgreSQLSettings.SecretsManagerAccessRoleArn');

const expected = 'only principals that its use expects may assume it';
const saml = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;
const undecided = (who: string): string => `whether ${who} may assume it is not decided`;

testRule(roleTrustAdmitsOnlyExpected, {
  compliant: [
    { name: 'DMS alone', ...trust(trustStatement()), because: expected },
    {
      name: 'what is left of a deleted role',
      ...besides({ AWS: 'AROAEXAMPLEEXAMPLE12' }),
      because: expected,
    },
    {
      name: 'every principal of DMS',
      ...trust(letIn(services('dms', 'dms.eu-west-1', 'dms-data-migrations'))),
      because: expected,
    },
    {
      name: 'RDS, which loads Neptune',
      account: trusting(loads, [letIn(services('dms', 'rds'))], { endpoints: listed(neptune) }),
      of: loads,
      because: expected,
    },
    {
      name: 'Redshift, where an endpoint loads Redshift',
      account: trusting(loads, [letIn(services('dms', 'redshift'))], { endpoints: listed(redshift) }),
      of: loads,
      because: expected,
    },
    {
      name: 'Redshift on the role that DMS has for it',
      account: trusting(access, [letIn(services('dms', 'redshift'))]),
      of: access,
      because: expected,
    },
    {
      name: 'Redshift Serverless on the role that DMS has for it',
      account: trusting(access, [letIn(services('dms', 'redshift-serverless'))]),
      of: access,
      because: expected,
    },
    {
      name: 'the Region’s principal for a secret',
      account: trusting(loads, [letIn(services('dms.eu-west-1'))], { endpoints: listed(secret) }),
      of: loads,
      because: expected,
    },
    {
      name: 'a service that is trusted',
      ...besides(services('lambda')),
      settings: { trustedPrincipals: ['lambda.amazonaws.com'] },
      because: expected,
    },
    {
      name: 'a role that is trusted',
      ...besides({ AWS: roleArn('auditor', FOREIGN) }),
      settings: { trustedPrincipals: [roleArn('auditor', FOREIGN)] },
      because: expected,
    },
    {
      name: 'a role of an account that is trusted',
      ...besides({ AWS: [roleArn('auditor', FOREIGN), FOREIGN] }),
      settings: { trustedPrincipals: [FOREIGN] },
      because: expected,
    },
    {
      name: 'an identity provider that is trusted',
      ...besides({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML' }),
      settings: { trustedPrincipals: [saml] },
      because: expected,
    },
    {
      name: 'a principal that may do something else',
      ...besides({ AWS: FOREIGN }, { Action: 'sts:TagSession' }),
      because: expected,
    },
    {
      name: 'a service that a Deny keeps out',
      ...trust(letIn(services('dms', 'lambda')), deny(services('lambda'))),
      because: expected,
    },
    {
      name: 'an account that a Deny keeps out',
      ...trust(trustStatement(), letIn({ AWS: FOREIGN }), deny({ AWS: `arn:aws:iam::${FOREIGN}:root` })),
      because: expected,
    },
    { name: 'everybody, and a Deny of everybody', ...trust(letIn('*'), deny('*')), because: expected },
    {
      name: 'DMS alone, where not all uses could be read',
      account: trusting(loads, [trustStatement()], { endpoints: refused('dms:DescribeEndpoints', s3) }),
      of: loads,
      because: expected,
    },
    {
      name: 'an identity provider that may call nothing that providers call',
      ...besides({ Federated: saml }),
      because: expected,
    },
  ],
  nonCompliant: [
    {
      name: 'everybody',
      ...trust(letIn('*')),
      because: 'arn:aws:iam::999999999999:role/anyone may assume it',
      severity: 'CRITICAL',
    },
    {
      name: 'every AWS principal',
      ...besides({ AWS: '*' }),
      because: 'arn:aws:iam::999999999999:role/anyone may assume it',
      severity: 'CRITICAL',
    },
    {
      name: 'everybody who knows a word',
      ...besides('*', { Condition: { StringEquals: { 'sts:ExternalId': 'word' } } }),
      because: 'arn:aws:iam::999999999999:role/anyone may assume it',
      severity: 'CRITICAL',
    },
    {
      name: 'everybody but services',
      ...besides('*', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }),
      because: 'arn:aws:iam::999999999999:role/anyone may assume it',
      severity: 'CRITICAL',
    },
    {
      name: 'a foreign account that gives no external id',
      ...besides({ AWS: FOREIGN }, { Condition: { Null: { 'sts:ExternalId': 'true' } } }),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'everybody of the own account',
      ...besides('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } }),
      because: `arn:aws:iam::${ACCOUNT}:role/anyone may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'every service, for the own account',
      ...trust(trustStatement({ Principal: '*' })),
      because: `lambda.amazonaws.com acting for account ${ACCOUNT} may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'a foreign account by its id',
      ...besides({ AWS: FOREIGN }),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account by its root',
      ...besides({ AWS: `arn:aws:iam::${FOREIGN}:root` }),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign role',
      ...besides({ AWS: roleArn('partner', FOREIGN) }),
      because: `${roleArn('partner', FOREIGN)} may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account that must give an external id',
      ...besides({ AWS: FOREIGN }, { Condition: { StringEquals: { 'sts:ExternalId': 'word' } } }),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account in China',
      account: { ...trusting(vpc, [letIn({ AWS: FOREIGN })]), partition: 'aws-cn' },
      of: vpc,
      because: `arn:aws-cn:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'the own account',
      ...besides({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      because: `arn:aws:iam::${ACCOUNT}:root may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'a role of the own account',
      ...besides({ AWS: roleArn('admin') }),
      because: `${roleArn('admin')} may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'another service',
      ...besides(services('lambda')),
      because: 'lambda.amazonaws.com acting for nobody in particular (no source key) may assume it',
      severity: 'MEDIUM',
    },
    {
      name: 'another service in the statement of DMS, for the own account',
      ...trust(trustStatement({ Principal: services('dms', 'lambda') })),
      because: `lambda.amazonaws.com acting for account ${ACCOUNT} may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'RDS without Neptune',
      account: trusting(loads, [letIn(services('dms', 'rds'))], { endpoints: listed(s3) }),
      of: loads,
      because: 'rds.amazonaws.com acting for nobody in particular (no source key) may assume it',
      severity: 'MEDIUM',
    },
    {
      name: 'Redshift without Redshift',
      account: trusting(loads, [letIn(services('dms', 'redshift'))], { endpoints: listed(s3) }),
      of: loads,
      because: 'redshift.amazonaws.com acting for nobody in particular (no source key) may assume it',
      severity: 'MEDIUM',
    },
    {
      name: 'the heaviest of several',
      ...trust(letIn({ ...services('lambda'), AWS: [roleArn('admin'), FOREIGN] })),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account, where not all uses could be read',
      account: trusting(loads, [letIn({ AWS: FOREIGN })], {
        endpoints: refused('dms:DescribeEndpoints', s3),
      }),
      of: loads,
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
    },
    {
      name: 'a service of no use at all, where not all uses could be read',
      account: trusting(loads, [letIn(services('lambda'))], {
        endpoints: refused('dms:DescribeEndpoints', s3),
      }),
      of: loads,
      because: 'lambda.amazonaws.com acting for nobody in particular (no source key) may assume it',
    },
    {
      name: 'an account that a Deny keeps out for others alone',
      ...trust(
        trustStatement(),
        letIn({ AWS: FOREIGN }),
        deny('*', { Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } }),
      ),
      because: `arn:aws:iam::${FOREIGN}:root may assume it`,
    },
    {
      name: 'an identity provider of the company',
      ...besides({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML' }),
      because: `${saml} may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'an identity provider of the web',
      ...besides(
        { Federated: 'accounts.google.com' },
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { 'accounts.google.com:aud': 'app' } },
        },
      ),
      because: 'accounts.google.com may assume it',
      severity: 'MEDIUM',
    },
    {
      name: 'every identity provider',
      ...besides('*', { Action: 'sts:AssumeRoleWithWebIdentity' }),
      because: 'cognito-identity.amazonaws.com may assume it',
      severity: 'MEDIUM',
    },
    {
      name: 'a foreign account of an organization',
      ...besides({ AWS: FOREIGN }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      because: `arn:aws:iam::${FOREIGN}:root of organization o-1 may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a foreign account of which a Deny leaves one role',
      ...trust(
        trustStatement(),
        letIn({ AWS: FOREIGN }),
        deny('*', { Condition: { StringNotEquals: { 'aws:PrincipalArn': roleArn('partner', FOREIGN) } } }),
      ),
      because: `${roleArn('partner', FOREIGN)} may assume it`,
      severity: 'HIGH',
    },
    {
      name: 'a service for a foreign account',
      ...besides(services('lambda'), { Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } }),
      because: `lambda.amazonaws.com acting for account ${FOREIGN} may assume it`,
      severity: 'MEDIUM',
    },
    {
      name: 'everybody, and a Deny of two accounts and a service',
      ...trust(letIn('*'), deny({ ...services('lambda'), AWS: ['999999999999', ACCOUNT] })),
      because: 'arn:aws:iam::888888888888:role/anyone may assume it',
      severity: 'CRITICAL',
    },
    {
      name: 'the own account, and a Deny that excepts one of its roles',
      ...trust(trustStatement(), letIn({ AWS: ACCOUNT }), {
        Effect: 'Deny',
        NotPrincipal: { AWS: roleArn('admin') },
        Action: 'sts:AssumeRole',
      }),
      because: `${roleArn('admin')} may assume it`,
      severity: 'MEDIUM',
    },
  ],
  notApplicable: [
    { name: 'no role', account: accountWith({}), of: vpc, because: 'the role does not exist' },
    {
      name: 'a role that AWS owns',
      account: accountWith({}, rolesKnown(aRole({ path: '/aws-service-role/dms.amazonaws.com/' }))),
      of: vpc,
      because: 'it is a service-linked role, which AWS owns and nobody can edit',
    },
  ],
  unknown: [
    {
      name: 'everybody but one, which IAM no longer takes',
      ...trust(trustStatement(), {
        Effect: 'Allow',
        NotPrincipal: { AWS: roleArn('somebody') },
        Action: 'sts:AssumeRole',
      }),
      because: undecided(`lambda.amazonaws.com, arn:aws:iam::999999999999:role/anyone, ${roleArn('anyone')}`),
    },
    {
      name: 'a foreign account under an operator that IAM does not have',
      ...besides({ AWS: FOREIGN }, { Condition: { stringEquals: { 'sts:ExternalId': 'word' } } }),
      because: undecided(`arn:aws:iam::${FOREIGN}:root`),
    },
    {
      name: 'Redshift, where the endpoint that needs it may not have been read',
      account: trusting(loads, [letIn(services('dms', 'redshift'))], {
        endpoints: refused('dms:DescribeEndpoints'),
        dataProviders: listed(
          aDataProvider({ roles: [{ path: 'Settings.S3AccessRoleArn', arn: roleArn(loads) }] }),
        ),
      }),
      of: loads,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'a role that could not be read',
      account: accountWith({}, { [vpc]: unread(denied('iam:GetRole', vpc)) }),
      of: vpc,
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'which roles tasks name',
      account: accountWith({ tasks: refused('dms:DescribeReplicationTasks') }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
  ],
});
