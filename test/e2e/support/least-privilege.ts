import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { actionFor, allFacts, callsFor } from '../../../src/model/facts.ts';
import { type FreshAccount, region } from './aws.ts';
import { packagedTemplate } from './lambda/function.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

/** What the packaged template lets a function do; its log is the Lambda service's business and not tried. */
export function packagedStatements(
  roleId: string,
  resources: Readonly<Record<string, string>>,
): readonly Statement[] {
  const { Properties } = packagedTemplate().Resources[roleId] ?? {};
  const { Policies } = Properties as unknown as RoleProperties;
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Sid }) => Sid !== 'Log')
    .map((statement) => ({ ...statement, Resource: resolved(statement.Resource, resources) }));
}

/** A resource as CloudFormation would fill it in: `Ref` and `Fn::Sub` of the given logical ids. */
function resolved(resource: unknown, resources: Readonly<Record<string, string>>): string {
  if (typeof resource === 'string') return resource;
  if (typeof resource === 'object' && resource !== null && 'Ref' in resource)
    return resources[String(resource.Ref)] ?? '';
  if (typeof resource === 'object' && resource !== null && 'Fn::Sub' in resource) {
    return String(resource['Fn::Sub']).replaceAll(
      /\$\{([\w.]+)\}/g,
      (_, name: string) => resources[name] ?? '',
    );
  }
  throw new Error(`a resource that is not understood: ${JSON.stringify(resource)}`);
}

/** A role with only these statements, and environment variables that carry its credentials. */
export async function makeLeastRole({ account, credentials, iam }: FreshAccount): Promise<{
  readonly environment: Readonly<Record<string, string>>;
  readonly allow: (statements: readonly Statement[]) => Promise<void>;
}> {
  const RoleName = 'least';
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const sts = new STSClient({ region, credentials });
  const assumed = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${RoleName}`,
      RoleSessionName: 'function',
    }),
  );
  return {
    environment: {
      AWS_ACCESS_KEY_ID: assumed.Credentials?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: assumed.Credentials?.SecretAccessKey ?? '',
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
 * of S3 calls alone, so that what is narrowed to a topic must be open to it.
 */
const asTheEmulatorChecks = (statement: Statement): Statement => ({
  ...statement,
  Action: [
    ...statement.Action.flatMap((action) => [
      action,
      ...callsFor(allFacts).filter((call) => call !== action && actionFor(call) === action),
    ]),
    // All of them or none, so that each is missed.
    ...(takenForListBucket.every((action) => statement.Action.includes(action)) ? ['s3:ListBucket'] : []),
  ],
  Resource: statement.Action.every((action) => action.startsWith('s3:')) ? statement.Resource : '*',
});

/** Whether the endpoint checks permissions from now on; only an emulator has such a switch. */
export async function enforcePermissions(on: boolean): Promise<boolean> {
  const address = `${process.env['AWS_ENDPOINT_URL'] ?? ''}/moto-api/reset-auth`;
  const answer = await fetch(address, { method: 'POST', body: on ? '0' : 'inf' }).catch(() => null);
  return answer?.ok ?? false;
}
