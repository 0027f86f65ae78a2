import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openDms } from '../../src/collect/clients/dms.ts';
import { type Call, createClients, createLimit, maxInFlight } from '../../src/collect/clients.ts';
import { someClients } from './support/aws.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };

/** Answers without a network: a server error first, then an empty list. */
function flaky() {
  let attempts = 0;
  const answer = (statusCode: number, body: string) => ({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: Readable.from([body]),
    },
  });
  return {
    attempts: () => attempts,
    handle: () => {
      attempts += 1;
      return Promise.resolve(attempts === 1 ? answer(500, '{}') : answer(200, '{"Endpoints":[]}'));
    },
  };
}

describe('clients', () => {
  it('make one client a Region', async () => {
    const clients = someClients();
    const [first, again, other] = await Promise.all(['eu-west-1', 'eu-west-1', 'us-east-1'].map(clients.dms));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(await clients.iam()).toBe(await clients.iam());
    expect(await clients.account()).toBe(await clients.account());
  });

  it('share a limit that they are given', () => {
    const limit = createLimit();
    const clients = createClients({ credentials, region: 'eu-west-1', limit });
    expect(clients.limit).toBe(limit);
    expect(limit.concurrency).toBe(maxInFlight);
  });

  it('count nothing before anything is asked', () => {
    expect(someClients().calls).toBe(0);
  });

  it('count and tell an operation that cannot even be signed', async () => {
    const told: Call[] = [];
    const clients = createClients({
      credentials: () => Promise.reject(new Error('no credentials')),
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:9',
      onCall: (call) => told.push(call),
    });
    await expect((await clients.sts()).getCallerIdentity()).rejects.toThrow('no credentials');
    expect(clients.calls).toBe(1);
    expect(told).toEqual([{ service: 'sts', operation: 'GetCallerIdentity', region: 'eu-west-1' }]);
  });

  it('tell an operation once, however often it is tried', async () => {
    const told: string[] = [];
    const requestHandler = flaky();
    const dms = openDms({ credentials, region: 'eu-west-1', requestHandler }, (name) => told.push(name));
    expect(await dms.list.endpoints(undefined)).toEqual({ items: [], marker: undefined });
    expect(requestHandler.attempts()).toBe(2);
    expect(told).toEqual(['DescribeEndpoints']);
  });
});
