import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import schema from '../../schemas/result.schema.json' with { type: 'json' };
import type { Result } from '../../src/model/result.ts';
import { makeBucket, makeTopic } from './support/account-services.ts';
import { freshAccount, region } from './support/aws.ts';
import { judged } from './support/command.ts';
import { buildEstate } from './support/estate.ts';
import { environmentOf, startFunction } from './support/lambda/function.ts';

const event = { source: 'aws.scheduler' };

describe('scheduled-scan, as it is packaged', () => {
  const fresh = freshAccount();
  let results: Awaited<ReturnType<typeof makeBucket>>;
  let topic: Awaited<ReturnType<typeof makeTopic>>;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await buildEstate(fresh);
    results = await makeBucket(fresh);
    topic = await makeTopic(fresh);
    environment = {
      ...(await environmentOf(fresh)),
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: results.bucket,
      DMS_AUDITOR_TOPIC_ARN: topic.arn,
    };
  });
  afterAll(() => {
    topic.close();
  });

  it('stores the result that the command line gives, and tells what it found', async () => {
    const lambda = await startFunction('scheduledScan', environment);
    const { error } = await lambda.invoke(event);
    await lambda.stop();
    expect(error).toBeNull();
    const objects = Object.entries(await results.objects());
    const history = new RegExp(`^results/${fresh.account}/\\d{4}/\\d\\d/\\d\\d/.+\\.json\\.gz$`);
    const stored = objects.filter(([key]) => history.test(key));
    expect(stored).toHaveLength(1);
    const text = stored[0]?.[1] ?? '';
    expect(Object.fromEntries(objects)[`results/${fresh.account}/latest.json.gz`]).toBe(text);
    expect(Object.keys(Object.fromEntries(objects))).toContain(`snapshots/${fresh.account}/latest.json.gz`);
    const result = JSON.parse(text) as Result;
    expect(new Ajv({ strict: false }).validate(schema, result)).toBe(true);
    const direct = await judged([
      '--role-arn',
      fresh.roleArn,
      '--regions',
      region,
      '--rules',
      result.scope.rules.join(),
    ]);
    expect(result.findings).toEqual(direct.findings);

    const received = topic.received();
    expect(received).toHaveLength(1);
    const [{ Message, Subject } = { Message: '', Subject: '' }] = received;
    expect(Subject).toContain(fresh.account);
    expect(Message).toContain('instance-is-private');
    expect(Message).toContain('careless');
    expect(`${text}${Message}${lambda.log()}`).not.toMatch(/never-to-be-seen|somebody/);
  });

  it.each(['DMS_AUDITOR_RESULTS_BUCKET', 'DMS_AUDITOR_TOPIC_ARN'])(
    'without %s says so and leaves nothing half-done',
    async (name) => {
      const before = Object.keys(await results.objects());
      const lambda = await startFunction('scheduledScan', { ...environment, [name]: '' });
      await lambda.invoke(event);
      await lambda.stop();
      expect(lambda.log().match(new RegExp(`"level":"ERROR"[^\n]*${name}`, 'g'))).toHaveLength(1);
      expect(Object.keys(await results.objects())).toEqual(before);
    },
  );
});
