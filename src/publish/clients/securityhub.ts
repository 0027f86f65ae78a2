import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  SecurityHubClient,
  type SecurityHubClientConfig,
} from '@aws-sdk/client-securityhub';

export type SecurityHub = ReturnType<typeof openSecurityHub>;
export type { AwsSecurityFinding };

/** The one call of AWS Security Hub that importing findings takes. */
export function openSecurityHub(config: SecurityHubClientConfig) {
  const client = new SecurityHubClient(config);
  return {
    importFindings: async (Findings: AwsSecurityFinding[]) =>
      (await client.send(new BatchImportFindingsCommand({ Findings }))).FailedFindings ?? [],
  };
}
