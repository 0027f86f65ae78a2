import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  ConfigServiceClient,
  type EvaluationResult,
  GetComplianceDetailsByConfigRuleCommand,
  PutConfigRuleCommand,
} from '@aws-sdk/client-config-service';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type FreshAccount, region } from './aws.ts';

/** A rule of AWS Config in the account, so that its evaluations are kept. */
export async function makeConfigRule({ credentials }: FreshAccount, ConfigRuleName: string): Promise<void> {
  const config = new ConfigServiceClient({ region, credentials });
  const Source = { Owner: 'AWS', SourceIdentifier: 'DMS_REPLICATION_NOT_PUBLIC' } as const;
  await config.send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName, Source } }));
}

/** What AWS Config holds for a rule, one line an evaluation: `type id: COMPLIANCE`. */
export const evaluationsOf = async (fresh: FreshAccount, rule: string): Promise<readonly string[]> =>
  (await resultsOf(fresh, rule))
    .map(({ EvaluationResultIdentifier, ComplianceType }) => {
      const { ResourceType, ResourceId } = EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
      return `${ResourceType ?? ''} ${ResourceId ?? ''}: ${ComplianceType ?? ''}`;
    })
    .sort();

/** What AWS Config shows beside these evaluations. */
export const annotationsOf = async (fresh: FreshAccount, rule: string): Promise<readonly string[]> =>
  (await resultsOf(fresh, rule)).map(({ Annotation }) => Annotation ?? '');

async function resultsOf(
  { credentials }: FreshAccount,
  ConfigRuleName: string,
): Promise<readonly EvaluationResult[]> {
  const config = new ConfigServiceClient({ region, credentials });
  const results: EvaluationResult[] = [];
  let NextToken: string | undefined;
  do {
    const page = await config.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName, NextToken }),
    );
    results.push(...(page.EvaluationResults ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return results;
}

interface Results {
  readonly bucket: string;
  /** Texts of the objects whose keys begin so, by key; compressed ones unpacked. */
  readonly objects: (prefix?: string) => Promise<Readonly<Record<string, string>>>;
  readonly empty: () => Promise<void>;
}

export async function makeBucket({ account, credentials }: FreshAccount): Promise<Results> {
  const s3 = new S3Client({ region, credentials, forcePathStyle: true });
  const bucket = `results-${account}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const keys = async (Prefix: string): Promise<readonly string[]> => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return (Contents ?? []).map(({ Key = '' }) => Key);
  };
  return {
    bucket,
    empty: async () => {
      for (const Key of await keys('')) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
    objects: async (prefix = '') => {
      const texts = (await keys(prefix)).map(async (Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return [Key, (Key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString()] as const;
      });
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}

interface Notification {
  readonly Subject?: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

interface Topic {
  readonly arn: string;
  readonly received: () => readonly Notification[];
  readonly close: () => void;
}

/** A topic with a subscriber on loopback. */
export async function makeTopic({ credentials }: FreshAccount): Promise<Topic> {
  const sns = new SNSClient({ region, credentials });
  const received: Notification[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'findings' }));
  const { port } = server.address() as AddressInfo;
  const Endpoint = `http://127.0.0.1:${port}/`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
  return {
    arn: TopicArn,
    received: () => received.filter(({ Message }) => !Message.includes('SubscribeURL')),
    close: () => server.close(),
  };
}
