import fc from 'fast-check';
import { askedIn } from '../../../../src/analysis/callers/asked-conditions.ts';
import { type Question } from '../../../../src/analysis/policy/decide/decide.ts';
import type { Context, Dimension, KeyFacts } from '../../../../src/analysis/policy/decide/dimension.ts';
import type { PolicyDocument } from '../../../../src/analysis/policy/document.ts';
import type { PolicySet } from '../../../../src/analysis/policy/policy-set.ts';
import { FOREIGN, OWN, policy } from '../builders.ts';
import { type RandomKey, randomKeys } from './random-keys.ts';
import { organizations, type RandomFamily, sources } from './random-sources.ts';

// Random questions of the class that is decided without doubt, each with a universe of requests.

/** Keys that vary together, and what requests of the universe carry of them. */
interface Varying {
  readonly options: readonly Context[];
  readonly unverified: boolean;
}

export interface RandomQuestion {
  readonly question: Question;
  readonly universe: readonly Varying[];
}

/** The statements of each policy of a question, as they are written. */
export interface Written {
  readonly identity: readonly (readonly object[])[];
  readonly resource: readonly object[] | null;
  readonly boundary: readonly object[] | null;
  readonly session: readonly (readonly object[])[];
  readonly serviceControl: readonly (readonly (readonly object[])[])[];
}

/** Who asks what of whom, and which families of keys the request carries. */
export interface Setting {
  readonly kind: 'trust' | 'key' | 'resource';
  readonly principal: Question['principal'];
  readonly action: string;
  readonly resource: string | null;
  readonly families: readonly RandomFamily[];
  /** Keys of which nobody says whether they are sent. */
  readonly unverified: readonly string[];
  /** Conditions that IAM would refuse, to be among the others. */
  readonly refused: readonly object[];
}

const user = `arn:aws:iam::${OWN}:user/jo`;
const bucket = 'arn:aws:s3:::b/x';

export const trustSetting: Setting = {
  kind: 'trust',
  principal: { service: 'dms.amazonaws.com' },
  action: 'sts:AssumeRole',
  resource: null,
  families: [sources, organizations],
  unverified: [],
  refused: [],
};
export const keySetting: Setting = {
  kind: 'key',
  principal: { aws: `arn:aws:iam::${FOREIGN}:role/r` },
  action: 'kms:Decrypt',
  resource: `arn:aws:kms:eu-west-1:${OWN}:key/k`,
  families: [],
  unverified: [],
  refused: [],
};
export const identitySetting: Setting = {
  kind: 'resource',
  principal: { aws: user },
  action: 's3:GetObject',
  resource: bucket,
  families: [],
  unverified: [],
  refused: [],
};

/** Some of what policies ask for may not be sent, and some of what they hold IAM would not store. */
export const notKnownSetting: Setting = {
  ...keySetting,
  unverified: ['x:text', 'x:boolean', 'x:set', 'x:number'],
  refused: [
    { stringEquals: { 'x:text': 'a' } },
    { StringEquals: { 'x:required': [] } },
    { ArnLike: { 'x:text': 'arn:aws:s3' } },
  ],
};

const some = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const oneOrMore = (values: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    { weight: 3, arbitrary: some(values).map((value) => [value]) },
    { weight: 1, arbitrary: fc.uniqueArray(some(values), { minLength: 1, maxLength: 3 }) },
  );

const operatorOf = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: some(names) },
    { weight: 1, arbitrary: some(names).map((name) => `${name}IfExists`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(some(['ForAllValues', 'ForAnyValue']), some(names), some(['', 'IfExists']))
        .map(([quantifier, name, end]) => `${quantifier}:${name}${end}`),
    },
  );

interface Comparable {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
}

/** `{ StringEquals: { key: [value] } }` */
function conditionOn({ key, operators, values }: Comparable): fc.Arbitrary<object> {
  const plain = operators.filter((name) => !name.includes(':'));
  const sets = operators.filter((name) => name.includes(':'));
  const names = fc.oneof(
    ...(plain.length === 0 ? [] : [{ weight: plain.length, arbitrary: operatorOf(plain) }]),
    ...(sets.length === 0 ? [] : [{ weight: sets.length, arbitrary: some(sets) }]),
  );
  const comparison = fc.tuple(names, oneOrMore(values)).map(([name, list]) => ({ [name]: { [key]: list } }));
  const presence = some(['true', 'false']).map((value) => ({ Null: { [key]: value } }));
  return fc.oneof({ weight: 5, arbitrary: comparison }, { weight: 1, arbitrary: presence });
}

/** Two blocks as one; a repeated operator keeps its later keys. */
const together = (blocks: readonly object[]): object => Object.assign({}, ...blocks) as object;

const effects = some(['Allow', 'Allow', 'Deny']);
const actionsOf = ({ action }: Setting): fc.Arbitrary<object> => {
  const [service = ''] = action.split(':');
  return fc.oneof(
    { weight: 6, arbitrary: some([action, '*', `${service}:*`]).map((Action) => ({ Action })) },
    { weight: 1, arbitrary: some([['ec2:*'], [`${service}:Nothing`, action]]).map((Action) => ({ Action })) },
    { weight: 1, arbitrary: some(['ec2:*', `${service}:*`]).map((NotAction) => ({ NotAction })) },
  );
};
const resourcesOf = ({ kind, resource }: Setting): fc.Arbitrary<object> =>
  kind === 'trust'
    ? fc.constant({})
    : fc.oneof(
        { weight: 6, arbitrary: some(['*', resource ?? '*']).map((Resource) => ({ Resource })) },
        { weight: 1, arbitrary: fc.constant({ Resource: ['arn:aws:other:::*'] }) },
        { weight: 1, arbitrary: some(['arn:aws:other:::*', '*']).map((NotResource) => ({ NotResource })) },
      );

