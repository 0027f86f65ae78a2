import {
  CloudTrailClient,
  type CloudTrailClientConfig,
  DescribeTrailsCommand,
  GetEventDataStoreCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { type OnOperation, telling } from './operations.ts';

export type CloudTrail = ReturnType<typeof openCloudTrail>;

/** The calls of CloudTrail that collection makes: how events are recorded, and the events of one operation. */
export function openCloudTrail(config: CloudTrailClientConfig, onOperation: OnOperation) {
  const client = new CloudTrailClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    /** Trails made elsewhere for all Regions, and those of the organisation, included. */
    describeTrails: () => client.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    getTrailStatus: (Name: string) => client.send(new GetTrailStatusCommand({ Name })),
    getEventSelectors: (TrailName: string) => client.send(new GetEventSelectorsCommand({ TrailName })),
    listEventDataStores: async (NextToken: string | undefined) => {
      const answer = await client.send(new ListEventDataStoresCommand({ NextToken }));
      return { items: answer.EventDataStores, marker: answer.NextToken };
    },
    getEventDataStore: (EventDataStore: string) =>
      client.send(new GetEventDataStoreCommand({ EventDataStore })),
    /** All of one name that the event history holds. */
    lookUpEvents: async (name: string, NextToken: string | undefined) => {
      const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: name }];
      const answer = await client.send(
        new LookupEventsCommand({ LookupAttributes, MaxResults: 50, NextToken }),
      );
      return { items: answer.Events, marker: answer.NextToken };
    },
  };
}
