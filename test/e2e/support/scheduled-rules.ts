import {
  ConfigServiceClient,
  DescribeConfigRuleEvaluationStatusCommand,
  PutConfigRuleCommand,
} from '@aws-sdk/client-config-service';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { FreshAccount } from './aws.ts';

/** The AWS Config rules of an account that its function config-rule evaluates on a schedule, in any Region. */
interface ScheduledRules {
  /** The name of that function. */
  readonly functionName: string;
  /** Makes one for a rule of ours; AWS Config calls it as that rule if nothing else is said. */
  readonly make: (region: string, rule: string, name?: string) => Promise<void>;
  /** When each rule of a Region was last started; null: never. */
  readonly startsIn: (region: string) => Promise<Readonly<Record<string, number | null>>>;
}

export function scheduledRulesOf(fresh: FreshAccount): ScheduledRules {
  const functionName = 'dms-auditor-e2e-config-rule';
  const functions = new Map<string, Promise<string>>();
  const configOf = (region: string) => new ConfigServiceClient({ region, credentials: fresh.credentials });
  const functionIn = (region: string): Promise<string> => {
    const made = functions.get(region) ?? makeFunction(fresh, region, functionName);
    functions.set(region, made);
    return made;
  };
  return {
    functionName,
    make: async (region, rule, name = rule) => {
      await configOf(region).send(
        new PutConfigRuleCommand({
          ConfigRule: {
            ConfigRuleName: name,
            InputParameters: JSON.stringify({ rule }),
            Source: {
              Owner: 'CUSTOM_LAMBDA',
              SourceIdentifier: await functionIn(region),
              SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
            },
          },
        }),
      );
    },
    startsIn: async (region) => {
      const { ConfigRulesEvaluationStatus = [] } = await configOf(region).send(
        new DescribeConfigRuleEvaluationStatusCommand({}),
      );
      return Object.fromEntries(
        ConfigRulesEvaluationStatus.map(({ ConfigRuleName = '', LastSuccessfulInvocationTime: last }) => [
          ConfigRuleName,
          last?.getTime() ?? null,
        ]),
      );
    },
  };
}

/** AWS Config takes no rule whose function is not there. The endpoint tells the account by the key; it checks no signature. */
async function makeFunction(
  { iam, credentials }: FreshAccount,
  region: string,
  FunctionName: string,
): Promise<string> {
  const RoleName = `${FunctionName}-${region}`;
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}' }));
  const { accessKeyId, sessionToken } = await credentials();
  const response = await fetch(`${process.env['AWS_ENDPOINT_URL'] ?? ''}/2015-03-31/functions`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261101/${region}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-security-token': sessionToken ?? '',
    },
    body: JSON.stringify({
      ...{ FunctionName, Role: Role?.Arn, Runtime: 'nodejs24.x', Handler: 'index.handler' },
      // An empty archive.
      Code: { ZipFile: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
    }),
  });
  const answer = (await response.json()) as { readonly FunctionArn?: string };
  if (answer.FunctionArn === undefined) throw new Error(`no function was made: ${JSON.stringify(answer)}`);
  return answer.FunctionArn;
}
