import { describe, expect, it } from 'vitest';
import { selectRules } from '../../src/audit/select-rules.ts';
import type { Finding, Severity, Status } from '../../src/model/finding.ts';
import { known, type Table } from '../../src/model/lookup.ts';
import { type SecurityHubControlId, securityHubControls } from '../../src/model/security-hub.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts, Tags } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  aCertificate,
  accountWith,
  aDataMigration,
  aDataProvider,
  aMigrationProject,
  anEndpoint,
  anEventSubscription,
  anInstance,
  anInstanceProfile,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  listed,
} from '../support/builders.ts';

const rules = selectRules(catalogue, { profile: 'security-hub', ids: null, settings: defaultSettings });
const ids = Object.keys(securityHubControls) as readonly SecurityHubControlId[];

const findingsOn = (account: AccountFacts): readonly Finding[] =>
  rules.flatMap((rule) => rule.evaluate(ACCOUNT, account, defaultSettings));

/** What the profile says of a control; a rule that answers several says it of the resource that the control judges. */
const verdictsOf = (control: SecurityHubControlId, region: Partial<RegionFacts>): readonly Status[] =>
  findingsOn(accountWith(region))
    .filter(({ controls, resource }) => controls.includes(control) && resource.type !== 'AWS::::Account')
    .map(({ status }) => status);

const logging = (enabled: boolean, severities: Readonly<Record<string, string>>): Partial<RegionFacts> => ({
  tasks: listed(aTask({ logging: known({ enabled, severities }) })),
});
const logged = (first: string, second: string, severity: string, other = severity) =>
  logging(true, { [first]: `LOGGER_SEVERITY_${severity}`, [second]: `LOGGER_SEVERITY_${other}` });
const endpoint = (over: Parameters<typeof anEndpoint>[0]): Partial<RegionFacts> => ({
  endpoints: listed(anEndpoint(over)),
});
const withTags = (resources: Partial<RegionFacts>, tags: Tags): Partial<RegionFacts> => {
  const { certificates, eventSubscriptions, instances, subnetGroups } = resources;
  const arns = [certificates, eventSubscriptions, instances, subnetGroups].flatMap((listing) =>
    (listing?.items ?? []).map(({ arn }) => arn),
  );
  const byArn: Table<Tags> = Object.fromEntries(arns.map((arn) => [arn, known(tags)]));
  return { ...resources, tags: byArn };
};

/** Security Hub User Guide, *Security Hub controls for AWS DMS*: what passes each control and what fails it. */
const documented: Readonly<
  Record<
    SecurityHubControlId,
    readonly (readonly [when: string, region: Partial<RegionFacts>, verdict: Status])[]
  >
> = {
  'DMS.1': [
    [
      'the instance is public',
      { instances: listed(anInstance({ publiclyAccessible: true })) },
      'NON_COMPLIANT',
    ],
    ['it is not', { instances: listed(anInstance()) }, 'COMPLIANT'],
  ],
  'DMS.2': tagged({ certificates: listed(aCertificate()) }),
  'DMS.3': tagged({ eventSubscriptions: listed(anEventSubscription()) }),
  'DMS.4': tagged({ instances: listed(anInstance()) }),
  'DMS.5': tagged({ subnetGroups: listed(aSubnetGroup()) }),
  'DMS.6': [
    [
      'upgrades are off',
      { instances: listed(anInstance({ autoMinorVersionUpgrade: false })) },
      'NON_COMPLIANT',
    ],
    ['they are on', { instances: listed(anInstance()) }, 'COMPLIANT'],
  ],
  'DMS.7': loggedAt('TARGET_APPLY', 'TARGET_LOAD'),
  'DMS.8': loggedAt('SOURCE_CAPTURE', 'SOURCE_UNLOAD'),
  'DMS.9': [
    ['there is no SSL connection', endpoint({ sslMode: 'none' }), 'NON_COMPLIANT'],
    ['there is one', endpoint({ sslMode: 'require' }), 'COMPLIANT'],
    // AWS fails these; the mode of an engine without modes says nothing, as the rule's page tells.
    ['the engine has no modes', endpoint({ engine: 's3', sslMode: 'none' }), 'NOT_APPLICABLE'],
  ],
  'DMS.10': [
    ['IAM authorization is off', neptune(false), 'NON_COMPLIANT'],
    ['it is on', neptune(true), 'COMPLIANT'],
    ['the engine is another', endpoint({}), 'NOT_APPLICABLE'],
  ],
  'DMS.11': [
    ['nobody authenticates', mongodb('no'), 'NON_COMPLIANT'],
    ['somebody does', mongodb('password'), 'COMPLIANT'],
    ['the engine is another', endpoint({}), 'NOT_APPLICABLE'],
  ],
  'DMS.12': [
    ['TLS is off', redis('plaintext'), 'NON_COMPLIANT'],
    ['it is on', redis('ssl-encryption'), 'COMPLIANT'],
    ['the engine is another', endpoint({}), 'NOT_APPLICABLE'],
  ],
  'DMS.13': [
    ['there is no standby', { instances: listed(anInstance({ multiAz: false })) }, 'NON_COMPLIANT'],
    ['there is one', { instances: listed(anInstance()) }, 'COMPLIANT'],
  ],
};

