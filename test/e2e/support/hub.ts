import {
  BatchUpdateFindingsCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { AsffFinding } from '../../../src/report/asff-finding.ts';
import type { FreshAccount } from './aws.ts';

/** A finding as Security Hub has it. */
type Kept = AsffFinding & { readonly Workflow: { readonly Status: string } };

/** AWS Security Hub of an account in a Region, switched on. */
export async function switchOnHub({ credentials }: FreshAccount, region: string) {
  const client = new SecurityHubClient({ region, credentials });
  await client.send(new EnableSecurityHubCommand({}));
  return {
    /** By their ids. */
    findings: async (): Promise<ReadonlyMap<string, Kept>> => {
      const kept = new Map<string, Kept>();
      let NextToken: string | undefined;
      do {
        const page = await client.send(new GetFindingsCommand({ MaxResults: 100, NextToken }));
        for (const finding of page.Findings ?? []) kept.set(finding.Id ?? '', finding as unknown as Kept);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return kept;
    },
    suppress: async ({ Id, ProductArn }: Pick<AsffFinding, 'Id' | 'ProductArn'>): Promise<void> => {
      await client.send(
        new BatchUpdateFindingsCommand({
          FindingIdentifiers: [{ Id, ProductArn }],
          Workflow: { Status: 'SUPPRESSED' },
        }),
      );
    },
  };
}
