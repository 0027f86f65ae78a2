import { allFacts, callsFor } from '../src/model/facts.ts';

/**
 * Operations that IAM authorizes by another action than their own name (Service Authorization Reference,
 * AWS DMS: there is dms:ListDataProviders and no dms:DescribeDataProviders).
 */
const authorizedBy: Readonly<Record<string, string>> = {
  'dms:DescribeDataProviders': 'dms:ListDataProviders',
  'dms:DescribeInstanceProfiles': 'dms:ListInstanceProfiles',
  'dms:DescribeMigrationProjects': 'dms:ListMigrationProjects',
};

/** The least that whoever scans or collects must be allowed: what the collectors call, and which Regions there are. */
export function readerPolicy(): string {
  const actions = new Set(
    ['account:ListRegions', ...callsFor(allFacts)].flatMap((call) => [
      call,
      ...(call in authorizedBy ? [authorizedBy[call]] : []),
    ]),
  );
  const statement = { Sid: 'DmsAuditorReads', Effect: 'Allow', Action: [...actions].sort(), Resource: '*' };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)}\n`;
}
