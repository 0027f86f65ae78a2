import type { Rule } from '../model/rule.ts';

/** A settings file that says nothing yet: every key there is, commented out, with what it is for. */
export const settingsTemplate = (catalogue: readonly Rule[]): string => `${general}
${exceptions}
${alerts}
# By rule id: switched off, weighed otherwise, or with parameters of its own. \`dms-auditor rules\` lists all rules.
#rules:
#  task-logs-target: { enabled: false }
#  instance-spans-zones: { severity: LOW }
${catalogue.flatMap(parametersOf).join('\n')}
`;

const general = `# Settings of dms-auditor. Everything is optional; take away the first # of a line to use it.
# Pass it with --settings dms-auditor.yaml; its JSON Schema is dms-auditor/settings.schema.json.

# Accounts besides the audited one that DMS may act for and that may use its keys, twelve digits in quotes.
#trusted-accounts: ['111122223333']

# Principals that role trusts may name besides what DMS needs: role ARNs, account ids, service principals.
#trusted-principals: ['arn:aws:iam::111122223333:role/break-glass']

# The organisation whose accounts are trusted, or units of it with all accounts below them.
#trusted-organization: o-a1b2c3d4e5
#trusted-organization-paths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/']

# required: a verdict that organisation policies could change is UNKNOWN where they cannot be read.
# when-readable (the default): it stands, and says that it assumes none.
#organization-policies: required

# Roles and users that people migrate with.
#migration-principals:
#  - arn:aws:iam::111122223333:role/migrator
#  - { arn: 'arn:aws:iam::111122223333:role/operator', uses: console, redshift-target: true, creates-roles: false }

# Tag keys that each DMS resource must carry.
#required-tags: [team, environment]

# The Regions to audit.
#regions: [eu-central-1, us-east-1]

# off (the default), or import: the nightly scan imports its findings into AWS Security Hub, where the forwarding of
# AWS Config must then be off; config-integration: that forwarding is on, and nothing is imported beside it.
#security-hub: import

# Where databases are that nothing in AWS tells of: a name or a pattern, with its addresses or ranges.
#endpoint-addresses:
#  - { host: '*.db.example.com', addresses: ['10.20.0.0/16'] }
#  - { host: orders.example.com, vpc: vpc-0a1b2c3d, addresses: ['10.30.1.5', '10.30.1.6'] }

# The servers of endpoints that take them from a secret, which nobody reads here: by id or ARN of the endpoint.
#endpoint-servers:
#  - { endpoint: orders-*, host: orders.cluster-c0ffee.eu-central-1.rds.amazonaws.com, port: 5432 }
`;

const exceptions = `# Findings that somebody answers for. They are shown as excepted and fail no run, until the day is over.
# rule, account, region and resource (id or ARN) may be patterns with * and ?; tag is key or key=value.
#exceptions:
#  - rule: instance-is-private
#    account: '111122223333'
#    region: eu-central-1
#    resource: legacy-*
#    tag: migration=wave-1
#    owner: data-platform@example.com
#    reason: moves to private subnets with the cut-over
#    expires: 2027-01-31
`;

const alerts = `# Who is told of changes at once, and of each night. Without routes the topic of DMS_AUDITOR_TOPIC_ARN gets the
# digest of each night. severity (HIGH if it is left out) is the least that is told; accounts and rules may be patterns.
# to is one of topic (JSON for programs), chatbot (Amazon Q Developer in chat applications), slack (a secret of
# Secrets Manager that holds the webhook's address).
#alerts:
#  links:
#    console: https://d-1234567890.awsapps.com/start/#/console?account_id={account}&destination={destination}
#  routes:
#    - name: on-call
#      severity: HIGH
#      accounts: ['1111*']
#      rules: ['instance-*', 'endpoint-*']
#      to: { slack: { secret: dms-auditor/slack-on-call } }
#    - name: programs
#      severity: INFORMATIONAL
#      to: { topic: 'arn:aws:sns:eu-central-1:111122223333:dms-auditor-findings' }
#    - name: chat
#      to: { chatbot: 'arn:aws:sns:eu-central-1:111122223333:dms-auditor-chat' }
`;

function parametersOf({ id, parameters }: Rule): readonly string[] {
  const lines = Object.entries(parameters).flatMap(([name, { description, allowed, default: standard }]) => [
    `#      # ${description} Allowed: ${allowed}.`,
    `#      ${name}: ${JSON.stringify(standard)}`,
  ]);
  return lines.length === 0 ? [] : [`#  ${id}:`, '#    parameters:', ...lines];
}
