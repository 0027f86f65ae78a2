import { describe, expect, it } from 'vitest';
import { DULL, finds, findsNot, messageOf } from './lint-builders.ts';

const root = 'arn:aws:iam::111111111111:root';
const policyWith = (over: object, kind: keyof typeof DULL = 'trust'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [DULL[kind]], ...over });
const twice = (sid: string, kind: keyof typeof DULL): string => {
  const statement = { ...DULL[kind], Sid: sid };
  return policyWith({ Statement: [statement, statement] }, kind);
};

describe('the policy', () => {
  const text = policyWith({});
  finds([
    ['not JSON', '{', 'trust', 'not-json', '/', 'refused'],
    ['no object', '[]', 'trust', 'not-an-object', '/', 'refused'],
    ['too large to read', `"${'x'.repeat(300_000)}"`, 'trust', 'too-large', '/', 'refused'],
    ['too deep', '['.repeat(10_000), 'trust', 'too-deep', `/${'[0]'.repeat(32)}`, 'refused'],
    [
      'a key twice',
      text.replace('{', '{"Version":"2012-10-17",'),
      'trust',
      'duplicate-key',
      '/Version',
      'refused',
    ],
    ['without statements', '{"Version":"2012-10-17"}', 'trust', 'no-statement', '/Statement', 'refused'],
    [
      'of another version',
      policyWith({ Version: '2012-10-18' }),
      'trust',
      'unknown-version',
      '/Version',
      'refused',
    ],
    [
      'with an unknown element',
      policyWith({ Statements: [] }),
      'trust',
      'unknown-element',
      '/Statements',
      'refused',
    ],
    ['with a list for an Id', policyWith({ Id: [] }), 'trust', 'bad-element', '/Id', 'refused'],
    ['over the quota', policyWith({ Id: 'x'.repeat(2_000) }), 'trust', 'too-long', '/', 'warning'],
    ['over the highest quota', policyWith({ Id: 'x'.repeat(4_000) }), 'trust', 'too-long', '/', 'refused'],
    [
      'over that of a managed policy',
      policyWith({ Id: 'x'.repeat(6_100) }, 'identity'),
      'identity',
      'too-long',
      '/',
      'warning',
    ],
    [
      'over that of a role',
      policyWith({ Id: 'x'.repeat(10_200) }, 'identity'),
      'identity',
      'too-long',
      '/',
      'refused',
    ],
    ['over 32 KB', policyWith({ Id: 'é'.repeat(16_400) }, 'key'), 'key', 'too-long', '/', 'refused'],
    [
      'with a character IAM does not take',
      policyWith({ Id: '…' }),
      'trust',
      'foreign-character',
      '/',
      'refused',
    ],
    [
      'with a lone surrogate',
      text.replace('{', '{"Id":"\ud800",'),
      'key',
      'foreign-character',
      '/',
      'refused',
    ],
  ]);
  findsNot([
    ['of 32 KB with spaces', policyWith({ Id: ' '.repeat(8_000) }), 'trust', 'too-long'],
    ['of 16,000 two-byte letters', policyWith({ Id: 'é'.repeat(16_000) }, 'key'), 'key', 'too-long'],
    ['of another service, long', policyWith({ Id: 'x'.repeat(40_000) }, 'resource'), 'resource', 'too-long'],
    ['with an é', policyWith({ Id: 'é' }), 'trust', 'foreign-character'],
    ['with an Id', policyWith({ Id: 'x' }), 'trust', 'unknown-element'],
    ['equal keys in two places', text, 'trust', 'duplicate-key'],
  ]);
});

