// What the Lambda service runs in front of a handler: init, then one invocation after the other, over the Runtime API.
// (AWS Lambda Developer Guide, *Using the Lambda runtime API for custom runtimes*)
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

const post = (where, body) =>
  fetch(`${api}/${where}`, { method: 'POST', body: JSON.stringify(body ?? null) });
const described = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  stackTrace: String(error?.stack ?? '').split('\n'),
});

const dot = _HANDLER.lastIndexOf('.');
let handler;
try {
  const module = await import(pathToFileURL(path.join(LAMBDA_TASK_ROOT, `${_HANDLER.slice(0, dot)}.mjs`)));
  handler = module[_HANDLER.slice(dot + 1)];
  if (typeof handler !== 'function') throw new Error(`${_HANDLER} is no function`);
} catch (error) {
  await post('init/error', described(error));
  process.exit(1);
}

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  if (next.status !== 200) break;
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn'),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: `/aws/lambda/${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    logStreamName: 'stream',
    callbackWaitsForEmptyEventLoop: false,
    // Whatever the process takes for its time.
    getRemainingTimeInMillis: () => deadline - performance.timeOrigin - performance.now(),
  };
  try {
    await post(`invocation/${id}/response`, await handler(await next.json(), context));
  } catch (error) {
    await post(`invocation/${id}/error`, described(error));
  }
}
