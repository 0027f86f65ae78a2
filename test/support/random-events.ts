import fc from 'fast-check';
import type { CertificatePart } from '../../src/model/certificates.ts';
import {
  complete,
  cutShort,
  known,
  type Listing,
  type Lookup,
  type Table,
  type Unread,
  unread,
} from '../../src/model/lookup.ts';
import type { Certificate, EventSubscription } from '../../src/model/resources.ts';
import type { EventRule, Topic } from '../../src/model/topics.ts';
import { ACCOUNT, FOREIGN, policy } from './builders.ts';
import { anX509Certificate, aToldCertificate } from './certificate-builders.ts';
import { anEventRule, aTopic, defaultTopicStatement, topicArn, topicStatement } from './topic-builders.ts';

// Certificates, topics and rules of all sorts, in part unread already.

const denied = (call: string): Unread => ({ call, resource: null, error: 'AccessDenied', transient: false });

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 6, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(unread(denied(call))) },
  );

const part: fc.Arbitrary<CertificatePart> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record(
        {
          validTo: fc.constantFrom('2028-01-01T00:00:00.000Z', '2026-11-10T00:00:00.000Z'),
          keyBits: fc.constantFrom(2048, 2048, 1024, null),
          hash: fc.constantFrom('SHA-256', 'SHA-256', 'SHA-1', null),
          selfSigned: fc.boolean(),
        },
        { noNullPrototype: true },
      )
      .map(anX509Certificate),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<CertificatePart>({ kind: 'private-key' }, { kind: 'unreadable' }),
  },
);

export const certificateParts: fc.Arbitrary<Pick<Certificate, 'parts' | 'told'>> = fc.record(
  {
    parts: fc.option(fc.array(part, { minLength: 1, maxLength: 2 }), { nil: null, freq: 5 }),
    told: fc.constantFrom(aToldCertificate(), aToldCertificate({ validTo: '2026-01-02T00:00:00.000Z' })),
  },
  { noNullPrototype: true },
);

const topicNames = ['dms-events', 'gone'];

export const subscriptionParts = (region: string): fc.Arbitrary<Partial<EventSubscription>> =>
  fc.record(
    {
      topicArn: fc.oneof(
        { weight: 8, arbitrary: fc.constant(topicArn('dms-events', ACCOUNT, region)) },
        { weight: 1, arbitrary: fc.constantFrom(topicArn('gone', ACCOUNT, region), null) },
      ),
      enabled: fc.oneof(
        { weight: 8, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constantFrom(false, null) },
      ),
      status: fc.oneof(
        { weight: 8, arbitrary: fc.constant('active') },
        { weight: 1, arbitrary: fc.constantFrom('no-permission', 'odd', null) },
      ),
      sourceType: fc.constantFrom(null, 'replication-instance', 'replication-task'),
      sourceIds: fc.constantFrom<readonly string[]>([], [], ['instance-1-0', 'task-1-1']),
      categories: fc.constantFrom<readonly string[]>([], ['failure'], ['creation']),
    },
    { noNullPrototype: true },
  );

const statement = (arn: string) =>
  fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Principal: fc.constantFrom<unknown>({ Service: 'dms.amazonaws.com' }, '*', {
        Service: 'events.amazonaws.com',
      }),
      Condition: fc.constantFrom(
        {},
        { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        { StringEquals: { 'aws:SourceAccount': FOREIGN } },
        { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:es:*` } },
        { StringEquals: { 'aws:SourceOrgID': 'o-1' } },
        { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
      ),
    })
    .map((over) => topicStatement({ ...over, Resource: arn }));

const topicPolicies = (arn: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(policy(topicStatement({ Resource: arn }))) },
    {
      weight: 4,
      arbitrary: fc.array(statement(arn), { minLength: 1, maxLength: 2 }).map((all) => policy(...all)),
    },
    { weight: 2, arbitrary: fc.constant(policy(defaultTopicStatement({ Resource: arn }))) },
    { weight: 1, arbitrary: fc.constant('not JSON') },
  );

const topicOf = (arn: string): fc.Arbitrary<Topic> =>
  fc
    .record({ policy: topicPolicies(arn), kmsKeyId: fc.constantFrom(null, null, null, 'own', 'alias/own') })
    .map((over) => aTopic({ ...over, arn }));

const patterns: readonly object[] = [
  { source: ['aws.dms'] },
  { source: ['aws.dms'], detail: { category: ['Failure'] } },
  { source: ['aws.dms'], 'detail-type': ['DMS Replication Task State Change'] },
  { source: ['aws.dms'], detail: { eventType: ['REPLICATION_TASK_STARTED'] } },
  { account: [ACCOUNT] },
];

const eventRules: fc.Arbitrary<readonly EventRule[]> = fc
  .array(
    fc.record({
      pattern: fc.constantFrom(...patterns),
      state: fc.constantFrom('ENABLED', 'ENABLED', 'DISABLED', null),
      targets: lookupOf(fc.constantFrom(0, 1), 'events:ListTargetsByRule'),
    }),
    { maxLength: 2 },
  )
  .map((all) => all.map((over, index) => anEventRule({ ...over, name: `rule-${index}` })));

interface RandomEvents {
  readonly topics: Table<Topic | null>;
  readonly eventRules: Listing<EventRule>;
}

/** The answers about the topics that subscriptions of a Region may name, and the rules of its default bus. */
export function randomEvents(region: string): fc.Arbitrary<RandomEvents> {
  const tables = topicNames.map((name) => {
    const arn = topicArn(name, ACCOUNT, region);
    const topic = name === 'gone' ? fc.constant(null) : topicOf(arn);
    return [arn, lookupOf<Topic | null>(topic, 'sns:GetTopicAttributes')] as const;
  });
  return fc.record(
    {
      topics: fc.record(Object.fromEntries(tables), { noNullPrototype: true }),
      eventRules: fc.oneof(
        { weight: 6, arbitrary: eventRules.map((all): Listing<EventRule> => complete(all)) },
        { weight: 1, arbitrary: eventRules.map((all) => cutShort(all, denied('events:ListRules'))) },
      ),
    },
    { noNullPrototype: true },
  );
}
