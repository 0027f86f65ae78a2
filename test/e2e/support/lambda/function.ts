import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshAccount, region } from '../aws.ts';

/** What an invocation came to. */
interface Outcome {
  readonly result: unknown;
  /** What the handler threw, as the service sees it; null if it returned. */
  readonly error: { readonly errorType: string; readonly errorMessage: string } | null;
  readonly milliseconds: number;
}

interface Invocation {
  readonly event: unknown;
  readonly begun: number;
  readonly settle: (outcome: Outcome) => void;
}

/** A packaged function, unzipped and running in a Node process of its own behind a Lambda Runtime API. */
export interface RunningFunction {
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** Everything it wrote to its log so far. */
  readonly log: () => string;
  /** The most memory that its process has had, in megabytes; 0 where there is no /proc. */
  readonly peakMegabytes: () => number;
  readonly stop: () => Promise<void>;
}

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Properties?: {
          readonly Handler?: string;
          readonly FunctionName?: string;
          readonly MemorySize?: number;
        };
      }
    >
  >;
}

/** Reads the packaged template: what the function is called and which handler it has are said there alone. */
export const packagedTemplate = (): Template =>
  JSON.parse(readFileSync('.serverless/cloudformation-template-update-stack.json', 'utf8')) as Template;

/** Environment variables with the credentials of an account, as the service sets them from a function's role. */
export async function environmentOf({
  credentials,
}: FreshAccount): Promise<Readonly<Record<string, string>>> {
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken ?? '',
    AWS_REGION: region,
  };
}

/**
 * Starts `<name>.zip` of the package as the service would, with this environment beside the reserved variables,
 * and with these settings packaged, if any.
 */
export async function startFunction(
  name: 'configRule' | 'scheduledScan' | 'startRules' | 'notifySlack',
  environment: Readonly<Record<string, string>>,
  settings?: string,
): Promise<RunningFunction> {
  const root = mkdtempSync(path.join(tmpdir(), 'dms-auditor-'));
  execFileSync('unzip', ['-q', `.serverless/${name}.zip`, '-d', root]);
  if (settings !== undefined) writeFileSync(path.join(root, 'settings.yaml'), settings);
  const logicalId = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
  const {
    Handler = '',
    FunctionName = '',
    MemorySize = 128,
  } = packagedTemplate().Resources[logicalId]?.Properties ?? {};
  const queue: Invocation[] = [];
  const waiting: ((invocation: Invocation) => void)[] = [];
  const running = new Map<string, Invocation>();
  const api = await listen((request, response) => {
    void answer(request, response, { queue, waiting, running, functionName: FunctionName });
  });
  const child = spawn(
    process.execPath,
    [...heapOf(MemorySize), path.resolve('test/e2e/support/lambda/bootstrap.mjs')],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(api.address() as AddressInfo).port}`,
        LAMBDA_TASK_ROOT: root,
        _HANDLER: Handler,
        AWS_LAMBDA_FUNCTION_NAME: FunctionName,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'],
        ...(settings === undefined ? {} : { DMS_AUDITOR_SETTINGS: 'settings.yaml' }),
        ...environment,
      },
    },
  );
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  return {
    invoke: (event) => invoke(event, { queue, waiting, child, log }),
    log: () => log.join(''),
    peakMegabytes: () => peakOf(child.pid ?? 0) / 1000,
    stop: async () => {
      child.kill();
      api.closeAllConnections();
      await new Promise((resolve) => api.close(resolve));
      rmSync(root, { recursive: true });
    },
  };
}

/** How large the service lets V8's heap grow in a function of so many megabytes: /var/runtime/bootstrap of its Node. */
const heapOf = (megabytes: number): readonly string[] => [
  `--max-semi-space-size=${Math.floor(megabytes / 20)}`,
  `--max-old-space-size=${megabytes - Math.floor(megabytes / 10)}`,
];

/** The kernel's own high-water mark of a process, in kilobytes. */
export function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function invoke(
  event: unknown,
  {
    queue,
    waiting,
    child,
    log,
  }: {
    readonly queue: Invocation[];
    readonly waiting: ((next: Invocation) => void)[];
    readonly child: ChildProcess;
    readonly log: readonly string[];
  },
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`the function ended with ${code ?? 'a signal'} before it answered:\n${log.join('')}`));
    };
    child.once('exit', onExit);
    const settle = (outcome: Outcome): void => {
      child.off('exit', onExit);
      resolve(outcome);
    };
    const invocation: Invocation = { event, begun: performance.now(), settle };
    const next = waiting.shift();
    if (next === undefined) queue.push(invocation);
    else next(invocation);
  });
}

interface State {
  readonly queue: Invocation[];
  readonly waiting: ((next: Invocation) => void)[];
  readonly running: Map<string, Invocation>;
  readonly functionName: string;
}

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const { queue, waiting, running, functionName } = state;
  const [, , , , id = '', what = ''] = (request.url ?? '').split('/');
  if (request.method === 'GET') {
    const invocation = queue.shift() ?? (await new Promise<Invocation>((resolve) => waiting.push(resolve)));
    const requestId = randomUUID();
    running.set(requestId, invocation);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + 300_000),
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    });
    response.end(JSON.stringify(invocation.event));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  response.writeHead(202).end();
  const invocation = running.get(id);
  running.delete(id);
  invocation?.settle({
    result: what === 'response' ? body : null,
    error: what === 'error' ? (body as NonNullable<Outcome['error']>) : null,
    milliseconds: performance.now() - invocation.begun,
  });
}

function listen(onRequest: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(onRequest);
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