const namesOf = ({ principal }: Setting): readonly object[] =>
  'service' in principal
    ? [{ Service: principal.service }, { Service: ['lambda.amazonaws.com', principal.service] }]
    : [{ AWS: 'aws' in principal ? principal.aws : '*' }, { AWS: [OWN, FOREIGN] }];

const principalsOf = (setting: Setting): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 6, arbitrary: some(['*', ...namesOf(setting)]).map((Principal) => ({ Principal })) },
    { weight: 1, arbitrary: fc.constant({ Principal: { Service: 'lambda.amazonaws.com' } }) },
  );

/** A NotPrincipal is refused in an Allow, which is another property's matter. */
const exceptions = some([{ AWS: OWN }, { Service: 'lambda.amazonaws.com' }]).map((NotPrincipal) => ({
  Effect: 'Deny',
  NotPrincipal,
}));

function statementsOf(
  setting: Setting,
  keys: readonly Comparable[],
  names: fc.Arbitrary<object>,
  most: number,
): fc.Arbitrary<readonly object[]> {
  const refused = setting.refused.map((block) => fc.constant(block));
  const conditions = fc.array(fc.oneof(...keys.map(conditionOn), ...refused), { maxLength: 3 }).map(together);
  const statement = fc
    .tuple(
      fc.record({ Effect: effects, Condition: conditions }),
      actionsOf(setting),
      resourcesOf(setting),
      names,
    )
    .map((parts): object => Object.assign({}, ...parts) as object);
  return fc.array(statement, { minLength: 1, maxLength: most });
}

/** Policies of a setting that look at a few keys. */
export function writtenFor(setting: Setting): fc.Arbitrary<Written> {
  const ofFamilies = setting.families.flatMap(({ conditions }) => conditions);
  // Two keys vary in most policies, so that they meet in several statements.
  return fc
    .uniqueArray(some(randomKeys), {
      minLength: ofFamilies.length > 0 ? 0 : 1,
      maxLength: 2,
      selector: ({ key }) => key,
    })
    .chain((few): fc.Arbitrary<Written> => {
      const keys = [...few, ...ofFamilies];
      const own = statementsOf(setting, keys, fc.constant({}), 3);
      const ofResource = statementsOf(
        setting,
        keys,
        fc.oneof({ weight: 7, arbitrary: principalsOf(setting) }, { weight: 1, arbitrary: exceptions }),
        4,
      );
      const everything = fc.constant([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
      const none = fc.constant([]);
      if (setting.kind === 'trust') {
        return fc.record({
          identity: none,
          resource: ofResource,
          boundary: fc.constant(null),
          session: none,
          serviceControl: none,
        });
      }
      return fc.record({
        identity: fc.oneof(
          fc.array(own, { minLength: 1, maxLength: 2 }),
          everything.map((each) => [each]),
        ),
        resource: setting.kind === 'key' ? ofResource : fc.option(ofResource),
        boundary: fc.option(fc.oneof(own, everything)),
        session: fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: fc.tuple(own) }),
        serviceControl: fc.oneof(none, fc.array(fc.tuple(own), { maxLength: 2 })),
      });
    });
}

/** The policies of a question, and the question itself with the universe of its requests. */
export function questionOf(setting: Setting, written: Written): RandomQuestion {
  const parsed = (statements: readonly object[]): PolicyDocument => policy(statements);
  const policies: PolicySet = {
    identity: written.identity.map(parsed),
    resource:
      written.resource === null
        ? null
        : { kind: setting.kind, account: OWN, document: parsed(written.resource) },
    boundary: written.boundary === null ? null : parsed(written.boundary),
    session: written.session.map(parsed),
    serviceControl: written.serviceControl.map((level) => level.map(parsed)),
    resourceControl: [],
    grants: [],
  };
  const asked = [
    ...policies.identity,
    ...(policies.resource === null ? [] : [policies.resource.document]),
    ...(policies.boundary === null ? [] : [policies.boundary]),
    ...policies.session,
    ...policies.serviceControl.flat(),
  ].flatMap(askedIn);
  const mentioned = new Set(asked.map(({ condition }) => condition.key.toLowerCase()));
  const dimensions = setting.families.map(({ dimension }): Dimension => dimension(asked));
  const factsOf = ({ key, facts }: RandomKey): KeyFacts =>
    setting.unverified.includes(key) ? { ...facts, presence: 'unverified' } : facts;
  const facts = new Map(randomKeys.map((each) => [each.key, factsOf(each)]));
  return {
    question: {
      policies,
      principal: setting.principal,
      action: setting.action,
      resource: setting.resource,
      fixed: { 'x:fixed': 'ab' },
      dimensions,
      keyFacts: (key) => facts.get(key) ?? nobodys,
    },
    universe: [
      ...setting.families.map(({ universe }) => ({ options: universe, unverified: false })),
      ...randomKeys.filter(({ key }) => mentioned.has(key)).map((each) => varying(each, factsOf(each))),
    ],
  };
}

const nobodys: KeyFacts = { presence: 'never', multivalued: false, values: { kind: 'open' } };

const varying = ({ key, universe }: RandomKey, { presence }: KeyFacts): Varying => ({
  options: [...(presence === 'always' ? [] : [{}]), ...universe.map((value) => ({ [key]: value }))],
  unverified: presence === 'unverified',
});