describe('the statement', () => {
  const condition = { StringEquals: { 'aws:SourceAccount': 'a', 'AWS:sourceaccount': 'b' } };
  finds([
    ['no object', policyWith({ Statement: ['x'] }), 'trust', 'bad-element', '', 'refused'],
    ['an element in another case', { condition: {} }, 'trust', 'unknown-element', '.condition', 'refused'],
    [
      'a kind of principal that is none',
      { Principal: { Services: 'x' } },
      'trust',
      'unknown-element',
      '.Principal.Services',
      'refused',
    ],
    ['no Effect', { Effect: null }, 'trust', 'missing-element', '', 'refused'],
    ['no Action', { Action: null }, 'trust', 'missing-element', '', 'refused'],
    ['an empty Action', { Action: [] }, 'trust', 'empty-values', '.Action', 'refused'],
    ['an empty Principal', { Principal: {} }, 'key', 'empty-values', '.Principal', 'refused'],
    ['Action and NotAction', { NotAction: '*' }, 'trust', 'both-elements', '.NotAction', 'refused'],
    [
      'a number for a principal',
      { Principal: { AWS: 111111111111 } },
      'key',
      'bad-element',
      '.Principal.AWS',
      'warning',
    ],
    [
      'a key in two cases',
      { Condition: condition },
      'trust',
      'duplicate-key-case',
      '.Condition.StringEquals.AWS:sourceaccount',
      'refused',
    ],
    [
      'an Allow to everyone else',
      { Principal: null, NotPrincipal: { AWS: root } },
      'key',
      'not-principal-in-allow',
      '.NotPrincipal',
      'refused',
    ],
    [
      'NotPrincipal in a trust',
      { Effect: 'Deny', Principal: null, NotPrincipal: { AWS: root } },
      'trust',
      'not-principal-in-trust',
      '.NotPrincipal',
      'refused',
    ],
    ['Resource in a trust', { Resource: '*' }, 'trust', 'resource-in-trust', '.Resource', 'refused'],
    ['NotResource in a trust', { NotResource: '*' }, 'trust', 'resource-in-trust', '.NotResource', 'refused'],
    ['"*" in a trust', { Principal: '*' }, 'trust', 'star-principal-in-trust', '.Principal', 'refused'],
    ['no principal in a trust', { Principal: null }, 'trust', 'missing-principal', '', 'refused'],
    ['no principal for a key', { Principal: null }, 'key', 'missing-principal', '', 'refused'],
    [
      'a principal in an identity',
      { Principal: { AWS: root } },
      'identity',
      'principal-in-identity',
      '.Principal',
      'refused',
    ],
    ['no resource in an identity', { Resource: null }, 'identity', 'missing-resource', '', 'refused'],
    ['no resource for a key', { Resource: null }, 'key', 'missing-resource', '', 'dead'],
    ['no resource elsewhere', { Resource: null }, 'resource', 'missing-resource', '', 'warning'],
    [
      'a resource that is no ARN',
      { Resource: ['*', 'bucket'] },
      'identity',
      'malformed-resource',
      '.Resource',
      'refused',
    ],
    ['a Sid with spaces', { Sid: 'DMS may' }, 'trust', 'bad-sid', '.Sid', 'refused'],
    ['a Sid twice', twice('a', 'identity'), 'identity', 'duplicate-sid', '/Statement[1].Sid', 'refused'],
    ['a Sid twice for a key', twice('a', 'key'), 'key', 'duplicate-sid', '/Statement[1].Sid', 'warning'],
  ]);
  findsNot([
    [
      'a Deny to everyone else',
      { Effect: 'Deny', Principal: null, NotPrincipal: { AWS: root } },
      'key',
      'not-principal-in-allow',
    ],
    [
      'NotPrincipal for a key',
      { Effect: 'Deny', Principal: null, NotPrincipal: { AWS: root } },
      'key',
      'not-principal-in-trust',
    ],
    ['Resource for a key', {}, 'key', 'resource-in-trust'],
    ['{"AWS": "*"} in a trust', { Principal: { AWS: '*' } }, 'trust', 'star-principal-in-trust'],
    ['"*" for a key', { Principal: '*' }, 'key', 'star-principal-in-trust'],
    [
      'NotPrincipal for a principal',
      { Principal: null, NotPrincipal: { AWS: root } },
      'key',
      'missing-principal',
    ],
    ['no principal in an identity', {}, 'identity', 'missing-principal'],
    ['a principal in a trust', {}, 'trust', 'principal-in-identity'],
    ['no resource in a trust', {}, 'trust', 'missing-resource'],
    ['NotResource', { Resource: null, NotResource: 'a:b' }, 'identity', 'missing-resource'],
    ['an ARN', { Resource: 'arn:aws:s3:::b' }, 'identity', 'malformed-resource'],
    ['a Sid with spaces for a key', { Sid: 'Enable IAM policies' }, 'key', 'bad-sid'],
    ['an empty Sid', { Sid: '' }, 'trust', 'bad-sid'],
    ['two empty Sids', twice('', 'trust'), 'trust', 'duplicate-sid'],
    [
      'one key for two operators',
      { Condition: { StringEquals: { a: 'x' }, StringLike: { A: 'x' } } },
      'trust',
      'duplicate-key-case',
    ],
  ]);
});

