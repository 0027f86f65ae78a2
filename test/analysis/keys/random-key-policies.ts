import fc from 'fast-check';
import { keyActions } from '../../../src/analysis/keys/key-actions.ts';
import { bearingOn } from '../../../src/analysis/organization/bearing.ts';
import { type Guardrails, noGuardrails } from '../../../src/analysis/organization/guardrails.ts';
import type { PolicyDocument } from '../../../src/analysis/policy/document.ts';
import { evaluatePolicy, type Reading } from '../../../src/analysis/policy/evaluate.ts';
import type { PolicyRequest, RequestPrincipal } from '../../../src/analysis/policy/request.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { keyArn } from '../../support/key-builders.ts';
import { resourceGuardrails } from '../../support/organization-builders.ts';
import { policy } from '../policy/builders.ts';

// A universe small enough to try every request in it, and key policies written in its words.

/** Trusted by the settings. */
export const PARTNER = '444444444444';
const STRANGER = '999999999999';
const bothReadings: readonly Reading[] = ['refused-parts-ignored', 'refused-parts-match-nothing'];

const root = (account: string): string => `arn:aws:iam::${account}:root`;
const role = (account: string): string => `arn:aws:iam::${account}:role/anyone`;
/** Of an account that is not trusted, and trusted all the same. */
export const TRUSTED_ROLE = `arn:aws:iam::${FOREIGN}:role/partner`;
const dms = 'dms.amazonaws.com';
const s3 = 's3.amazonaws.com';

const someOf = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(2, values.length) });

const trustedNames = [ACCOUNT, root(ACCOUNT), role(ACCOUNT), PARTNER, TRUSTED_ROLE, 'AROAEXAMPLE4DELETED22'];
const named = fc.oneof(
  { weight: 6, arbitrary: someOf(...trustedNames).map((AWS) => ({ AWS })) },
  { weight: 2, arbitrary: someOf(FOREIGN, root(FOREIGN), role(FOREIGN), ACCOUNT).map((AWS) => ({ AWS })) },
  { weight: 3, arbitrary: someOf(dms, s3).map((Service) => ({ Service })) },
  { weight: 1, arbitrary: someOf(dms, s3).map((Service) => ({ Service, AWS: root(ACCOUNT) })) },
  { weight: 1, arbitrary: fc.constant({ Federated: 'cognito-identity.amazonaws.com' }) },
);
const principals = fc.oneof(
  { weight: 9, arbitrary: named.map((Principal): object => ({ Principal })) },
  { weight: 4, arbitrary: fc.constantFrom('*', { AWS: '*' }).map((Principal): object => ({ Principal })) },
  { weight: 1, arbitrary: named.map((NotPrincipal): object => ({ NotPrincipal })) },
);

const accounts = [ACCOUNT, PARTNER, FOREIGN, '1111*', '*', '${kms:CallerAccount}'];
const context = (account: string): string => `arn:aws:logs:eu-west-1:${account}:log-group:x`;
const valuesByKey: Readonly<Record<string, readonly string[]>> = {
  'kms:CallerAccount': accounts,
  'AWS:PrincipalAccount': accounts,
  'aws:PrincipalArn': [
    role(ACCOUNT),
    TRUSTED_ROLE,
    role(FOREIGN),
    `arn:aws:iam::${ACCOUNT}:role/*`,
    `arn:aws:iam::*:role/*`,
    'arn:aws:iam',
    `*${ACCOUNT}*`,
  ],
  'aws:SourceAccount': accounts,
  'aws:SourceArn': [
    `arn:aws:dms:eu-west-1:${ACCOUNT}:*`,
    `arn:aws:dms:*:${ACCOUNT}:*`,
    `arn:aws:dms:*:${FOREIGN}:*`,
    'arn:aws:s3:::bucket',
    'arn:aws:s3:::*',
    '*',
  ],
  'aws:SourceOrgID': ['o-1', 'o-*'],
  'aws:PrincipalOrgID': ['o-1'],
  'kms:ViaService': ['dms.eu-west-1.amazonaws.com', 'dms.*.amazonaws.com', 'dms.us-east-1.amazonaws.com'],
  'kms:EncryptionContext:x': ['a', 'a*', context(ACCOUNT), context(FOREIGN), `arn:aws:logs:*:${ACCOUNT}:*`],
  'aws:PrincipalTag/team': ['a'],
};
const operators = [
  'StringEquals',
  'StringEquals',
  'StringLike',
  'StringEqualsIfExists',
  'StringEqualsIgnoreCase',
  'ForAnyValue:StringEquals',
  'ForAllValues:StringLike',
  'StringNotEquals',
  'StringNotLike',
  'StringNotEqualsIfExists',
  'ArnLike',
  'ArnNotLike',
  'ArnEqual',
  'NumericEquals',
];

