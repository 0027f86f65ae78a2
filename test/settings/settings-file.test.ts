import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { SettingsError } from '../../src/settings/error.ts';
import { noSettings, parseSettings } from '../../src/settings/parse.ts';

const parse = (text: string) => parseSettings(text, 'dms-auditor.yaml', catalogue);

/** The message of the refusal, after the file's name. */
async function refusal(text: string): Promise<string> {
  const error: unknown = await parse(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof SettingsError))
    throw new Error('it was not refused as settings are', { cause: error });
  expect(error.message).toMatch(/^dms-auditor\.yaml:/);
  return error.message.slice('dms-auditor.yaml:'.length);
}

describe('a settings file', () => {
  it.each([
    ['that is empty', ''],
    ['of nothing but a comment', '# later\n'],
    ['that is an empty mapping', '{}'],
  ])('%s changes nothing', async (_, text) => {
    expect(await parse(text)).toEqual(noSettings);
  });

  it('says all that it can say', async () => {
    const text = `
trusted-accounts: ['222222222222']
trusted-principals: ['arn:aws:iam::222222222222:role/break-glass']
trusted-organization: o-a1b2c3d4e5
trusted-organization-paths: [o-a1b2c3d4e5/r-ab12/, o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/]
organization-policies: required
migration-principals:
  - arn:aws:iam::111122223333:user/teams/data/ann@example.com
  - { arn: 'arn:aws-cn:iam::111122223333:role/migrator', uses: console, redshift-target: true, creates-roles: false }
required-tags: [team, environment]
regions: [eu-central-1, us-east-1]
endpoint-addresses:
  - { host: '*.corp.example', addresses: [192.168.0.0/16, '2001:db8::/32'] }
  - { host: db.corp.example, vpc: vpc-0a1b2c3d, addresses: [192.168.10.5] }
endpoint-servers:
  - { endpoint: orders-*, host: orders.corp.example, port: 5432 }
rules:
  account-role-exists: { parameters: { require-roles: always } }
  instance-spans-zones: { severity: LOW }
  task-logs-target: { enabled: false }
`;
    expect(await parse(text)).toEqual({
      settings: {
        trustedAccounts: ['222222222222'],
        trustedPrincipals: ['arn:aws:iam::222222222222:role/break-glass'],
        trustedOrganization: 'o-a1b2c3d4e5',
        trustedOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
        organizationPolicies: 'required',
        migrationPrincipals: [
          {
            arn: 'arn:aws:iam::111122223333:user/teams/data/ann@example.com',
            uses: 'cli',
            redshiftTarget: null,
            createsRoles: null,
          },
          {
            arn: 'arn:aws-cn:iam::111122223333:role/migrator',
            uses: 'console',
            redshiftTarget: true,
            createsRoles: false,
          },
        ],
        requiredTags: ['team', 'environment'],
        endpointAddresses: [
          { host: '*.corp.example', vpcId: null, addresses: ['192.168.0.0/16', '2001:db8::/32'] },
          { host: 'db.corp.example', vpcId: 'vpc-0a1b2c3d', addresses: ['192.168.10.5'] },
        ],
        endpointServers: [{ endpoint: 'orders-*', host: 'orders.corp.example', port: 5432 }],
        exceptions: [],
        rules: {
          'account-role-exists': { enabled: true, severity: null, parameters: { 'require-roles': 'always' } },
          'instance-spans-zones': { enabled: true, severity: 'LOW', parameters: {} },
          'task-logs-target': { enabled: false, severity: null, parameters: {} },
        },
      },
      regions: ['eu-central-1', 'us-east-1'],
      alerts: noSettings.alerts,
      securityHub: noSettings.securityHub,
    });
  });

  it('may use anchors within reason', async () => {
    const { settings } = await parse('required-tags: &tags [team]\nregions: *tags\n');
    expect(settings.requiredTags).toEqual(['team']);
  });
});

describe('what is no YAML is refused with its line:', () => {
  it.each([
    ['a list left open', 'regions: [\n', /^2: not YAML: /],
    ['a tab for an indent', 'rules:\n\ta: 1\n', /^2: not YAML: /],
    ['a key twice', 'regions: [a]\nregions: [b]\n', /^2: not YAML: Map keys must be unique/],
    [
      'two documents',
      'regions: [a]\n---\nregions: [b]\n',
      /^2: not YAML: Source contains multiple documents/,
    ],
    [
      'an alias without its anchor',
      'required-tags:\n  - *team\n',
      /^2: no anchor is called &team; text that begins with \* needs quotes$/,
    ],
  ])('%s', async (_, text, message) => {
    expect(await refusal(text)).toMatch(message);
  });

  it('aliases that multiply', async () => {
    const levels = Array.from('bcdefghij', (name, index) => {
      const before = `*${'abcdefghij'[index] ?? ''}`;
      return `${name}: &${name} [${Array<string>(9).fill(before).join(', ')}]`;
    });
    expect(await refusal(['a: &a [x]', ...levels].join('\n'))).toBe(
      ' its aliases (*name) stand for too much; write the values out',
    );
  });
});

