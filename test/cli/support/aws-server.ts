import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';
import { ACCOUNT } from '../../support/builders.ts';

/** How STS answers GetCallerIdentity: with who asks, or with this error code. */
interface Answers {
  readonly identity: 'known' | { readonly status: number; readonly code: string };
  /** Region status by name; null: ListRegions is denied. */
  readonly regions: Readonly<Record<string, string>> | null;
}

/** Stands in for AWS on the loopback address: it says who asks and which Regions there are, and denies all else. */
export function awsServer(answers: Answers): {
  readonly environment: () => Readonly<Record<string, string>>;
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void respond(request, response, answers, asked);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const environment = () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: secret,
    };
  };
  return { environment, asked };
}

/** What must appear in no output. */
export const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { identity, regions }: Answers,
  asked: string[],
): Promise<void> {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  const operation =
    typeof target === 'string'
      ? target.replace(/^.*\./, '')
      : (new URLSearchParams(body).get('Action') ?? request.url ?? '');
  asked.push(operation);
  const send = (status: number, type: string, content: string): void => {
    response.writeHead(status, { 'content-type': type }).end(content);
  };
  const json = 'application/x-amz-json-1.1';
  if (operation === 'GetCallerIdentity') {
    if (identity === 'known') send(200, 'text/xml', whoAsks);
    else send(identity.status, 'text/xml', refusal(identity.code));
  } else if (operation === '/listRegions' && regions !== null) {
    const list = Object.entries(regions).map(([RegionName, RegionOptStatus]) => ({
      RegionName,
      RegionOptStatus,
    }));
    send(200, 'application/json', JSON.stringify({ Regions: list }));
  } else if (operation === '/listRegions' || target !== undefined) {
    response.setHeader('x-amzn-errortype', 'AccessDeniedException');
    send(400, json, JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
  } else send(403, 'text/xml', refusal('AccessDenied'));
}

const whoAsks = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${ACCOUNT}:user/auditor</Arn><UserId>AIDAEXAMPLE</UserId><Account>${ACCOUNT}</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

const refusal = (
  code: string,
): string => `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>refused</Message></Error>
<RequestId>1</RequestId></ErrorResponse>`;
