import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { ask, askIfThere } from '../../src/collect/ask.ts';
import { MalformedAnswer } from '../../src/collect/fields.ts';
import { known, unread } from '../../src/model/lookup.ts';
import { awsError } from './support/answers.ts';

const limit = pLimit(1);
const question = { call: 'dms:DescribeEndpoints', resource: null };
const asked = (error: unknown) => ask(limit, question, () => Promise.reject(error as Error));
const nodeError = (code: string, name = 'Error'): Error => Object.assign(new Error(code), { code, name });
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
const whileReading = (error: Error): Error => Object.assign(error, { $response: {}, ...status(200) });

const refusals: readonly {
  readonly name: string;
  readonly error: Error;
  readonly code: string;
  readonly transient: boolean;
}[] = [
  {
    name: 'access denied',
    error: awsError('AccessDeniedException'),
    code: 'AccessDeniedException',
    transient: false,
  },
  {
    name: 'access denied as IAM says it',
    error: awsError('AccessDenied', status(403)),
    code: 'AccessDenied',
    transient: false,
  },
  {
    name: 'a Region that is not enabled',
    error: awsError('UnrecognizedClientException'),
    code: 'UnrecognizedClientException',
    transient: false,
  },
  {
    name: 'an expired token',
    error: awsError('ExpiredTokenException', { $retryable: {} }),
    code: 'ExpiredTokenException',
    transient: false,
  },
  {
    name: 'an unknown operation, even at 500',
    error: awsError('UnknownOperationException', status(500)),
    code: 'UnknownOperationException',
    transient: false,
  },
  { name: 'not implemented', error: awsError('Unknown', status(501)), code: 'Unknown', transient: false },
  {
    name: 'a filter without a match',
    error: awsError('ResourceNotFoundFault'),
    code: 'ResourceNotFoundFault',
    transient: false,
  },
  {
    name: 'throttling',
    error: awsError('ThrottlingException'),
    code: 'ThrottlingException',
    transient: true,
  },
  {
    name: 'throttling of the query protocol',
    error: awsError('Throttling'),
    code: 'Throttling',
    transient: true,
  },
  {
    name: 'a name that no request can hold',
    error: new URIError('URI malformed'),
    code: 'URIError',
    transient: false,
  },
  { name: '429 under another name', error: awsError('Busy', status(429)), code: 'Busy', transient: true },
  {
    name: 'what the model marks as retryable',
    error: awsError('Later', { $retryable: {} }),
    code: 'Later',
    transient: true,
  },
  {
    name: '503',
    error: awsError('ServiceUnavailable', status(503)),
    code: 'ServiceUnavailable',
    transient: true,
  },
  {
    name: 'a reset that the SDK renamed',
    error: nodeError('ECONNRESET', 'TimeoutError'),
    code: 'ECONNRESET',
    transient: true,
  },
  {
    name: 'a time-out',
    error: Object.assign(new Error(), { name: 'TimeoutError' }),
    code: 'TimeoutError',
    transient: true,
  },
  { name: 'a host that does not exist', error: nodeError('ENOTFOUND'), code: 'ENOTFOUND', transient: false },
  {
    name: 'a name server that does not answer',
    error: nodeError('EAI_AGAIN'),
    code: 'EAI_AGAIN',
    transient: true,
  },
  {
    name: 'an untrusted certificate',
    error: nodeError('SELF_SIGNED_CERT_IN_CHAIN'),
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
    transient: false,
  },
  {
    name: 'no credentials',
    error: Object.assign(new Error(), { name: 'CredentialsProviderError' }),
    code: 'CredentialsProviderError',
    transient: false,
  },
  {
    name: 'JSON cut short',
    error: whileReading(new SyntaxError('Unexpected end of JSON input')),
    code: 'UnreadableAnswer',
    transient: true,
  },
  {
    name: 'a body that broke off',
    error: whileReading(nodeError('ECONNRESET')),
    code: 'ECONNRESET',
    transient: true,
  },
  {
    name: 'XML that is none',
    error: whileReading(new Error('Unclosed tag')),
    code: 'UnreadableAnswer',
    transient: true,
  },
  {
    name: 'an answer without what the API documents',
    error: new MalformedAnswer('no Arn'),
    code: 'MalformedAnswer',
    transient: false,
  },
  {
    name: 'a code that is no code',
    error: awsError('<script>alert(1)</script>'),
    code: 'UnnamedError',
    transient: false,
  },
];

describe('ask', () => {
  it('gives what AWS answers', async () => {
    expect(await ask(limit, question, () => Promise.resolve(7))).toEqual(known(7));
  });

  it.each(refusals)('keeps as unread: $name', async ({ error, code, transient }) => {
    expect(await asked(error)).toEqual(unread({ ...question, error: code, transient }));
  });

  it.each([
    ['a TypeError of ours', new TypeError('x is not a function')],
    ['a misused Node API', Object.assign(new TypeError('no URL'), { code: 'ERR_INVALID_URL' })],
    ['a wrong setting of a client', new Error('Region is missing')],
  ])('throws again: %s', async (_, error) => {
    await expect(asked(error)).rejects.toBe(error);
  });

  it('throws again what is no error', async () => {
    await expect(asked('oops')).rejects.toBe('oops');
  });
});

describe('askIfThere', () => {
  it.each(['NoSuchEntity', 'NoSuchEntityException'])('takes %s for an answer', async (name) => {
    expect(await askIfThere(limit, question, () => Promise.reject(awsError(name)))).toEqual(known(null));
  });

  it('takes a refusal for none', async () => {
    expect(await askIfThere(limit, question, () => Promise.reject(awsError('AccessDenied')))).toMatchObject({
      known: false,
    });
  });
});
