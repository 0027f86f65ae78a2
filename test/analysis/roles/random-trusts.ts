import fc from 'fast-check';
import type { Tried } from '../../../src/analysis/callers/tried.ts';
import { bearingOn } from '../../../src/analysis/organization/bearing.ts';
import { type Guardrails, type Levels, noGuardrails } from '../../../src/analysis/organization/guardrails.ts';
import type { PolicyDocument } from '../../../src/analysis/policy/document.ts';
import { evaluatePolicy, type PolicyKind, type Reading } from '../../../src/analysis/policy/evaluate.ts';
import { nameOf } from '../../../src/analysis/policy/principal.ts';
import type { PolicyRequest, RequestPrincipal } from '../../../src/analysis/policy/request.ts';
import type { StoredPolicy } from '../../../src/analysis/stored-policy.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { policy } from '../policy/builders.ts';

// A universe small enough to try every request in it, and trust policies written in its words.

const THIRD = '333333333333';
/** The Region that is audited, and one that is not. */
export const regions = ['eu-west-1'] as const;
const everyRegion = [...regions, 'eu-west-9'];
const dms = 'dms.amazonaws.com';
const dmsServices = [dms, 'dms.eu-west-1.amazonaws.com', 'dms-data-migrations.amazonaws.com'];

/** The role of which the trust is. */
export const theRole = `arn:aws:iam::${ACCOUNT}:role/dms-vpc-role`;

/** The id that every witness carries, and one that policies name. */
const ids = ['EXAMPLE4WITNESS2RESOURCE26', 'ABC'];
const types = ['rep', 'endpoint'];
const arnsOf = (account: string): readonly string[] =>
  everyRegion.flatMap((region) =>
    types.flatMap((type) => ids.map((id) => `arn:aws:dms:${region}:${account}:${type}:${id}`)),
  );

const accountValues = [
  ACCOUNT,
  FOREIGN,
  '*',
  '1111*',
  '????????????',
  '${aws:SourceAccount}',
  '${aws:SourceArn}',
];
const arnValues = [
  `arn:aws:dms:*:${ACCOUNT}:*`,
  `arn:aws:dms:eu-west-1:${ACCOUNT}:rep:*`,
  `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:ABC`,
  `arn:aws:DMS:eu-west-1:${ACCOUNT}:endpoint:ABC`,
  `arn:*:*:*:${ACCOUNT}:rep:ABC`,
  `arn:aws:dms:*:${FOREIGN}:*`,
  `arn:aws:dms:eu-west-9:${FOREIGN}:endpoint:ABC`,
  'arn:aws:dms:*:*:*',
  'arn:aws:dms:*:1111*:rep:*',
  'arn:aws:s3:::bucket',
  `arn:aws:s3:*:${ACCOUNT}:*`,
  'arn:aws:dms',
  '*',
  `*${ACCOUNT}*`,
  '${aws:SourceArn}',
  `arn:aws:dms:\${a:${ACCOUNT}:b, 'eu-west-9'}:*:*`,
  `arn:\${a:b, 'aws'}:dms:eu-west-9:${ACCOUNT}:*`,
];