const top =
  'trusted-accounts, trusted-principals, trusted-organization, trusted-organization-paths, organization-policies, migration-principals, required-tags, regions, endpoint-addresses, endpoint-servers, security-hub, exceptions, alerts, rules';
const principalKeys = 'arn, uses, redshift-target, creates-roles';
const aPrincipalArn = 'the ARN of a role or user, such as arn:aws:iam::111122223333:role/migrator, not';
const ruleKeys = 'enabled, severity, parameters';

describe('what is not allowed is refused with its line:', () => {
  it.each([
    [
      'a key',
      'required-tags: [a]\ntrusted-acounts: []\n',
      `2: unknown key "trusted-acounts"; did you mean "trusted-accounts"? Allowed: ${top}`,
    ],
    [
      'a key of a rule',
      'rules:\n  task-logs-source:\n    enabld: true\n',
      `3: unknown key "enabld" in rules.task-logs-source; did you mean "enabled"? Allowed: ${ruleKeys}`,
    ],
    [
      'a key that is no text',
      '? [regions]\n: 1\n',
      `1: unknown key "[ regions ]"; did you mean "regions"? Allowed: ${top}`,
    ],
    [
      'the prototype',
      'rules: {}\n__proto__:\n  regions: [a]\n',
      `2: unknown key "__proto__"; did you mean "alerts"? Allowed: ${top}`,
    ],
    [
      'a rule',
      'rules:\n\n  task-log-source:\n    enabled: true\n',
      '3: no rule is called "task-log-source"; did you mean "task-logs-source"?',
    ],
    [
      'the prototype for a rule',
      'rules:\n  __proto__: {}\n',
      '2: no rule is called "__proto__"; did you mean "key-rotates"?',
    ],
    [
      'what every object has for a rule',
      'rules:\n  constructor: {}\n',
      '2: no rule is called "constructor"; did you mean "key-rotates"?',
    ],
    [
      'a parameter of a rule without any',
      'rules:\n  task-logs-source:\n    parameters:\n      days: 3\n',
      '4: task-logs-source has no parameter "days"; it has none',
    ],
    [
      'a parameter',
      'rules:\n  account-role-exists:\n    parameters:\n      requre-roles: always\n',
      '4: account-role-exists has no parameter "requre-roles"; it has require-roles',
    ],
    [
      'the prototype for a parameter',
      'rules:\n  account-role-exists:\n    parameters:\n      __proto__: always\n',
      '4: account-role-exists has no parameter "__proto__"; it has require-roles',
    ],
    [
      'the value of a parameter',
      'rules:\n  account-role-exists:\n    parameters:\n      require-roles: never\n',
      '4: require-roles must be one of when-used, always, not "never"',
    ],
    [
      'a severity',
      'rules:\n  task-logs-source:\n    severity: high\n',
      '3: rules.task-logs-source.severity must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
    ],
    [
      'an account id without quotes',
      'trusted-accounts:\n  - 222222222222\n',
      '2: trusted-accounts.0 must be twelve digits in quotes, not 222222222222',
    ],
    [
      'an account id with a zero in front, without quotes',
      'trusted-accounts: [012345678901]\n',
      '1: trusted-accounts.0 must be twelve digits in quotes, not 12345678901',
    ],
    [
      'an account id of eleven digits',
      'trusted-accounts:\n  - "222222222222"\n  - "22222222222"\n',
      '3: trusted-accounts.1 must be twelve digits in quotes, not "22222222222"',
    ],
    [
      'an account id with a line break behind',
      'trusted-accounts: ["222222222222\\n"]\n',
      '1: trusted-accounts.0 must be twelve digits in quotes, not "222222222222\\n"',
    ],
    [
      'a tag that is a number',
      'required-tags: [team, 7]\n',
      '1: required-tags.1 must be text; put it in quotes',
    ],
    [
      'a principal that is no role or user',
      'migration-principals:\n  - arn:aws:iam::111122223333:root\n',
      `2: migration-principals.0 must be ${aPrincipalArn} "arn:aws:iam::111122223333:root"`,
    ],
    [
      'a principal with a wildcard',
      'migration-principals:\n  - arn: arn:aws:iam::111122223333:role/*\n',
      `2: migration-principals.0.arn must be ${aPrincipalArn} "arn:aws:iam::111122223333:role/*"`,
    ],
    [
      'a server without its port',
      'endpoint-servers:\n  - { endpoint: orders, host: db }\n',
      "2: endpoint-servers.0 must have required property 'port'",
    ],
    [
      'a port that is none',
      'endpoint-servers:\n  - { endpoint: orders, host: db, port: 0 }\n',
      '2: endpoint-servers.0.port must be >= 1',
    ],
    [
      'a server that is none',
      'endpoint-servers:\n  - { endpoint: orders, host: "a b", port: 1 }\n',
      '2: endpoint-servers.0.host must be a host name or an address, or several with commas between them, such as orders.cluster-c0ffee.eu-central-1.rds.amazonaws.com, not "a b"',
    ],
    [
      'a principal that is a number',
      'migration-principals:\n  - 7\n',
      `2: migration-principals.0 must be ${aPrincipalArn} 7`,
    ],
    [
      'a principal without its ARN',
      'migration-principals:\n  - uses: cli\n',
      "2: migration-principals.0 must have required property 'arn'",
    ],
    [
      'a way of working',
      'migration-principals:\n  - arn: arn:aws:iam::111122223333:role/a\n    uses: terraform\n',
      '3: migration-principals.0.uses must be one of cli, console',
    ],
    [
      'a key of a principal',
      'migration-principals:\n  - arn: arn:aws:iam::111122223333:role/a\n    use: cli\n',
      `3: unknown key "use" in migration-principals.0; did you mean "uses"? Allowed: ${principalKeys}`,
    ],
    [
      'a principal named twice',
      'migration-principals:\n  - arn:aws:iam::111122223333:role/a\n  - { arn: arn:aws:iam::111122223333:role/a, uses: console }\n',
      '3: migration-principals: arn:aws:iam::111122223333:role/a is named twice; keep one of the two',
    ],
    [
      'an organisation',
      'trusted-organization: r-ab12\n',
      '1: trusted-organization must be the id of an organisation, such as o-a1b2c3d4e5, not "r-ab12"',
    ],
    [
      'a path of an organisation without a slash at its end',
      'trusted-organization-paths: [o-a1b2c3d4e5/r-ab12]\n',
      '1: trusted-organization-paths.0 must be the path of an organisational unit with a slash at its end, such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/, not "o-a1b2c3d4e5/r-ab12"',
    ],
    [
      'the need of organisation policies',
      'organization-policies: always\n',
      '1: organization-policies must be one of required, when-readable',
    ],
    ['no Region at all', 'regions: []\n', '1: regions must NOT have fewer than 1 items'],
    [
      'a Region that is no name of a host',
      'regions: [eu-central-1, evil.example]\n',
      '1: regions.1 must be the name of a Region, such as eu-central-1, not "evil.example"',
    ],
    ['a Region instead of a list', 'regions: eu-west-1\n', '1: regions must be a list'],
    [
      'yes instead of true',
      'rules:\n  task-logs-source:\n    enabled: yes\n',
      '3: rules.task-logs-source.enabled must be true or false',
    ],
    [
      'a rule without settings',
      'rules:\n  task-logs-source:\n',
      '2: rules.task-logs-source must be a mapping of keys to values',
    ],
    [
      'a range that is none',
      'endpoint-addresses:\n  - host: db.corp\n    addresses:\n      - 10.0.0.1\n      - 10.0.0.0/33\n',
      '5: endpoint-addresses.0.addresses.1 must be an address or a range such as 192.168.10.5 or 192.168.0.0/16, not "10.0.0.0/33"',
    ],
    [
      'a name for an address',
      'endpoint-addresses: [{ host: db.corp, addresses: [db2.corp] }]\n',
      '1: endpoint-addresses.0.addresses.0 must be an address or a range such as 192.168.10.5 or 192.168.0.0/16, not "db2.corp"',
    ],
    [
      'no address',
      'endpoint-addresses: [{ host: db.corp, addresses: [] }]\n',
      '1: endpoint-addresses.0.addresses must NOT have fewer than 1 items',
    ],
    [
      'a host that is none',
      'endpoint-addresses:\n  - { host: "https://db", addresses: [10.0.0.1] }\n',
      '2: endpoint-addresses.0.host must be a host name or a pattern with * and ?, such as *.corp.example, not "https://db"',
    ],
    [
      'a VPC that is none',
      'endpoint-addresses: [{ host: db, vpc: prod, addresses: [10.0.0.1] }]\n',
      '1: endpoint-addresses.0.vpc must be the id of a VPC, such as vpc-0a1b2c3d, not "prod"',
    ],
    [
      'an address without its host',
      'endpoint-addresses: [{ addresses: [10.0.0.1] }]\n',
      "1: endpoint-addresses.0 must have required property 'host'",
    ],
    [
      'a host twice',
      'endpoint-addresses:\n  - { host: db, addresses: [10.0.0.1] }\n  - { host: DB, addresses: [10.0.0.2] }\n',
      '3: endpoint-addresses: db is named twice; put the addresses together',
    ],
    ['a list for the file', '- regions\n', '1: the file must be a mapping of keys to values'],
    ['text for the file', 'regions\n', '1: the file must be a mapping of keys to values'],
  ])('%s', async (_, text, message) => {
    expect(await refusal(text)).toBe(message);
  });

  it('and nothing leaks into other objects', () => {
    expect(({} as Record<string, unknown>)['regions']).toBeUndefined();
  });
});
