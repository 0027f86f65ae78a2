import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openS3Control } from '../../src/collect/clients/s3-control.ts';
import { createClients } from '../../src/collect/clients.ts';
import { account } from './support/answers.ts';

describe('the client that asks S3 about an account', () => {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['127.0.0.1', 'localhost'])(
    'asks %s by its own name, for no account goes before it',
    async (host) => {
      const asked: unknown[] = [];
      const server = createServer((request, response) => {
        asked.push([request.method, request.url, request.headers['x-amz-account-id']]);
        response.setHeader('content-type', 'text/xml');
        response.end(
          '<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls></PublicAccessBlockConfiguration>',
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      vi.stubEnv('AWS_ENDPOINT_URL', `http://${host}:${String((server.address() as AddressInfo).port)}`);
      try {
        const s3control = await createClients({ credentials, region: 'eu-west-1' }).s3control();
        const answer = await s3control.getPublicAccessBlock(account);
        expect(answer.PublicAccessBlockConfiguration?.IgnorePublicAcls).toBe(true);
        expect(asked).toEqual([['GET', '/v20180820/configuration/publicAccessBlock', account]]);
      } finally {
        server.close();
      }
    },
  );

  it('asks AWS, and what stands in for it under a name, by the account', async () => {
    const hosts: unknown[] = [];
    const handle = ({ hostname }: { readonly hostname: string }) => {
      hosts.push(hostname);
      return Promise.reject(new Error('not sent'));
    };
    const asking = (endpoint?: string) =>
      openS3Control(
        {
          ...{ credentials, region: 'eu-west-1', maxAttempts: 1, requestHandler: { handle } },
          ...(endpoint === undefined ? {} : { endpoint }),
        },
        () => undefined,
      ).getPublicAccessBlock(account);
    await expect(asking()).rejects.toThrow('not sent');
    await expect(asking('https://control.vpce-1.s3.eu-west-1.vpce.amazonaws.com')).rejects.toThrow(
      'not sent',
    );
    expect(hosts).toEqual([
      `${account}.s3-control.eu-west-1.amazonaws.com`,
      `${account}.control.vpce-1.s3.eu-west-1.vpce.amazonaws.com`,
    ]);
  });
});
