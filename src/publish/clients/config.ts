import {
  type ComplianceType,
  ConfigServiceClient,
  type ConfigServiceClientConfig,
  GetComplianceDetailsByConfigRuleCommand,
  ListDiscoveredResourcesCommand,
  PutEvaluationsCommand,
  type PutEvaluationsRequest,
  type ResourceType,
} from '@aws-sdk/client-config-service';

export type Config = ReturnType<typeof openConfig>;

/** What is reported of; NOT_APPLICABLE ones have been withdrawn and need no second word. */
const reported: ComplianceType[] = ['COMPLIANT', 'NON_COMPLIANT'];

/** The calls of AWS Config that a rule's function makes. */
export function openConfig(config: ConfigServiceClientConfig) {
  const client = new ConfigServiceClient(config);
  return {
    putEvaluations: async (request: PutEvaluationsRequest) =>
      (await client.send(new PutEvaluationsCommand(request))).FailedEvaluations ?? [],
    complianceDetails: async (ConfigRuleName: string, NextToken: string | undefined) => {
      const answer = await client.send(
        new GetComplianceDetailsByConfigRuleCommand({
          ConfigRuleName,
          ComplianceTypes: reported,
          Limit: 100,
          NextToken,
        }),
      );
      return { results: answer.EvaluationResults ?? [], nextToken: answer.NextToken };
    },
    discovered: async (type: string, nextToken: string | undefined) => {
      // AWS Config records types that the SDK's list lacks.
      const resourceType = type as ResourceType;
      const answer = await client.send(
        new ListDiscoveredResourcesCommand({ resourceType, limit: 100, nextToken }),
      );
      return { resources: answer.resourceIdentifiers ?? [], nextToken: answer.nextToken };
    },
  };
}
