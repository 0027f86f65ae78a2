import type { AwsSecurityFinding } from './clients/securityhub.ts';

/** BatchImportFindings: "Findings", 1 to 100. */
const mostFindings = 100;
/** (Security Hub User Guide, *Using BatchImportFindings*: at most 6 MB; a little is left for what is around) */
const mostBytes = 5_900_000;

/** Findings in batches that Security Hub takes, in their order. */
export function batchesOf(findings: readonly AwsSecurityFinding[]): readonly AwsSecurityFinding[][] {
  const batches: AwsSecurityFinding[][] = [];
  let room = 0;
  for (const finding of findings) {
    const bytes = Buffer.byteLength(JSON.stringify(finding)) + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length === mostFindings || bytes > room) {
      batches.push([finding]);
      room = mostBytes - bytes;
    } else {
      last.push(finding);
      room -= bytes;
    }
  }
  return batches;
}
