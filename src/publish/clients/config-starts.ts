import {
  ConfigServiceClient,
  type ConfigServiceClientConfig,
  DescribeConfigRulesCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';

export type ConfigStarts = ReturnType<typeof openConfigStarts>;

/** A Region that does not answer must not cost the time in which rules of others are started. */
const soon = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** The calls of AWS Config that starting rules takes. */
export function openConfigStarts(config: ConfigServiceClientConfig) {
  const listing = new ConfigServiceClient({ ...config, ...soon });
  // That a rule was started a minute ago is LimitExceededException, which the SDK takes for throttling and waits out;
  // here the queue does.
  const starting = new ConfigServiceClient({ ...config, ...soon, retryMode: 'standard', maxAttempts: 1 });
  return {
    rules: async (NextToken: string | undefined) => {
      const answer = await listing.send(new DescribeConfigRulesCommand({ NextToken }));
      return { rules: answer.ConfigRules ?? [], nextToken: answer.NextToken };
    },
    start: (ConfigRuleNames: string[]) =>
      starting.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames })),
  };
}
