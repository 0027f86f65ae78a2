import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request at Slack: answered, or its connection closed. */
export type Answer = (response: ServerResponse) => void;

export const answers =
  (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end(text);
  };
export const closes: Answer = (response) => {
  response.socket?.destroy();
};

interface Slack {
  /** What the next requests get; after these each is taken. */
  readonly next: (...given: readonly Answer[]) => void;
  /** Each request: its path, and what was posted. */
  readonly requests: { readonly path: string; readonly body: string }[];
  /** Environment of a process whose requests to Slack come here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** Sends what is meant for Slack to loopback: a packaged function posts to Slack's own hosts alone. */
const redirect = (port: number): string => `
  const own = globalThis.fetch;
  globalThis.fetch = (to, init) => {
    const { host, pathname } = new URL(to);
    return own(host === 'hooks.slack.com' ? 'http://127.0.0.1:${port}' + pathname : to, init);
  };`;

/** Slack's end of a webhook, on loopback. */
export async function aSlack(): Promise<Slack> {
  const requests: { readonly path: string; readonly body: string }[] = [];
  const given: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      (given.shift() ?? answers(200, 'ok'))(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const program = `data:text/javascript,${encodeURIComponent(redirect(port))}`;
  return {
    next: (...more) => given.push(...more),
    requests,
    environment: { NODE_OPTIONS: `--import ${program}` },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