const comparisons = [
  'StringEquals',
  'StringLike',
  'StringEqualsIgnoreCase',
  'StringNotEquals',
  'StringNotLike',
  'ArnLike',
  'ArnNotLike',
];
const operators = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...comparisons) },
  { weight: 1, arbitrary: fc.constantFrom(...comparisons).map((name) => `${name}IfExists`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('ForAllValues', 'ForAnyValue'), fc.constantFrom(...comparisons))
      .map(([set, name]) => `${set}:${name}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('ArnEqual', 'stringEquals', 'ForAllValues:ArnLikeIfExists') },
);

const oneOrTwo = (values: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...values).map((value) => [value]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...values), { minLength: 2, maxLength: 2 }) },
  );

const nullCheck = fc
  .tuple(
    fc.constantFrom('aws:SourceAccount', 'aws:SourceArn'),
    fc.oneof({ weight: 3, arbitrary: fc.constant('false') }, { weight: 1, arbitrary: fc.constant('true') }),
  )
  .map(([key, value]) => ({ Null: { [key]: value } }));

const onSource = fc.tuple(
  operators,
  fc.oneof(
    {
      weight: 5,
      arbitrary: oneOrTwo(accountValues).map((values) => ({ 'aws:SourceAccount': values })),
    },
    { weight: 5, arbitrary: oneOrTwo(arnValues).map((values) => ({ 'AWS:SourceArn': values })) },
    { weight: 1, arbitrary: fc.constant({ 'aws:SourceOrgID': ['o-1'] }) },
  ),
);

const conditions = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: onSource.map(([operator, keys]) => ({ [operator]: keys })) },
      { weight: 1, arbitrary: nullCheck },
    ),
    { maxLength: 3 },
  )
  .map((parts): object => Object.assign({}, ...parts) as object);

const services = fc.subarray([...dmsServices, 'redshift.amazonaws.com', 'lambda.amazonaws.com'], {
  minLength: 1,
  maxLength: 3,
});
const identities: readonly string[] = [ACCOUNT, FOREIGN, THIRD, '999999999999'].flatMap((account) => [
  `arn:aws:iam::${account}:root`,
  `arn:aws:iam::${account}:role/anyone`,
]);
const named = fc.oneof(
  { weight: 4, arbitrary: services.map((list) => ({ Service: list })) },
  { weight: 1, arbitrary: fc.subarray([...identities, FOREIGN], { minLength: 1 }).map((AWS) => ({ AWS })) },
  { weight: 1, arbitrary: services.map((list) => ({ Service: list, AWS: identities[0] })) },
);
const principals = fc.oneof(
  { weight: 8, arbitrary: named.map((Principal): object => ({ Principal })) },
  { weight: 1, arbitrary: fc.constant({ Principal: '*' }) },
  { weight: 1, arbitrary: named.map((NotPrincipal): object => ({ NotPrincipal })) },
);

const effects = fc.oneof(
  { weight: 3, arbitrary: fc.constant('Allow') },
  { weight: 2, arbitrary: fc.constant('Deny') },
);
const actions = fc.oneof(
  { weight: 9, arbitrary: fc.constant('sts:AssumeRole') },
  { weight: 1, arbitrary: fc.constantFrom('sts:*', 'sts:TagSession') },
);

const statement = fc
  .record({ Effect: effects, Action: actions, Condition: conditions, principals })
  .map(({ principals: who, ...rest }): object => ({ ...rest, ...who }));

const ownAccount = { 'aws:SourceAccount': ACCOUNT };
const ownArn = { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` };
const guards = fc.constantFrom<object>(
  { StringEquals: ownAccount },
  { ArnLike: ownArn },
  { StringEquals: ownAccount, ArnLike: ownArn },
  { 'ForAnyValue:StringLike': ownAccount },
  { StringLikeIfExists: ownAccount, Null: { 'aws:SourceAccount': 'false' } },
  { 'ForAllValues:ArnEquals': ownArn, Null: { 'aws:SourceArn': 'false' } },
);
const denyOthers = fc
  .constantFrom('StringNotEquals', 'StringNotLike', 'StringNotEqualsIfExists')
  .map((operator) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { [operator]: ownAccount },
  }));
/** Statements that let DMS in for the account alone, or all but one of the parts that it takes. */
const guarded = fc.oneof(
  fc
    .record({ Effect: fc.constant('Allow'), Action: actions, guards, more: conditions, who: services })
    .map(({ guards: guard, more, who, ...rest }): object[] => [
      { ...rest, Principal: { Service: [dms, ...who] }, Condition: { ...more, ...guard } },
    ]),
  fc
    .tuple(services, conditions, denyOthers)
    .map(([who, Condition, deny]): object[] => [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: [dms, ...who] }, Condition },
      deny,
    ]),
);

/** One to three statements, in every other case near to a guarded trust. */
export const trusts: fc.Arbitrary<readonly object[]> = fc.oneof(
  fc.array(statement, { minLength: 1, maxLength: 3 }),
  fc.tuple(guarded, fc.array(statement, { maxLength: 1 })).map((parts) => parts.flat()),
);

/** A trust policy, and what an organisation has over its role. */
export interface Trust {
  readonly document: PolicyDocument;
  readonly guardrails: Guardrails;
}

const statementsOver = fc
  .record({
    Effect: fc.constant('Deny'),
    Action: fc.constantFrom('sts:*', 'sts:AssumeRole', '*'),
    Resource: fc.constantFrom('*', '*', theRole, '${aws:SourceAccount}', `arn:aws:iam::*:role/other`),
    about: conditions,
    of: fc.constantFrom<object>(
      {},
      { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
      { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
      { StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT, FOREIGN] } },
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/anyone' } },
    ),
  })
  .map(({ about, of, ...rest }): object => ({ ...rest, Principal: '*', Condition: { ...about, ...of } }));

