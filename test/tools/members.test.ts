import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/analysis/policy/document.ts';
import { evaluateRequest } from '../../src/analysis/policy/evaluate-request.ts';
import type { PolicyDocument } from '../../src/analysis/policy/shape.ts';
import { templateIn } from './templates.ts';

const CENTRAL = '111122223333';
const MEMBER = '444455556666';
const ORGANIZATION = 'o-exampleorgid';

type Values = Readonly<Record<string, string>>;

/** What CloudFormation makes of a value, in an organisation. (User Guide, *Intrinsic function reference*) */
function resolved(value: unknown, values: Values): unknown {
  const known = (name: string): string => {
    const text = values[name];
    if (text === undefined) throw new Error(`${name} has no value`);
    return text;
  };
  if (Array.isArray(value)) return value.map((part) => resolved(part, values));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, of] = ['', null]] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return known(String(of));
    case 'Fn::Sub':
      return String(of).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, key: string) =>
        literal === '' ? known(key) : `\${${key}}`,
      );
    case 'Fn::GetAtt':
      return known((of as readonly string[]).join('.'));
    case 'Fn::Join':
      return (of as readonly [string, readonly string[]])[1].join('');
    case 'Fn::If':
      return resolved((of as readonly unknown[])[1], values);
    default:
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, values)]));
  }
}

function policyOf(value: unknown, values: Values): PolicyDocument {
  const { document } = parsePolicy(JSON.stringify(resolved(value, values)));
  if (document === null) throw new Error(`no policy: ${JSON.stringify(value)}`);
  return document;
}

/** The longest stage that a member takes. */
const stage = 'production-like-live';

/** A member's Region and what is central, in a partition. */
function organisation(partition: string, region: string) {
  const central = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${CENTRAL}:${resource}`;
  const resources = {
    'sqs:SendMessage': central('sqs', `dms-auditor-${stage}-slack.fifo`),
    's3:PutObject': `arn:${partition}:s3:::kept/results/${MEMBER}/latest.json.gz`,
    's3:ListBucket': `arn:${partition}:s3:::kept`,
    'dynamodb:UpdateItem': central('dynamodb', 'table/state'),
  } as const;
  const inCentral: Values = {
    'AWS::Partition': partition,
    OrganizationId: ORGANIZATION,
    'sls:stage': stage,
    'ResultsBucket.Arn': resources['s3:ListBucket'],
    'SlackQueue.Arn': resources['sqs:SendMessage'],
  };
  const of = (template: string, id: string) => templateIn(template).Resources[id]?.Properties;
  const queue = policyOf(of('alerts', 'SlackQueuePolicy')?.['PolicyDocument'], inCentral);
  const bucket = policyOf(of('results', 'ResultsBucketPolicy')?.['PolicyDocument'], inCentral);
  const table = resolved(of('state', 'StateTable')?.['ResourcePolicy'], inCentral) as {
    readonly PolicyDocument: unknown;
  };
  const policies = {
    'sqs:SendMessage': queue,
    's3:PutObject': bucket,
    's3:ListBucket': bucket,
    'dynamodb:UpdateItem': policyOf(table.PolicyDocument, {}),
  };
  const inMember: Values = {
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::AccountId': MEMBER,
    HomeRegion: region,
    CentralAccount: CENTRAL,
    ResultsBucket: 'kept',
    StateTable: 'state',
    Stage: stage,
    ...Object.fromEntries(
      ['ConfigRuleFailures', 'ChangesQueue', 'StartsQueue'].map((id) => [
        `${id}.Arn`,
        `arn:${partition}:sqs:${region}:${MEMBER}:${id}`,
      ]),
    ),
  };

  /** The actions that a role with these permissions may do to what is central. */
  function done(role: string, permissions: PolicyDocument, org = ORGANIZATION): readonly string[] {
    return (['sqs:SendMessage', 's3:PutObject', 's3:ListBucket', 'dynamodb:UpdateItem'] as const).filter(
      (action) =>
        evaluateRequest({
          principal: { aws: `arn:${partition}:sts::${MEMBER}:assumed-role/${role}/session` },
          action,
          resource: resources[action],
          context: {
            'aws:PrincipalArn': `arn:${partition}:iam::${MEMBER}:role/${role}`,
            'aws:PrincipalAccount': MEMBER,
            'aws:PrincipalOrgID': org,
            'aws:SecureTransport': 'true',
            ...(action === 'dynamodb:UpdateItem' ? { 'dynamodb:LeadingKeys': [MEMBER] } : {}),
          },
          identityPolicies: [permissions],
          resourcePolicy: policies[action],
          resourcePolicyKind: 'resource',
          resourceAccount: CENTRAL,
        }).effect === 'allowed',
    );
  }

  function roleOf(id: string): { readonly name: string; readonly permissions: PolicyDocument } {
    const { RoleName: name, Policies: given } = of('member-stack', id) ?? {};
    const [{ PolicyDocument } = { PolicyDocument: null }] = given as readonly { PolicyDocument: unknown }[];
    return { name: String(resolved(name, inMember)), permissions: policyOf(PolicyDocument, inMember) };
  }
  return { done, roleOf };
}

const everything = policyOf(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  {},
);

describe.each([
  ['aws', 'ap-southeast-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-northwest-1'],
])("what is central in the partition %s lets in, of a member's roles in %s,", (partition, region) => {
  const { done, roleOf } = organisation(partition, region);

  it('config-rule to the queue, the bucket and the table', () => {
    const { name, permissions } = roleOf('ConfigRuleRole');
    expect(done(name, permissions)).toEqual([
      'sqs:SendMessage',
      's3:PutObject',
      's3:ListBucket',
      'dynamodb:UpdateItem',
    ]);
    expect(done(name, permissions, 'o-anotherorgid')).toEqual([]);
  });

  it('start-rules to the table', () => {
    const { name, permissions } = roleOf('StartRulesRole');
    expect(done(name, permissions)).toEqual(['dynamodb:UpdateItem']);
    expect(done(name, everything)).toEqual(['dynamodb:UpdateItem']);
  });

  it.each([
    'Administrator',
    `dms-auditor-dev-config-rule-${region}`,
    `my-dms-auditor-${stage}-config-rule-${region}`,
    `path/dms-auditor-${stage}-config-rule-${region}`,
  ])('not %s, whatever its account lets it do', (name) => {
    expect(done(name, everything)).toEqual([]);
  });

  it.each(['ConfigRuleRole', 'StartRulesRole'])(
    '%s under a name that IAM takes, and that differs by Region',
    (id) => {
      const { name } = roleOf(id);
      expect(name.length).toBeLessThanOrEqual(64);
      expect(name).toMatch(new RegExp(`-${region}$`));
    },
  );
});

it('the guide deploys members as CloudFormation asks of roles with names', () => {
  expect(readFileSync('docs/aws-config.md', 'utf8')).toContain('--capabilities CAPABILITY_NAMED_IAM');
});
