import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { ACCOUNT, REGION } from '../support/builders.ts';

/** What AWS Lambda sets, and nothing of the machine's own. */
export function lambdaEnvironment(over: Readonly<Record<string, string>> = {}): void {
  const environment = {
    AWS_LAMBDA_FUNCTION_NAME: 'function',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Wishes that would put the event, and so the result token, into the log.
    POWERTOOLS_LOGGER_LOG_EVENT: 'true',
    ...over,
  };
  for (const name of ['AWS_PROFILE', 'AWS_ENDPOINT_URL', 'POWERTOOLS_DEV']) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

export const context = {
  awsRequestId: 'request-1',
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:function`,
  memoryLimitInMB: '512',
  logGroupName: '/aws/lambda/function',
  logStreamName: 'stream',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => 300_000,
} as unknown as Context;

/** Answers who asks. */
export function knownCaller() {
  const sts = mockClient(STSClient);
  sts.on(GetCallerIdentityCommand).resolves({
    Account: ACCOUNT,
    Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/role/function`,
  });
  return sts;
}

type Line = Readonly<Record<string, unknown>>;

/** What a run writes: its log, and the metrics in it. */
export async function observed(run: () => Promise<unknown>): Promise<{
  readonly text: string;
  readonly log: readonly Line[];
  readonly metrics: readonly Line[];
  readonly error: unknown;
}> {
  const written: string[] = [];
  const keep = (chunk: unknown): boolean => {
    written.push(String(chunk));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  const error = await run().then(
    () => null,
    (reason: unknown) => reason,
  );
  for (const spy of spies) spy.mockRestore();
  const text = written.join('');
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  return {
    text,
    log: lines.filter((line) => 'level' in line),
    metrics: lines.filter((line) => '_aws' in line),
    error,
  };
}
