import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A way to S3 for whoever has this secret key: an emulator computes signatures over a key as it is, where AWS does so
 * over its encoded form (IAM User Guide, *Create a signed AWS API request*), and refuses a key with an equals sign
 * before it looks at permissions. What has such a key is signed again on the way. Gives its address.
 */
export async function wayToS3(secretAccessKey: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, secretAccessKey);
  });
  // It ends with the process.
  server.unref();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, secret: string): void {
  const { method, url = '/', headers } = incoming;
  const { hostname, port } = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');
  const authorization = url.includes('%') ? signedAsItIs(incoming, secret) : headers.authorization;
  const onward = request(
    { hostname, port, method, path: url, headers: { ...headers, authorization } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function signedAsItIs({ method = '', url = '', headers }: IncomingMessage, secret: string): string {
  const { authorization = '', 'x-amz-date': date, 'x-amz-content-sha256': hash } = headers;
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  const [path = '', query = ''] = url.split('?');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name])}`);
  const canonical = [method, decodeURIComponent(path), query, ...signed, '', names, hash].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return authorization.replace(/Signature=\w+/, `Signature=${hmac(key, text).toString('hex')}`);
}