/** "The control fails if … isn't tagged with any key. System tags, which … begin with aws:, are ignored." */
function tagged(resources: Partial<RegionFacts>) {
  return [
    ['it has no tag', withTags(resources, {}), 'NON_COMPLIANT'],
    ['it has a tag of AWS alone', withTags(resources, { 'aws:x': 'y' }), 'NON_COMPLIANT'],
    ['it has a tag', withTags(resources, { team: 'a' }), 'COMPLIANT'],
  ] as const;
}

/** "… if logging isn't enabled, or if the minimum severity level is less than LOGGER_SEVERITY_DEFAULT" */
function loggedAt(first: string, second: string) {
  return [
    ['logging is off', logging(false, {}), 'NON_COMPLIANT'],
    ['one logs too little', logged(first, second, 'DEFAULT', 'WARNING'), 'NON_COMPLIANT'],
    ['both log enough', logged(first, second, 'DEFAULT'), 'COMPLIANT'],
    ['both log more', logged(first, second, 'DETAILED_DEBUG'), 'COMPLIANT'],
  ] as const;
}

function neptune(IamAuthEnabled: boolean): Partial<RegionFacts> {
  return endpoint({ engine: 'neptune', settings: { NeptuneSettings: { IamAuthEnabled } } });
}
function mongodb(AuthType: string): Partial<RegionFacts> {
  return endpoint({ engine: 'mongodb', settings: { MongoDbSettings: { AuthType } } });
}
function redis(SslSecurityProtocol: string): Partial<RegionFacts> {
  return endpoint({ engine: 'redis', settings: { RedisSettings: { SslSecurityProtocol } } });
}

describe.each(ids.map((id) => [id, documented[id]] as const))('%s', (control, cases) => {
  it.each(cases)('where %s', (_, region, verdict) => {
    expect(verdictsOf(control, region)).toEqual([verdict]);
  });
});

describe('the profile of Security Hub', () => {
  /** One of each kind, all in order and none with a tag. */
  const everything = accountWith({
    instances: listed(
      anInstance({ publiclyAccessible: true, multiAz: false, autoMinorVersionUpgrade: false }),
    ),
    endpoints: listed(anEndpoint({ engine: 'postgres', sslMode: 'none' })),
    tasks: listed(aTask({ logging: known({ enabled: false, severities: {} }) })),
    serverlessConfigs: listed(aServerlessConfig()),
    subnetGroups: listed(aSubnetGroup()),
    instanceProfiles: listed(anInstanceProfile()),
    dataProviders: listed(aDataProvider()),
    migrationProjects: listed(aMigrationProject()),
    dataMigrations: listed(aDataMigration()),
    certificates: listed(aCertificate()),
    eventSubscriptions: listed(anEventSubscription()),
  });

  it('answers every control once', () => {
    const answered = rules.flatMap(({ securityHub }) => securityHub.map(({ control }) => control));
    expect(answered.toSorted()).toEqual(ids.toSorted());
  });

  it('judges the types that AWS judges, with its severity and under its control alone', () => {
    const judged = findingsOn(everything).filter(({ resource }) => resource.type !== 'AWS::::Account');
    expect(judged.length).toBeGreaterThan(0);
    const seen = judged.map(({ controls, severity, resource: { type } }) => ({ controls, severity, type }));
    expect(seen).toEqual(
      seen.map(({ controls: [control = ''] }) => {
        const { severity, judges, related } = securityHubControls[control as SecurityHubControlId];
        return { controls: [control, ...related], severity, type: judges };
      }),
    );
    expect(new Set(seen.map(({ controls }) => controls[0]))).toEqual(new Set(ids));
  });

  it('reads no more than that takes', () => {
    const needs = new Set(rules.flatMap((rule) => rule.needs));
    expect([...needs].toSorted()).toEqual([
      'certificates',
      'endpoints',
      'eventSubscriptions',
      'instances',
      'subnetGroups',
      'tags',
      'tasks',
    ]);
  });

  it('weighs a failure as AWS does unless the operator weighs it otherwise', () => {
    const id = 'redis-endpoint-requires-tls';
    const severityIn = (profile: 'security-hub' | 'all', own: Severity | null): readonly Severity[] => {
      const settings = {
        ...defaultSettings,
        rules: { [id]: { enabled: true, severity: own, parameters: {} } },
      };
      return selectRules(catalogue, { profile, ids: [id], settings })
        .flatMap((rule) => rule.evaluate(ACCOUNT, accountWith(redis('plaintext')), settings))
        .map(({ severity }) => severity);
    };
    expect(severityIn('all', null)).toEqual(['HIGH']);
    expect(severityIn('security-hub', null)).toEqual(['MEDIUM']);
    expect(severityIn('security-hub', 'CRITICAL')).toEqual(['CRITICAL']);
  });
});
