import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';

/** Traces of a function in AWS X-Ray. What it answers is never part of them. */
export const tracingOf = (serviceName: string) =>
  captureLambdaHandler(new Tracer({ serviceName, enabled: true }), { captureResponse: false });