const comparison = fc
  .constantFrom(...Object.entries(valuesByKey))
  .chain(([key, values]) =>
    fc
      .tuple(fc.constantFrom(...operators), someOf(...values))
      .map(([operator, wanted]): object => ({ [operator]: { [key]: wanted } })),
  );
const nullCheck = fc
  .tuple(fc.constantFrom(...Object.keys(valuesByKey)), fc.constantFrom('false', 'true'))
  .map(([key, value]): object => ({ Null: { [key]: value } }));
const conditions = fc
  .array(fc.oneof({ weight: 5, arbitrary: comparison }, { weight: 1, arbitrary: nullCheck }), {
    maxLength: 2,
  })
  .map((parts): object => Object.assign({}, ...parts) as object);
const guards = fc.constantFrom<object>(
  { StringEquals: { 'kms:CallerAccount': ACCOUNT } },
  { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' } },
  { StringEquals: { 'aws:SourceAccount': [ACCOUNT, PARTNER] } },
  { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
  { StringEqualsIfExists: { 'kms:CallerAccount': ACCOUNT }, Null: { 'kms:CallerAccount': 'false' } },
);

const actions = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('kms:*', 'kms:Decrypt', 'KMS:generate*', '*')
      .map((Action): object => ({ Action })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<object>({ NotAction: 'kms:Decrypt' }, { Action: 'kms:PutKeyPolicy' }),
  },
);
const resources = fc.oneof(
  { weight: 8, arbitrary: fc.constant<object>({ Resource: '*' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<object>({}, { Resource: keyArn('other') }, { NotResource: keyArn('other') }),
  },
);

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      Condition: fc.oneof(
        conditions,
        fc.tuple(conditions, guards).map(([more, guard]) => ({ ...more, ...guard })),
      ),
      principals,
      actions,
      resources,
    },
    { noNullPrototype: true },
  )
  .map(({ principals: who, actions: what, resources: which, ...rest }): object => ({
    ...rest,
    ...who,
    ...what,
    ...which,
  }));

const denyStrangers = fc
  .tuple(
    fc.constantFrom('StringNotEquals', 'StringNotLike'),
    fc.constantFrom('kms:CallerAccount', 'aws:PrincipalAccount'),
  )
  .map(([operator, key]): object => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { [operator]: { [key]: [ACCOUNT, PARTNER] } },
  }));

/** One to three statements, sometimes with a Deny of all strangers. */
const keyPolicies: fc.Arbitrary<readonly object[]> = fc.oneof(
  { weight: 5, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.tuple(statement, denyStrangers) },
);

/** A key policy, and what an organisation has over its key. */
export interface KeyPolicyInForce {
  readonly document: PolicyDocument;
  readonly guardrails: Guardrails;
}

const over = fc
  .array(
    fc.record({
      Action: fc.constantFrom('kms:*', 'kms:*', 'kms:Decrypt', '*', 's3:*'),
      Resource: fc.constantFrom('*', '*', keyArn('key-1'), keyArn('key-2')),
      Condition: fc
        .tuple(
          conditions,
          guards,
          fc.constantFrom<object>(
            {},
            { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
            { StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT, PARTNER] } },
            { StringNotEqualsIfExists: { 'aws:SourceAccount': [ACCOUNT, PARTNER] } },
          ),
        )
        .map(([some, guard, who]): object => ({ ...some, ...guard, ...who })),
    }),
    { maxLength: 2 },
  )
  .map((statements) =>
    resourceGuardrails(...statements.map((each) => ({ ...each, Effect: 'Deny', Principal: '*' }))),
  );
const denyAllStrangers = fc
  .constantFrom<object>(
    { StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT, PARTNER] } },
    {
      StringNotEqualsIfExists: { 'aws:SourceAccount': [ACCOUNT, PARTNER] },
      Bool: { 'aws:PrincipalIsAWSService': 'true' },
    },
  )
  .map((Condition) =>
    resourceGuardrails({ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition }),
  );

