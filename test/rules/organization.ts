import type { Finding, RequestWitness, Status } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anInstance,
  aRole,
  listed,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { denying, ORGANIZATION } from '../support/organization-builders.ts';

export const role = 'dms-vpc-role';
export const lake = anEndpoint({
  id: 'lake',
  engine: 's3',
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn(role) }],
});
/** An account whose role has this trust, and is used by an instance and an endpoint. */
export const trusting = (...statements: readonly object[]): AccountFacts =>
  accountWith(
    { instances: listed(anInstance()), endpoints: listed(lake) },
    rolesKnown(aRole({ name: role, trust: policy(...statements) })),
  );
export const open = trustStatement({ Condition: {} });
export const guarded = trustStatement();
export const letting = (Principal: unknown): object => trustStatement({ Principal, Condition: {} });

export const byService = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };
export const byCaller = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
export const ownSources = denying('sts:*', {
  StringNotEqualsIfExists: { 'aws:SourceAccount': ACCOUNT },
  ...byService,
});
export const ofOrganization = { StringNotEqualsIfExists: { 'aws:SourceOrgID': ORGANIZATION }, ...byService };
/** As AWS prints it. (Organizations User Guide, orgs_manage_policies_rcps_examples; data-perimeter-policy-examples) */
export const confusedDeputy = denying('sts:*', { ...ofOrganization, Null: { 'aws:SourceAccount': 'false' } });
export const identities = denying('sts:AssumeRole', {
  StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
  ...byCaller,
});
export const noService = denying('sts:AssumeRole', byService, { Sid: 'NoServices' });

export const findingOf = (rule: Rule, account: AccountFacts, settings: Partial<Settings> = {}): Finding => {
  const [finding] = rule
    .evaluate(ACCOUNT, account, { ...defaultSettings, ...settings })
    .filter(({ resource }) => resource.id === role || resource.id === 'lake');
  if (finding === undefined) throw new Error('the rule found nothing');
  return finding;
};
export const requestIn = ({ witness }: Finding): RequestWitness => {
  if (witness?.kind !== 'request') throw new Error('there is no request');
  return witness;
};

export const perimeter = 'the resource control policy perimeter';
export const stranger = 'dms.amazonaws.com acting for account 999999999999';
export const own = `dms.amazonaws.com acting for account ${ACCOUNT}`;
export const thanksTo = (who: string, what: string): string =>
  `: ${who}, whom its trust policy lets in, is refused by ${what}`;
export const onlyTrusted = 'DMS is let in for trusted accounts only';
export const onlyExpected = 'only principals that its use expects may assume it';

export type Row = readonly [
  name: string,
  account: AccountFacts,
  status: Status,
  because: string,
  settings?: Partial<Settings>,
];
