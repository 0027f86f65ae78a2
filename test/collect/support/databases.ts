import { DescribeEndpointsCommand } from '@aws-sdk/client-database-migration-service';
import type { Database, DatabaseType } from '../../../src/model/databases.ts';
import type { Listing } from '../../../src/model/lookup.ts';
import { anAws, collect } from './aws.ts';

/** An AWS whose endpoints name these hosts, and which has no database but what a test adds. */
export function withHosts(...hosts: readonly string[]) {
  const aws = anAws();
  aws.dms.on(DescribeEndpointsCommand).resolves({
    Endpoints: hosts.map((ServerName, index) => ({
      EndpointIdentifier: `e${index}`,
      EndpointArn: `arn:aws:dms:eu-west-1:111122223333:endpoint:E${index}`,
      EngineName: 'postgres',
      ServerName,
      Username: 'hostile-user',
    })),
  });
  return aws;
}

/** The databases that are found of these types. */
export async function found(...types: readonly DatabaseType[]): Promise<readonly Listing<Database>[]> {
  const { databases } = (await collect({ facts: new Set(['databases']) })).regions['eu-west-1'] ?? {};
  return types.map((type) => {
    const listing = databases?.[type];
    if (listing === undefined) throw new Error(`nothing was collected of ${type}`);
    return listing;
  });
}

type Service = keyof ReturnType<typeof anAws>;

/** What was asked of a service: operation and input. */
export const askedOf = (aws: ReturnType<typeof anAws>, service: Service) =>
  aws[service]
    .calls()
    .map(({ args: [{ constructor, input }] }) => [constructor.name.replace(/Command$/, ''), input] as const);

export const rds = (tail: string): string => `${tail}.eu-west-1.rds.amazonaws.com`;