const levelsOver = fc
  .array(
    fc.tuple(
      fc.constantFrom<object>(
        { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
        { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
        { Effect: 'Allow', Principal: '*', Action: 'sts:*', Resource: theRole },
        { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' },
      ),
      fc.array(statementsOver, { maxLength: 2 }),
    ),
    { maxLength: 2 },
  )
  .map(
    (levels): Levels =>
      levels.map(([allow, denies], index) => [stored(`level-${index}`, [allow, ...denies])]),
  );

const stored = (name: string, statements: readonly object[]): StoredPolicy => {
  const document = policy(statements);
  return { name, text: JSON.stringify({ Version: '2012-10-17', Statement: statements }), document };
};

/** Levels of resource and of service control policies, as they bear on a role. */
const guardrailsOver: fc.Arbitrary<Guardrails> = fc
  .record({ serviceControl: levelsOver, resourceControl: levelsOver })
  .map((guardrails) => bearingOn(guardrails, ['sts:AssumeRole']));

/** A trust by itself in every other case, else under an organisation. */
export const trustsInForce: fc.Arbitrary<Trust> = fc.record({
  document: trusts.map((statements) => policy(statements)),
  guardrails: fc.oneof(fc.constant(noGuardrails), guardrailsOver),
});

/** Whether each level allows and none denies, one policy after the other. */
function letsThrough(
  { serviceControl, resourceControl }: Guardrails,
  request: PolicyRequest,
  reading: Reading,
): boolean {
  const { principal } = request;
  const isOwn = 'aws' in principal && principal.aws.split(':')[4] === ACCOUNT;
  const allAllow = (levels: Levels, kind: PolicyKind): boolean =>
    levels.every((level) => {
      const effects = level.map(
        ({ document }) => evaluatePolicy(document, request, { kind, reading }).effect,
      );
      return effects.includes('allowed') && !effects.includes('explicitDeny');
    });
  return allAllow(resourceControl, 'resource') && (!isOwn || allAllow(serviceControl, 'identity'));
}

export type Keys = Readonly<Record<string, string>>;

/** What DMS could send on behalf of an account: each ARN of it, with the account's id beside it or without. */
const keysOf = (account: string): readonly Keys[] => [
  { 'aws:SourceAccount': account },
  ...arnsOf(account).flatMap((arn) => [
    { 'aws:SourceArn': arn },
    { 'aws:SourceAccount': account, 'aws:SourceArn': arn },
  ]),
];
const noKeys: Keys = {};

/**
 * How to read what is not certain in a document: parts that IAM would refuse, and conditions on keys of
 * which nobody can say whether the service sends them. A verdict stands only if it is the same in all.
 */
interface TrustReading {
  readonly refused: Reading;
  readonly otherKeys: 'absent' | 'present';
}

const refusedReadings: readonly Reading[] = ['refused-parts-ignored', 'refused-parts-match-nothing'];
export const trustReadings: readonly TrustReading[] = refusedReadings.flatMap((refused) => [
  { refused, otherKeys: 'absent' },
  { refused, otherKeys: 'present' },
]);

const isAllowed = (
  { document, guardrails }: Trust,
  request: PolicyRequest,
  { refused }: TrustReading,
): boolean =>
  evaluatePolicy(document, request, { kind: 'trust', reading: refused }).effect === 'allowed' &&
  letsThrough(guardrails, request, refused);

const requestOf = (principal: RequestPrincipal, keys: Keys): PolicyRequest => ({
  principal,
  action: 'sts:AssumeRole',
  resource: theRole,
  context: {
    ...keys,
    'aws:PrincipalIsAWSService': String('service' in principal),
    ...('service' in principal ? { 'aws:PrincipalServiceName': principal.service } : {}),
    ...('aws' in principal
      ? { 'aws:PrincipalArn': principal.aws, 'aws:PrincipalAccount': principal.aws.split(':')[4] ?? '' }
      : {}),
  },
});

/** Each set of keys with which some service gets in, whatever else the request carries. */
export function letIn(
  trust: Trust,
  among: readonly Keys[],
  reading: TrustReading,
  asking: readonly string[] = dmsServices,
): readonly Keys[] {
  const organizations =
    reading.otherKeys === 'absent' ? [{}] : [{}, { 'aws:SourceOrgID': 'o-1' }, { 'aws:SourceOrgID': 'o-2' }];
  return among.filter((keys) =>
    asking.some((service) =>
      organizations.some((more) => isAllowed(trust, requestOf({ service }, { ...keys, ...more }), reading)),
    ),
  );
}

/** The readings in which most get in: to show that nobody does, it takes no others. */
export const widestReadings = trustReadings.filter(({ otherKeys }) => otherKeys === 'present');

/** Requests that no trusted account stands behind. */
export const strangeKeys = [noKeys, ...[FOREIGN, THIRD].flatMap(keysOf)];
export const ownKeys = keysOf(ACCOUNT);
export const ownOrNoKeys = [noKeys, ...ownKeys];

/** Principals other than DMS's own that get in under some reading, with or without source keys. */
export function othersLetIn(trust: Trust): readonly string[] {
  const principals: RequestPrincipal[] = [
    ...identities.map((aws) => ({ aws })),
    ...['redshift', 'lambda', 'sns'].map((name) => ({ service: `${name}.amazonaws.com` })),
  ];
  const keys = (principal: RequestPrincipal): readonly Keys[] =>
    'service' in principal ? [noKeys, ...strangeKeys, ...ownKeys] : [noKeys];
  return principals
    .filter((principal) =>
      keys(principal).some((each) =>
        widestReadings.some((reading) => isAllowed(trust, requestOf(principal, each), reading)),
      ),
    )
    .map(nameOf);
}

/** Whether the witness decides as it says under a reading of the document. */
export const isTrue = ({ document, guardrails }: Trust, { request, decision, guardrail }: Tried): boolean =>
  trustReadings.some(({ refused }) => {
    const { effect } = evaluatePolicy(document, request, { kind: 'trust', reading: refused });
    const isLetThrough = letsThrough(guardrails, request, refused);
    if (guardrail !== null) return effect === 'allowed' && !isLetThrough;
    return effect === decision.effect && (effect !== 'allowed' || isLetThrough);
  });