/** A key policy by itself in every other case, else under an organisation. */
export const policiesInForce: fc.Arbitrary<KeyPolicyInForce> = fc.record({
  document: keyPolicies.map((statements) => policy(statements)),
  guardrails: fc.oneof(
    { weight: 2, arbitrary: fc.constant(noGuardrails) },
    { weight: 1, arbitrary: over.map((guardrails) => bearingOn(guardrails, onKeys)) },
    { weight: 1, arbitrary: denyAllStrangers },
  ),
});
const onKeys = keyActions.map(({ action }) => action);

type Context = PolicyRequest['context'];

const product = (...choices: readonly (readonly Context[])[]): readonly Context[] =>
  choices.reduce<readonly Context[]>(
    (all, some) => all.flatMap((one) => some.map((other) => ({ ...one, ...other }))),
    [{}],
  );

/** What an identity of an account that is not trusted can send; its account and its ARN go together. */
const strangeIdentities = [FOREIGN, STRANGER].flatMap((account) =>
  [role(account), `arn:aws:iam::${account}:user/u`].flatMap((aws) =>
    product(
      [
        {
          'aws:PrincipalIsAWSService': 'false',
          'aws:PrincipalArn': aws,
          'aws:PrincipalAccount': account,
          'kms:CallerAccount': account,
        },
      ],
      [{}, { 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' }],
      [{}, { 'kms:EncryptionContext:x': 'a' }, { 'kms:EncryptionContext:x': context(ACCOUNT) }],
      [{}, { 'aws:PrincipalTag/team': 'a' }],
      [{}, { 'aws:PrincipalOrgID': 'o-9' }],
    ).map((sent): readonly [RequestPrincipal, Context] => [{ aws }, sent]),
  ),
);

/** What a service can send for nobody, or for an account that is not trusted; nothing that a policy here writes literally is its. */
const strangeServices = [dms, s3, 'lambda.amazonaws.com'].flatMap((service) =>
  product(
    [{ 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service }],
    [
      {},
      ...[FOREIGN, STRANGER].flatMap((account): Context[] => [
        { 'aws:SourceAccount': account },
        { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:dms:eu-west-1:${account}:endpoint:X` },
        { 'aws:SourceArn': `arn:aws:dms:eu-west-1:${account}:endpoint:X` },
        { 'aws:SourceAccount': account, 'aws:SourceArn': 'arn:aws:s3:::other' },
      ]),
    ],
    [{}, { 'aws:SourceOrgID': 'o-9' }],
    [{}, { 'kms:EncryptionContext:x': 'abc' }, { 'kms:EncryptionContext:x': context(FOREIGN) }],
    [{}, { 'kms:CallerAccount': STRANGER }],
  ).map((sent): readonly [RequestPrincipal, Context] => [{ service }, sent]),
);

/** Whether any principal that is not trusted gets in, under either reading. */
export function someStrangerGetsIn(inForce: KeyPolicyInForce): boolean {
  return [...strangeIdentities, ...strangeServices].some(([principal, sent]) =>
    ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:PutKeyPolicy'].some((action) =>
      allowedInSome(inForce, {
        principal,
        action,
        resource: keyArn('key-1'),
        context: sentWith(action, sent),
      }),
    ),
  );
}

/** Administration takes no encryption context. */
function sentWith(
  action: string,
  { 'kms:EncryptionContext:x': encryptionContext, ...rest }: Context,
): Context {
  return action === 'kms:PutKeyPolicy' || encryptionContext === undefined
    ? rest
    : { ...rest, 'kms:EncryptionContext:x': encryptionContext };
}

/** Whether the key policy and each level allow and none denies, by each reading. */
const answers = ({ document, guardrails }: KeyPolicyInForce, request: PolicyRequest): readonly boolean[] =>
  bothReadings.map((reading) => {
    const effectOf = (each: PolicyDocument) =>
      evaluatePolicy(each, request, { kind: 'resource', reading }).effect;
    return (
      effectOf(document) === 'allowed' &&
      (request.action === 'kms:RetireGrant' ||
        guardrails.resourceControl.every((level) => {
          const effects = level.map((stored) => effectOf(stored.document));
          return effects.includes('allowed') && !effects.includes('explicitDeny');
        }))
    );
  });

const allowedInSome = (inForce: KeyPolicyInForce, request: PolicyRequest): boolean =>
  answers(inForce, request).includes(true);

export const allowedInAll = (inForce: KeyPolicyInForce, request: PolicyRequest): boolean =>
  !answers(inForce, request).includes(false);
