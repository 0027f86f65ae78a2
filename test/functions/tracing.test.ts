import { createSocket } from 'node:dgram';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import middy from '@middy/core';
import { afterAll, expect, it, vi } from 'vitest';
import { postToSlack } from '../../src/publish/slack-webhook.ts';
import { context, lambdaEnvironment } from './support.ts';

/** What the daemon of AWS X-Ray is sent. (AWS X-Ray Developer Guide, *Sending trace data*) */
const traces: string[] = [];
const daemon = createSocket('udp4').on('message', (message) => traces.push(message.toString()));
await new Promise<void>((resolve) => {
  daemon.bind(0, '127.0.0.1', resolve);
});
const server = createServer((_, response) => response.end('ok'));
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;

lambdaEnvironment({
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
  LAMBDA_TASK_ROOT: '/var/task',
  _HANDLER: 'index.handler',
  // A wish that would put every address into the traces.
  POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'true',
  _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1',
});
// The daemon's address is read when the module is.
const { openTelemetry } = await import('../../src/publish/telemetry.ts');

afterAll(() => {
  vi.unstubAllEnvs();
  daemon.close();
  server.close();
});

it('traces a run, and no address that it reaches: a webhook’s is secret', async () => {
  const { middlewares } = await openTelemetry('notify-slack', { functionName: 'function', tracing: true });
  const handler = middy(async () => {
    await postToSlack(
      { text: 'hello' },
      {
        address: () => Promise.resolve(`${base}/services/T0/B0/never-to-be-seen`),
        wait: () => Promise.resolve(),
        remaining: () => 60_000,
        isSlack: () => true,
      },
    );
    await new Promise((resolve) => {
      get(`${base}/also-never-to-be-seen`, (response) => response.resume().on('end', resolve));
    });
  }).use(middlewares);
  await handler({}, context);
  await vi.waitFor(() => {
    expect(traces.join('\n')).toContain('"name":"## index.handler"');
  });
  expect(traces.join('\n')).not.toMatch(/never-to-be-seen|127\.0\.0\.1/);
});
