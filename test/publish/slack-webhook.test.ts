import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postToSlack, type WebhookPorts } from '../../src/publish/slack-webhook.ts';

const secretPath = '/services/T0/B0/never-to-be-seen';
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const answering =
  (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end(text);
  };
const ok = answering(200, 'ok');
const closes: Answer = (_, request) => {
  request.socket.destroy();
};
const hangs: Answer = () => undefined;
const breaksOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('o');
  response.socket?.destroy();
};

/** Answers one request after the other as it is told, and keeps what it was sent. */
const requests: string[] = [];
const answers: Answer[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''} ${Buffer.concat(chunks).toString()}`);
    answers.shift()?.(response, request);
  });
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${secretPath}`;
});
beforeEach(() => {
  requests.length = 0;
  answers.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Posts; waits take no time but pass it. Gives the waits in seconds, and what was thrown. */
async function posting(given: readonly Answer[], over: Partial<WebhookPorts> = {}, remaining = 60_000) {
  answers.push(...given);
  const waits: number[] = [];
  const error = await postToSlack(
    { text: 'hello' },
    {
      address: () => Promise.resolve(address),
      wait: (milliseconds) => {
        waits.push(milliseconds / 1000);
        return Promise.resolve();
      },
      remaining: () => remaining - waits.reduce((sum, seconds) => sum + seconds * 1000, 0),
      isSlack: ({ hostname }) => hostname === '127.0.0.1',
      timeout: 100,
      ...over,
    },
  ).then(
    () => null,
    (reason: unknown) => String(reason),
  );
  return { waits, error, posts: requests.length };
}

describe('a post', () => {
  it('is JSON', async () => {
    expect(await posting([ok])).toEqual({ waits: [], error: null, posts: 1 });
    expect(requests).toEqual([`POST ${secretPath} {"text":"hello"}`]);
  });

  it.each<[string, readonly Answer[], readonly number[]]>([
    ['429', [answering(429, '', { 'retry-after': '7' }), ok], [7]],
    [
      '429 again and again',
      [1, 2, 3, 4].map((seconds) => answering(429, '', { 'retry-after': String(seconds) })).concat(ok),
      [1, 2, 3, 4],
    ],
    ['429 without a time', [answering(429, ''), ok], [5]],
    ['429 with a time that is none', [answering(429, '', { 'retry-after': '-1' }), ok], [5]],
    ['500', [answering(500, 'oops'), ok], [1]],
    ['503 and a closed connection', [answering(503, ''), closes, ok], [1, 2]],
    ['no answer in time', [hangs, ok], [1]],
    ['an answer that breaks off', [breaksOff, ok], [1]],
  ])('is taken after %s', async (_, before, waits) => {
    expect(await posting(before)).toEqual({ waits, error: null, posts: before.length });
  });

  it.each<[string, readonly Answer[], string]>([
    ['500', [1, 2, 3].map(() => answering(500, 'oops')), 'Slack answered 500, 3 times'],
    ['closed connections', [closes, closes, closes], /Slack could not be reached \([\w ]+\), 3 times/.source],
    ['no answers', [hangs, hangs, hangs], 'Slack could not be reached \\(no answer in time\\), 3 times'],
  ])('is given up after three of %s', async (_, given, message) => {
    const { error, posts, waits } = await posting(given);
    expect(error).toMatch(new RegExp(`^Error: ${message}$`));
    expect([posts, waits]).toEqual([3, [1, 2]]);
  });

  it.each([
    [400, 'invalid_payload', 'Slack answered 400 (invalid_payload)'],
    [400, 'invalid_blocks', 'Slack answered 400 (invalid_blocks)'],
    [400, 'Bad Request', 'Slack answered 400'],
    [413, '', 'Slack answered 413'],
  ])('that is refused with %i %s is refused for what is in it', async (status, text, message) => {
    const { error, posts } = await posting([answering(status, text)]);
    expect([error, posts]).toEqual([`PayloadRefused: ${message}`, 1]);
  });

  it.each([
    [400, 'user_not_found', 'Slack answered 400 (user_not_found)'],
    [404, 'no_service', 'Slack answered 404 (no_service)'],
    [410, 'channel_is_archived', 'Slack answered 410 (channel_is_archived)'],
    [403, `no: ${secretPath}`, 'Slack answered 403'],
    [302, '', 'Slack answered 302'],
  ])('that is refused with %i is not tried again', async (status, text, message) => {
    const moved = { location: 'http://127.0.0.1:1/elsewhere' };
    const { error, posts } = await posting([answering(status, text, status === 302 ? moved : {})]);
    expect([error, posts]).toEqual([`Error: ${message}`, 1]);
  });

  it('goes back where Slack’s wait is longer than the time that is left', async () => {
    const late = await posting([answering(429, '', { 'retry-after': '59' })]);
    expect(late).toEqual({
      waits: [],
      error: 'Error: Slack answered 429; no time is left to wait 59 s',
      posts: 1,
    });
    expect(await posting([], {}, 2000)).toEqual({
      waits: [],
      error: 'Error: no time is left to post to Slack',
      posts: 1,
    });
  });
});

describe('an address', () => {
  const refused = (text: string) =>
    postToSlack(
      {},
      { address: () => Promise.resolve(text), wait: () => Promise.resolve(), remaining: () => 60_000 },
    );

  it.each([
    ['of plain HTTP', `http://hooks.slack.com${secretPath}`],
    ['of another host', `https://hooks.slack.com.evil.example${secretPath}`],
    ['of a user at another host', `https://hooks.slack.com@evil.example${secretPath}`],
    ['with a user', `https://user@hooks.slack.com${secretPath}`],
    ['with a port', `https://hooks.slack.com:8443${secretPath}`],
    ['inside the network', `https://169.254.169.254${secretPath}`],
    ['that is none', secretPath],
    ['in JSON', `{"url":"https://hooks.slack.com${secretPath}"}`],
    ['that is empty', ''],
  ])('%s is not posted to, and not repeated', async (_, text) => {
    const error = await refused(text).catch(String);
    expect(error).toMatch(/^Refusal: its secret holds no address of a Slack webhook; put one/);
    expect(error).not.toContain('never-to-be-seen');
  });
});

it('no error holds the address, whatever fails', async () => {
  const failures = [
    await posting([closes, closes, closes]),
    await posting([hangs, hangs, hangs]),
    await posting([answering(404, address)]),
    await posting([], { address: () => Promise.resolve(`http://127.0.0.1:1${secretPath}`) }),
    await posting([], { address: () => Promise.resolve(`ftp://127.0.0.1${secretPath}`) }),
  ];
  for (const { error } of failures) {
    expect(error).toMatch(/^Error: /);
    expect(error).not.toMatch(/never-to-be-seen|127\.0\.0\.1/);
  }
});
