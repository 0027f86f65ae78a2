import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { actionFor, allFacts, callsFor } from '../../../src/model/facts.ts';
import { type FreshAccount, region } from './aws.ts';
import { packagedTemplate } from './lambda/function.ts';
import { wayToS3 } from './signed-keys.ts';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

/** What AWS Lambda does in a function's name around its run, which is not tried. */
const byLambda: ReadonlySet<string> = new Set(['Log', 'LayAside', 'PollChanges', 'PollStarts', 'PollSlack']);

/** What the roles name beside the bucket and the topic, as it is called in an account of these tests. */
export const namesIn = (account: string): Readonly<Record<string, string>> => ({
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'StateTable.Arn': `arn:aws:dynamodb:${region}:${account}:table/dms-auditor-state`,
  'SlackQueue.Arn': `arn:aws:sqs:${region}:${account}:slack.fifo`,
  'SlackQueueDeadLetters.Arn': `arn:aws:sqs:${region}:${account}:slack-dead-letters.fifo`,
  'StartsQueue.Arn': `arn:aws:sqs:${region}:${account}:dms-auditor-starts.fifo`,
});

/** What the packaged template lets a role do, with the names of the logical ids that it is about. */
export function packagedStatements(
  roleId: string,
  names: Readonly<Record<string, string>>,
): readonly Statement[] {
  const { Properties } = packagedTemplate().Resources[roleId] ?? {};
  const { Policies } = Properties as unknown as RoleProperties;
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Sid }) => !byLambda.has(Sid))
    .map((statement) => resolved(statement, names) as Statement);
}

/** As CloudFormation would fill it in: `Ref` and `Fn::Sub` of the given names. */
function resolved(value: unknown, names: Readonly<Record<string, string>>): unknown {
  const nameOf = (name: string): string => {
    const known = names[name];
    if (known === undefined) throw new Error(`the role names ${name}, and nobody knows what that is`);
    return known;
  };
  if (Array.isArray(value)) return value.map((each: unknown) => resolved(each, names));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return nameOf(String(value.Ref));
  if ('Fn::Sub' in value)
    return String(value['Fn::Sub']).replaceAll(/\$\{([\w.:]+)\}/g, (_, name: string) => nameOf(name));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, names)]));
}

interface LeastRole {
  readonly environment: Readonly<Record<string, string>>;
  readonly allow: (statements: readonly Statement[]) => Promise<void>;
}

/** A role with only these statements, and environment variables that carry its credentials. */
export async function makeLeastRole(
  { account, credentials, iam }: FreshAccount,
  RoleName: string,
): Promise<LeastRole> {
  // Whoever may be it is not tried: the emulator compares a session with the role that its trust names.
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const sts = new STSClient({ region, credentials });
  const assumed = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${RoleName}`,
      RoleSessionName: 'function',
    }),
  );
  const secretAccessKey = assumed.Credentials?.SecretAccessKey ?? '';
  return {
    environment: {
      AWS_ENDPOINT_URL_S3: await wayToS3(secretAccessKey),
      AWS_ACCESS_KEY_ID: assumed.Credentials?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: assumed.Credentials?.SessionToken ?? '',
      AWS_REGION: region,
    },
    allow: async (statements) => {
      const Statement = statements.filter(({ Action }) => Action.length > 0).map(asTheEmulatorChecks);
      await iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: 'least',
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
        }),
      );
    },
  };
}

/** What an emulator takes for ListBucket, as it takes all that it does not know of a bucket. */
const takenForListBucket = [
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetEncryptionConfiguration',
];

/**
 * An emulator checks an operation by its own name where IAM has another (dms:ListDataProviders), and knows the resource
 * of S3 calls alone and no condition, so that what is narrowed to a topic must be open to it.
 */
const asTheEmulatorChecks = (statement: Statement): Omit<Statement, 'Condition'> => ({
  ...{ Sid: statement.Sid, Effect: statement.Effect },
  Action: [
    ...statement.Action.flatMap((action) => [
      action,
      ...callsFor(allFacts).filter((call) => call !== action && actionFor(call) === action),
      ...(action === 'sqs:SendMessage' ? ['sqs:SendMessageBatch'] : []),
    ]),
    // All of them or none, so that each is missed.
    ...(takenForListBucket.every((action) => statement.Action.includes(action)) ? ['s3:ListBucket'] : []),
  ],
  Resource: statement.Action.every((action) => action.startsWith('s3:')) ? statement.Resource : '*',
});

/** Does something with permissions checked; whoever sets up is let do everything again after it. */
export async function withPermissions<T>(work: () => Promise<T>): Promise<T> {
  await enforcePermissions(true);
  try {
    return await work();
  } finally {
    await enforcePermissions(false);
  }
}

/** Whether the endpoint checks permissions from now on; only an emulator has such a switch. */
export async function enforcePermissions(on: boolean): Promise<boolean> {
  const address = `${process.env['AWS_ENDPOINT_URL'] ?? ''}/moto-api/reset-auth`;
  const answer = await fetch(address, { method: 'POST', body: on ? '0' : 'inf' }).catch(() => null);
  return answer?.ok ?? false;
}