describe('the principal', () => {
  const aws = (...names: string[]): object => ({ Principal: { AWS: names } });
  const service = (name: string): object => ({ Principal: { Service: name } });
  const federated = (name: string): object => ({ Principal: { Federated: name } });
  const at = '.Principal.AWS';
  finds([
    [
      'every role of an account',
      aws('arn:aws:iam::111111111111:role/*'),
      'trust',
      'wildcard-in-principal',
      at,
      'refused',
    ],
    ['any account', aws('*', 'arn:aws:iam::*:root'), 'key', 'wildcard-in-principal', at, 'refused'],
    [
      'some service',
      service('*.amazonaws.com'),
      'trust',
      'wildcard-in-principal',
      '.Principal.Service',
      'refused',
    ],
    ['some provider', federated('*'), 'trust', 'bad-federated-principal', '.Principal.Federated', 'refused'],
    ['every service', service('*'), 'trust', 'service-star', '.Principal.Service', 'dead'],
    ['a deleted role', aws('AROACKCEVSQ6C2EXAMPLE'), 'trust', 'deleted-principal', at, 'dead'],
    ['a deleted user', aws(root, 'AIDACKCEVSQ6C2EXAMPLE'), 'key', 'deleted-principal', at, 'dead'],
    ['11 digits', aws('12345678901'), 'trust', 'bad-account-id', at, 'refused'],
    ['an ARN without account', aws('arn:aws:iam:::root'), 'trust', 'bad-account-id', at, 'refused'],
    [
      'an ARN of 13 digits',
      aws('arn:aws:iam::1234567890123:role/r'),
      'trust',
      'bad-account-id',
      at,
      'refused',
    ],
    ['a word', aws('admin'), 'trust', 'bad-principal', at, 'refused'],
    ['a bucket', aws('arn:aws:s3:::bucket'), 'trust', 'bad-principal', at, 'refused'],
    [
      'a variable',
      aws('arn:aws:iam::111111111111:user/${aws:username}'),
      'key',
      'bad-principal',
      at,
      'refused',
    ],
    [
      'a service in upper case',
      service('DMS.amazonaws.com'),
      'trust',
      'bad-service-principal',
      '.Principal.Service',
      'refused',
    ],
    [
      'a service without its domain',
      service('dms'),
      'trust',
      'bad-service-principal',
      '.Principal.Service',
      'refused',
    ],
    [
      'a service of another domain',
      service('dms.amazonaws.co'),
      'trust',
      'bad-service-principal',
      '.Principal.Service',
      'warning',
    ],
    [
      'a provider that is none',
      federated('arn:aws:iam::111111111111:role/r'),
      'trust',
      'bad-federated-principal',
      '.Principal.Federated',
      'refused',
    ],
  ]);
  findsNot([
    ['everyone', aws('*'), 'key', 'wildcard-in-principal'],
    ['a session', aws('arn:aws:sts::111111111111:assumed-role/r/s'), 'trust', 'bad-principal'],
    ['a role named like an id', aws('arn:aws:iam::111111111111:role/AROAX'), 'trust', 'deleted-principal'],
    ['12 digits', aws('000000000001'), 'trust', 'bad-account-id'],
    [
      'an origin access identity',
      aws('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'),
      'resource',
      'bad-account-id',
    ],
    ['a regional service', service('dms.eu-west-1.amazonaws.com'), 'trust', 'bad-service-principal'],
    ['a service in China', service('ec2.amazonaws.com.cn'), 'trust', 'bad-service-principal'],
    ['one service', service('dms.amazonaws.com'), 'trust', 'service-star'],
    ['a domain', federated('cognito-identity.amazonaws.com'), 'trust', 'bad-federated-principal'],
    [
      'a SAML provider',
      federated('arn:aws:iam::111111111111:saml-provider/p'),
      'trust',
      'bad-federated-principal',
    ],
  ]);
});

it.each([
  [{ condition: {} }, 'unknown-element', '"condition" is not a policy element here, did you mean Condition'],
  [{ Action: null }, 'missing-element', 'neither Action nor NotAction is given'],
  [{ Principal: { AWS: 'AROAX' } }, 'deleted-principal', 'AROAX is what is left of a deleted role'],
])('%j is told in a sentence', (over, code, message) => {
  expect(messageOf(over, 'trust', code)).toBe(message);
});
