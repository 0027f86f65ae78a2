import type { X509Certificate } from '../../model/certificates.ts';
import { complete, known } from '../../model/lookup.ts';
import type { Certificate, EventSubscription } from '../../model/resources.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { account, dmsArn, frankfurt, virginia } from './parts.ts';

const certificate = (region: string, id: string, over: Partial<X509Certificate>): Certificate => ({
  type: 'AWS::DMS::Certificate',
  id,
  arn: dmsArn(region, `cert:${id.toUpperCase().replaceAll('-', '')}`),
  roles: [],
  keys: [],
  kmsKeyId: null,
  parts: [
    {
      kind: 'certificate',
      subject: 'CN=Example Insurance Root, O=Example Insurance',
      validFrom: '2020-01-01T00:00:00.000Z',
      validTo: '2040-01-01T00:00:00.000Z',
      keyType: 'rsa',
      keyBits: 4096,
      hash: 'SHA-256',
      selfSigned: true,
      ...over,
    },
  ],
  told: { validFrom: null, validTo: null, keyLength: null, signingAlgorithm: null },
});

const topicArn = (region: string): string => `arn:aws:sns:${region}:${account}:dms-events`;

const subscription = (region: string, over: Partial<EventSubscription>): EventSubscription => ({
  type: 'AWS::DMS::EventSubscription',
  id: 'migration-events',
  arn: dmsArn(region, 'es:migration-events'),
  roles: [],
  keys: [],
  topicArn: topicArn(region),
  enabled: true,
  status: 'active',
  sourceType: null,
  sourceIds: [],
  categories: [],
  ...over,
});

type Events = Pick<RegionFacts, 'topics' | 'eventRules'>;

/** A topic that lets DMS publish under a condition, and no rule of EventBridge. */
const events = (region: string, Condition: object): Events => ({
  topics: {
    [topicArn(region)]: known({
      arn: topicArn(region),
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Sid: 'dms-allow-publish',
          Effect: 'Allow',
          Principal: { Service: 'dms.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topicArn(region),
          Condition,
        },
      }),
      kmsKeyId: null,
    }),
  },
  eventRules: complete([]),
});

/** The authority of the company's databases, which was not renewed, and Amazon's. */
export const frankfurtCertificates = [
  certificate(frankfurt, 'corporate-ca', { validTo: '2026-11-20T00:00:00.000Z' }),
  certificate(frankfurt, 'amazon-root', { subject: `CN=Amazon RDS ${frankfurt} Root CA RSA2048 G1` }),
];
export const frankfurtSubscription = subscription(frankfurt, {});
export const frankfurtEvents = events(frankfurt, { StringEquals: { 'aws:SourceAccount': account } });

/** As the guide prints the policy first; and nobody hears of tasks that fail. */
export const virginiaSubscription = subscription(virginia, { sourceType: 'replication-instance' });
export const virginiaEvents = events(virginia, {});
