import { describe, expect, it } from 'vitest';
import { principalMatches } from '../../../src/analysis/policy/principal.ts';
import type { RequestPrincipal } from '../../../src/analysis/policy/request.ts';
import { dmsMayAssume, policy } from './builders.ts';

function matches(element: object, caller: string): boolean {
  const principal = callerOf(caller);
  const [statement] = policy({ Effect: 'Allow', Action: '*', ...element }).statements;
  if (!statement?.principals) throw new Error('the statement names no principal');
  return principalMatches(statement.principals, principal);
}

/** An ARN, a service, an identity provider, or nobody in particular. */
function callerOf(caller: string): RequestPrincipal {
  if (caller === 'anonymous') return { anonymous: true };
  if (caller.includes('-provider/') || caller === 'accounts.google.com') return { federated: caller };
  return caller.startsWith('arn:') ? { aws: caller } : { service: caller };
}

const ROLE = 'arn:aws:iam::111111111111:role/dms/access-for-endpoint';
const SESSION = 'arn:aws:sts::111111111111:assumed-role/access-for-endpoint/dms-session';
const USER = 'arn:aws:iam::111111111111:user/jo';
const ROOT = 'arn:aws:iam::111111111111:root';
const SAML = 'arn:aws:iam::111111111111:saml-provider/adfs';
const CHINA = 'arn:aws-cn:iam::111111111111:role/r';

describe('Principal', () => {
  it.each<[principal: unknown, caller: string, expected: boolean]>([
    ['*', USER, true],
    ['*', 'dms.amazonaws.com', true],
    [{ AWS: '*' }, SESSION, true],
    [{ AWS: ['x', '*'] }, 'dms.amazonaws.com', true],
    [{ Service: 'dms.amazonaws.com' }, 'dms.amazonaws.com', true],
    [{ Service: ['rds.amazonaws.com', 'dms.amazonaws.com'] }, 'dms.amazonaws.com', true],
    [{ Service: 'DMS.amazonaws.com' }, 'dms.amazonaws.com', false],
    [{ Service: '*' }, 'dms.amazonaws.com', false],
    [{ Service: 'dms.eu-west-1.amazonaws.com' }, 'dms.amazonaws.com', false],
    [{ Service: 'dms.amazonaws.com' }, USER, false],
    [{ AWS: 'dms.amazonaws.com' }, 'dms.amazonaws.com', false],
    [{ AWS: '111111111111' }, USER, true],
    [{ AWS: '111111111111' }, SESSION, true],
    [{ AWS: '111111111111' }, CHINA, true],
    [{ AWS: '111111111111' }, ROOT, true],
    [{ AWS: '111111111111' }, 'dms.amazonaws.com', false],
    [{ AWS: '999999999999' }, USER, false],
    [{ AWS: ROOT }, ROOT, true],
    [{ AWS: ROOT }, ROLE, true],
    [{ AWS: ROOT }, SESSION, true],
    [{ AWS: ROOT }, CHINA, false],
    [{ AWS: 'arn:aws-cn:iam::111111111111:root' }, CHINA, true],
    [{ AWS: 'arn:aws:iam::999999999999:root' }, ROLE, false],
    [{ AWS: ROLE }, ROLE, true],
    [{ AWS: ROLE }, SESSION, true],
    [{ AWS: ROLE }, USER, false],
    [{ AWS: ROLE }, SESSION.replace('access-for-endpoint', 'other'), false],
    [{ AWS: ROLE }, SESSION.replace('assumed-role', 'federated-user'), false],
    [{ AWS: ROLE }, SESSION.replace('1111', '2222'), false],
    [{ AWS: SESSION }, SESSION, true],
    [{ AWS: SESSION }, ROLE, false],
    [{ AWS: SESSION }, SESSION.replace('dms-session', 'other'), false],
    [{ AWS: USER }, USER, true],
    [{ AWS: USER }, USER.replace('jo', 'Jo'), false],
    [{ AWS: 'arn:aws:iam::111111111111:role/*' }, ROLE, false],
    [{ AWS: 'arn:aws:iam::*:root' }, ROLE, false],
    [{ AWS: 'AROAEXAMPLEID' }, ROLE, false],
    [{ AWS: 'AIDAEXAMPLEID' }, USER, false],
    [{ AWS: ROOT }, 'arn:nonsense', false],
    [{ AWS: ROLE }, SESSION.replace(':sts:', ':s3:'), false],
    [{ AWS: [ROOT, ROLE] }, SESSION, true],
    [{ Federated: 'accounts.google.com' }, USER, false],
    [{ Federated: 'accounts.google.com' }, 'accounts.google.com', true],
    [{ Federated: 'Accounts.google.com' }, 'accounts.google.com', false],
    [{ Federated: ['cognito-identity.amazonaws.com', SAML] }, SAML, true],
    [{ Federated: '*' }, SAML, false],
    [{ AWS: SAML }, SAML, false],
    [{ AWS: '111111111111' }, SAML, false],
    [{ Service: 'accounts.google.com' }, 'accounts.google.com', false],
    ['*', SAML, true],
    ['*', 'anonymous', true],
    [{ AWS: '*' }, 'anonymous', true],
    [{ AWS: '111111111111' }, 'anonymous', false],
    [{ Federated: 'anonymous' }, 'anonymous', false],
    [{ CanonicalUser: '79a5' }, USER, false],
  ])('%j names %s: %s', (element, caller, expected) => {
    expect(matches({ Principal: element }, caller)).toBe(expected);
    expect(matches({ NotPrincipal: element }, caller)).toBe(!expected);
  });

  it('is read alike in a list and alone', () => {
    expect(policy({ ...dmsMayAssume, Principal: { Service: ['dms.amazonaws.com'] } })).toEqual(
      policy(dmsMayAssume),
    );
  });
});
