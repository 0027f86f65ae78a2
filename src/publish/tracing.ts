import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';

/**
 * Traces of a function in AWS X-Ray. What it answers is never part of them, and neither are the addresses that it
 * reaches: whoever knows a webhook's can post.
 */
export const tracingOf = (serviceName: string) =>
  captureLambdaHandler(new Tracer({ serviceName, enabled: true, captureHTTPsRequests: false }), {
    captureResponse: false,
  });
