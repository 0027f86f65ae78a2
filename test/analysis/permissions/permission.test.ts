import { describe, expect, it } from 'vitest';
import { type Deed, type Holder, mayDo } from '../../../src/analysis/permissions/permission.ts';
import { FOREIGN, OWN, policy } from '../policy/builders.ts';

const role = `arn:aws:iam::${OWN}:role/loader`;
const key = `arn:aws:kms:eu-west-1:${OWN}:key/k`;
const allow = (Action: string, over: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...over,
});
const deny = (Action: string, over: object = {}): object => allow(Action, { Effect: 'Deny', ...over });
const everything = policy([allow('*')]);

const holder = (statements: readonly object[], over: Partial<Holder['policies']> = {}): Holder => ({
  arn: role,
  account: OWN,
  organization: undefined,
  policies: {
    identity: [policy(statements)],
    boundary: null,
    session: [],
    serviceControl: [],
    resourceControl: [],
    ...over,
  },
});
const put: Deed = { action: 's3:PutObject', resource: 'arn:aws:s3:::b/x' };
const keyPolicy = (Principal: object, account = OWN): NonNullable<Deed['resourcePolicy']> => ({
  kind: 'key',
  account,
  document: policy([{ ...allow('kms:*'), Principal }]),
});
const decrypt: Deed = { action: 'kms:Decrypt', resource: key, resourcePolicy: keyPolicy({ AWS: OWN }) };

describe('whether somebody may do something', () => {
  it.each<[name: string, holder: Holder, deed: Deed, answer: string]>([
    ['what is allowed', holder([allow('s3:*')]), put, 'allowed'],
    ['what nothing speaks of', holder([allow('s3:Get*')]), put, 'refused'],
    ['what is denied', holder([allow('s3:*'), deny('s3:Put*')]), put, 'refused'],
    [
      'what a boundary leaves out',
      holder([allow('s3:*')], { boundary: policy([allow('kms:*')]) }),
      put,
      'refused',
    ],
    [
      'what an organization leaves out',
      holder([allow('s3:*')], { serviceControl: [[policy([allow('kms:*')])]] }),
      put,
      'refused',
    ],
    [
      'what an organization allows at each level',
      holder([allow('s3:*')], { serviceControl: [[everything], [everything]] }),
      put,
      'allowed',
    ],
    ['another resource', holder([allow('s3:*', { Resource: 'arn:aws:s3:::c/*' })]), put, 'refused'],
    [
      'over TLS, which DMS and all the SDKs use',
      holder([allow('s3:*'), deny('*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]),
      put,
      'allowed',
    ],
    [
      'to the role by its ARN',
      holder([
        allow('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } } }),
      ]),
      put,
      'allowed',
    ],
    [
      'in its account',
      holder([
        allow('s3:*', {
          Condition: { StringEquals: { 'aws:PrincipalAccount': OWN, 'aws:ResourceAccount': OWN } },
        }),
      ]),
      put,
      'allowed',
    ],
    [
      'not for a service',
      holder([allow('s3:*', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } })]),
      put,
      'refused',
    ],
    ['a key whose policy leaves it to the account', holder([allow('kms:Decrypt')]), decrypt, 'allowed'],
    ['such a key, where the account says nothing', holder([]), decrypt, 'refused'],
    [
      'a key whose policy names the role',
      holder([]),
      { ...decrypt, resourcePolicy: keyPolicy({ AWS: role }) },
      'allowed',
    ],
    [
      'a key whose policy names others',
      holder([allow('*')]),
      { ...decrypt, resourcePolicy: keyPolicy({ AWS: FOREIGN }) },
      'refused',
    ],
    [
      'a key by grant',
      holder([]),
      {
        ...decrypt,
        resourcePolicy: keyPolicy({ AWS: FOREIGN }),
        grants: [{ grantee: role, issuingAccount: OWN, operations: ['Decrypt'], constraints: null }],
      },
      'allowed',
    ],
    [
      'a foreign key without a word of its own account',
      holder([]),
      { ...decrypt, resourcePolicy: keyPolicy({ AWS: role }, FOREIGN) },
      'refused',
    ],
    [
      'a foreign key',
      holder([allow('kms:*')]),
      { ...decrypt, resourcePolicy: keyPolicy({ AWS: role }, FOREIGN) },
      'allowed',
    ],
    [
      'through a service that it says it calls through',
      holder([
        allow('kms:*', { Condition: { StringEquals: { 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' } } }),
      ]),
      { ...decrypt, carries: { 'kms:viaservice': 'dms.eu-west-1.amazonaws.com' } },
      'allowed',
    ],
  ])('%s', (_, somebody, deed, answer) => {
    expect(mayDo(somebody, deed).answer).toBe(answer);
  });

  it('shows the request that is allowed', () => {
    expect(mayDo(holder([allow('s3:*')]), put)).toMatchObject({
      answer: 'allowed',
      witness: { principal: { aws: role }, action: 's3:PutObject', resource: 'arn:aws:s3:::b/x' },
    });
  });
});

describe('what it depends on', () => {
  const when = (Condition: object): Holder => holder([allow('s3:*', { Condition })]);

  it.each<[name: string, holder: Holder, on: string[], isSometimes: boolean]>([
    ['from where it calls', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), ['aws:sourceip'], true],
    [
      'when',
      when({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }),
      ['aws:currenttime'],
      true,
    ],
    [
      'the organization, where it is not known',
      when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      ['aws:principalorgid', 'aws:principalorgpaths'],
      false,
    ],
    ['a key of which nothing is known', when({ StringEquals: { 's3:x': 'y' } }), ['s3:x'], false],
    ['how IAM reads what it would refuse', when({ stringEquals: { 's3:x': 'y' } }), [], false],
  ])('is %s', (_, somebody, on, isSometimes) => {
    const answer = mayDo(somebody, put);
    expect(answer).toMatchObject({ answer: 'depends', on, doubts: [] });
    expect(answer.answer === 'depends' && answer.sometimes !== null).toBe(isSometimes);
  });

  it('is doubted where it is not decided', () => {
    const answer = mayDo(when({ StringEquals: { 'aws:PrincipalTag/a': '${aws:PrincipalTag/b}' } }), put);
    expect(answer).toMatchObject({ answer: 'depends' });
    expect(answer.answer === 'depends' && answer.doubts.length > 0).toBe(true);
  });

  it.each<[organization: string | null, answer: string]>([
    ['o-1', 'allowed'],
    ['o-2', 'refused'],
    [null, 'refused'],
  ])('is decided for an account of organization %s', (organization, answer) => {
    const somebody = { ...when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), organization };
    expect(mayDo(somebody, put).answer).toBe(answer);
  });

  it('is decided by what the deed says of a key', () => {
    const somebody = when({ StringEquals: { 's3:x': 'y' } });
    const keyFacts = () =>
      ({ presence: 'always', multivalued: false, values: { kind: 'listed', values: ['y'] } }) as const;
    expect(mayDo(somebody, { ...put, keyFacts }).answer).toBe('allowed');
  });
});
