import type { LimitFunction } from 'p-limit';
import { known, type Lookup, type Unread, unread } from '../model/lookup.ts';
import { MalformedAnswer } from './fields.ts';

/** What is asked of AWS: the action as IAM writes it, and what it is about (null: the call lists). */
export interface Question {
  readonly call: string;
  readonly resource: string | null;
}

// Every operation waits for the run's one limiter, so no code path can exceed what a run may have in flight.

/** Asks AWS. A refusal is part of the picture and becomes data; an error of our own is thrown. */
export async function ask<T>(
  limit: LimitFunction,
  question: Question,
  send: () => Promise<T>,
): Promise<Lookup<T>> {
  try {
    return known(await limit(send));
  } catch (error) {
    return unread(unreadFrom(error, question));
  }
}

/** As `ask`, for calls whose "does not exist" is an answer: IAM's NoSuchEntity. */
export async function askIfThere<T>(
  limit: LimitFunction,
  question: Question,
  send: () => Promise<T>,
): Promise<Lookup<T | null>> {
  return knownIfAbsent(await ask(limit, question, send), /^NoSuchEntity(Exception)?$/);
}

/** As the answer, but that there is no such thing, which AWS says by an error of this code, is known to be so. */
export const knownIfAbsent = <T>(answer: Lookup<T>, absence: RegExp): Lookup<T | null> =>
  !answer.known && absence.test(answer.unread.error) ? known(null) : answer;

/** An answer that came but lacks what the API documents: our word for it, so that nobody reads it as "none". */
export const malformed = ({ call, resource }: Question): Unread => ({
  call,
  resource,
  error: 'MalformedAnswer',
  transient: false,
});

/** Why the SDK threw, or the error itself again where AWS and the network had no part in it. */
function unreadFrom(error: unknown, { call, resource }: Question): Unread {
  if (!(error instanceof Error)) throw error;
  if (error instanceof MalformedAnswer) return malformed({ call, resource });
  const network = networkCode(error);
  if (network !== null) return { call, resource, error: network, transient: passing.has(network) };
  if (builtIn.has(error.name)) {
    // The SDK attaches the response to what it throws while reading one; a body cut short ends here.
    if (!('$response' in error)) throw error;
    return { call, resource, error: 'UnreadableAnswer', transient: true };
  }
  const code = /^[\w.:-]{1,100}$/.test(error.name) ? error.name : 'UnnamedError';
  return { call, resource, error: code, transient: isTransient(error, code) };
}

/**
 * Names that JavaScript gives its own errors, and never AWS. URIError is not among them: the SDK meets it where a name
 * that people wrote holds half of a character, and that one question then has no answer.
 */
const builtIn = new Set([
  'Error',
  'TypeError',
  'SyntaxError',
  'RangeError',
  'ReferenceError',
  'EvalError',
  'AggregateError',
]);

/** Node's code of a connection that failed (the SDK renames some of these errors to TimeoutError). */
function networkCode(error: Error): string | null {
  const code = 'code' in error ? error.code : undefined;
  const misused = error instanceof TypeError || error instanceof RangeError;
  if (!misused && typeof code === 'string' && /^[A-Z][A-Z0-9_]{3,60}$/.test(code)) return code;
  return error.name === 'TimeoutError' ? error.name : null;
}

/** Failures of a network that the next try may not meet; an unknown host or certificate stays one. */
const passing = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
  'TimeoutError',
]);

/** Names under which AWS services throttle or give up (Smithy's retry specification, and the services' own). */
const throttling = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Refusals that no other try changes, whatever status a service answers them with. */
const final =
  /AccessDenied|NotAuthorized|UnauthorizedOperation|AuthFailure|UnknownOperation|NotImplemented|InvalidAction|InvalidClientToken|UnrecognizedClient|ExpiredToken|OptInRequired/;

function isTransient(error: Error, code: string): boolean {
  if (final.test(code)) return false;
  if (throttling.has(code)) return true;
  if ('$retryable' in error && error.$retryable !== undefined) return true;
  const status = statusOf(error);
  return status === 429 || (status >= 500 && status !== 501);
}

function statusOf(error: Error): number {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return 0;
  const { $metadata: metadata } = error;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : 0;
}
