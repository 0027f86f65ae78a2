import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizationQuestion } from '../../../src/analysis/policy/authorization-question.ts';
import { type Applies, combine, isAllowed } from '../../../src/analysis/policy/authorize.ts';
import { evaluatePolicy } from '../../../src/analysis/policy/evaluate.ts';
import { type EvaluationRequest, evaluateRequest } from '../../../src/analysis/policy/evaluate-request.ts';
import type { Grant } from '../../../src/analysis/policy/grants.ts';
import type { PolicySet } from '../../../src/analysis/policy/policy-set.ts';
import type { PolicyRequest, RequestPrincipal } from '../../../src/analysis/policy/request.ts';
import type { PolicyDocument, Statement } from '../../../src/analysis/policy/shape.ts';
import { FOREIGN, OWN, policy } from './builders.ts';
import { holds } from './random-cases.ts';

const KEY = `arn:aws:kms:eu-west-1:${OWN}:key/k`;
const [USER, ROLE, SESSION] = [
  `arn:aws:iam::${OWN}:user/jo`,
  `arn:aws:iam::${OWN}:role/path/loader`,
  `arn:aws:sts::${OWN}:assumed-role/loader/s`,
];

const principal: fc.Arbitrary<RequestPrincipal> = fc.oneof(
  fc
    .constantFrom(USER, SESSION, `arn:aws:iam::${OWN}:root`, `arn:aws:sts::${OWN}:federated-user/b`)
    .map((aws) => ({ aws })),
  fc.constantFrom(`arn:aws:iam::${FOREIGN}:user/ann`, `arn:aws:iam::${FOREIGN}:root`).map((aws) => ({ aws })),
  fc.constantFrom<RequestPrincipal>(
    { service: 'dms.amazonaws.com' },
    { federated: 'accounts.google.com' },
    { anonymous: true },
  ),
);

const named = fc.oneof(
  fc.constant('*'),
  fc.constantFrom(OWN, FOREIGN, USER, ROLE, SESSION).map((aws) => ({ AWS: aws })),
  fc.constant({ AWS: [USER, FOREIGN] }),
  fc.constant({ Service: 'dms.amazonaws.com' }),
  fc.constant({ Federated: 'accounts.google.com' }),
);

const common = {
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('kms:Decrypt', 'kms:*', '*', 'kms:PutKeyPolicy', 's3:*'),
  Resource: fc.constantFrom('*', KEY, 'arn:aws:s3:::b'),
  Condition: fc.oneof(
    fc.constant({}),
    fc.constantFrom('1', '2').map((value) => ({ StringEquals: { 'aws:x': value } })),
  ),
};
const ownStatement = fc.record(common);
const resourceStatement = fc.oneof(
  fc.record({ ...common, Principal: named }),
  fc.record({ ...common, Effect: fc.constant('Deny'), NotPrincipal: named }),
);

const documentOf = (statement: fc.Arbitrary<object>): fc.Arbitrary<PolicyDocument> =>
  fc.array(statement, { maxLength: 3 }).map((statements) => policy(statements));
const own = documentOf(ownStatement);
const everything = fc.constant(policy([{ Effect: 'Allow', Action: '*', Resource: '*' }]));
const forEveryone = fc.constant(policy([{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }]));
const levelsOf = (document: fc.Arbitrary<PolicyDocument>): fc.Arbitrary<PolicyDocument[][]> =>
  fc.array(fc.array(document, { maxLength: 2 }), { maxLength: 2 });

const grant: fc.Arbitrary<Grant> = fc.record({
  grantee: fc.constantFrom(USER, ROLE, OWN, `arn:aws:iam::${FOREIGN}:user/ann`, 'dms.amazonaws.com'),
  issuingAccount: fc.constantFrom(null, OWN, FOREIGN),
  operations: fc.constant(['Decrypt']),
  constraints: fc.constantFrom(null, { encryptionContextSubset: { a: 'b' } }),
});

const policySet: fc.Arbitrary<PolicySet> = fc.record({
  identity: fc.array(own, { maxLength: 2 }),
  resource: fc.option(
    fc.record({
      kind: fc.constantFrom('trust', 'key', 'resource'),
      document: documentOf(resourceStatement),
      account: fc.constant(OWN),
    }),
  ),
  boundary: fc.option(fc.oneof(own, everything)),
  session: fc.array(fc.oneof(own, everything), { maxLength: 1 }),
  serviceControl: levelsOf(fc.oneof(own, everything, everything)),
  resourceControl: levelsOf(fc.oneof(documentOf(resourceStatement), forEveryone, forEveryone)),
  grants: fc.array(grant, { maxLength: 2 }),
});

const request: fc.Arbitrary<PolicyRequest> = fc.record({
  principal,
  action: fc.constantFrom('kms:Decrypt', 'kms:Decrypt', 'kms:PutKeyPolicy'),
  resource: fc.constant(KEY),
  context: fc.constantFrom(
    {},
    { 'aws:x': '1' },
    { 'kms:EncryptionContext:a': 'b', 'kms:EncryptionContextKeys': ['a'] },
  ),
});

function toEvaluate(set: PolicySet, asked: PolicyRequest): EvaluationRequest {
  const { resource } = set;
  return {
    ...asked,
    identityPolicies: set.identity,
    permissionsBoundary: set.boundary,
    sessionPolicies: set.session,
    serviceControlPolicies: set.serviceControl,
    resourceControlPolicies: set.resourceControl,
    grants: set.grants,
    ...(resource === null
      ? {}
      : {
          resourcePolicy: resource.document,
          resourcePolicyKind: resource.kind,
          resourceAccount: resource.account,
        }),
  };
}

const effectOf = (set: PolicySet, asked: PolicyRequest): string =>
  evaluateRequest(toEvaluate(set, asked)).effect;

/** The set with its documents, and the lists of them, changed in some way. */
function changed(
  set: PolicySet,
  document: (one: PolicyDocument) => PolicyDocument,
  inList: <T>(list: readonly T[]) => readonly T[] = (list) => list,
): PolicySet {
  const each = (list: readonly PolicyDocument[]): readonly PolicyDocument[] => inList(list.map(document));
  return {
    identity: each(set.identity),
    resource: set.resource && { ...set.resource, document: document(set.resource.document) },
    boundary: set.boundary && document(set.boundary),
    session: each(set.session),
    serviceControl: set.serviceControl.map(each),
    resourceControl: set.resourceControl.map(each),
    grants: inList(set.grants),
  };
}

const withStatements =
  (change: (statements: readonly Statement[]) => readonly Statement[]) =>
  (document: PolicyDocument): PolicyDocument => ({
    ...document,
    statements: change(document.statements).map((statement, index) => ({ ...statement, index })),
  });

const statementIn = ({ statements }: PolicyDocument): readonly Statement[] => statements;

describe('whatever the policies and the request', () => {
  it('a Deny that applies overrides all, wherever it is', () => {
    const denyAll = policy([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    const denyEveryone = policy([{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }]);
    const places: readonly ((set: PolicySet) => PolicySet)[] = [
      (set) => ({ ...set, identity: [...set.identity, denyAll] }),
      (set) => ({ ...set, session: [...set.session, denyAll] }),
      (set) => ({ ...set, boundary: denyAll }),
      (set) => ({ ...set, serviceControl: [...set.serviceControl, [denyAll]] }),
      (set) => ({ ...set, resourceControl: [[denyEveryone], ...set.resourceControl] }),
      (set) => ({ ...set, resource: { kind: 'key', account: OWN, document: denyEveryone } }),
    ];
    holds(
      fc.property(policySet, request, fc.constantFrom(...places), (set, asked, add) => {
        expect(effectOf(add(set), { ...asked, principal: { aws: USER } })).toBe('explicitDeny');
      }),
    );
  });

  it('another Allow never turns an Allow into a refusal', () => {
    const allow = fc.tuple(documentOf(ownStatement), documentOf(resourceStatement));
    holds(
      fc.property(policySet, request, allow, (set, asked, [forOwn, forResource]) => {
        const allows = [...statementIn(forOwn), ...statementIn(forResource)].filter(
          ({ effect }) => effect === 'Allow',
        );
        const more = changed(
          set,
          withStatements((statements) => [...statements, ...allows]),
        );
        if (effectOf(set, asked) === 'allowed') expect(effectOf(more, asked)).toBe('allowed');
      }),
    );
  });

  it('neither the order of statements and policies counts, nor saying one twice', () => {
    holds(
      fc.property(policySet, request, (set, asked) => {
        const twice = <T>(list: readonly T[]): readonly T[] => [...list.toReversed(), ...list];
        expect(effectOf(changed(set, withStatements(twice), twice), asked)).toBe(effectOf(set, asked));
      }),
    );
  });

  it('the deciding statement applies and has the effect of the decision', () => {
    holds(
      fc.property(policySet, request, (set, asked) => {
        const { effect, decidedBy, trace } = evaluateRequest(toEvaluate(set, asked));
        const denies = trace.filter(({ applies }) => applies);
        if (decidedBy === null) expect(effect === 'explicitDeny').toBe(false);
        else expect(denies).toContainEqual(expect.objectContaining(decidedBy));
        expect(effect === 'implicitDeny').toBe(decidedBy === null && effect !== 'allowed');
      }),
    );
  });
});

describe('what is said before everything is known', () => {
  const truths = fc.func(fc.boolean());
  const hidden = fc.func(fc.boolean());

  it('stays true when it is', () => {
    holds(
      fc.property(policySet, request, truths, hidden, (set, asked, truth, isHidden) => {
        const question = authorizationQuestion(set, asked);
        const place = question.policies;
        const known = (...[statement, ref]: Parameters<Applies>): boolean =>
          truth(place.indexOf(ref), statement.index);
        const partly: Applies = (statement, ref) =>
          isHidden(place.indexOf(ref), statement.index) ? undefined : known(statement, ref);
        const whole = combine(question, known);
        const soFar = combine(question, partly);
        expect(isAllowed(question, known)).toBe(whole.effect === 'allowed');
        expect(soFar.allowed).toBe(isAllowed(question, partly));
        if (soFar.allowed !== undefined) expect(whole.allowed).toBe(soFar.allowed);
        if (soFar.effect !== undefined) expect(whole.effect).toBe(soFar.effect);
      }),
    );
  });

  it('is nothing where nothing is known and both may be', () => {
    const set: PolicySet = {
      identity: [policy([{ Effect: 'Allow', Action: '*', Resource: '*' }])],
      resource: null,
      boundary: null,
      session: [],
      serviceControl: [],
      resourceControl: [],
      grants: [],
    };
    const question = authorizationQuestion(set, { principal: { aws: USER }, action: 'kms:Decrypt' });
    const unknown: Applies = () => undefined;
    expect(combine(question, unknown)).toEqual({ allowed: undefined, effect: undefined, decidedBy: null });
  });
});

describe('one policy alone', () => {
  it('of an identity says what it says by itself', () => {
    holds(
      fc.property(own, request, (document, asked) => {
        const of = { ...asked, principal: { aws: USER } };
        const options = { kind: 'identity', reading: 'refused-parts-match-nothing' } as const;
        const { effect } = evaluatePolicy(document, of, options);
        expect(evaluateRequest({ ...of, identityPolicies: [document] }).effect).toBe(effect);
      }),
    );
  });

  it.each(['trust', 'resource', 'key'] as const)(
    'a %s policy says to a service what it says by itself',
    (kind) => {
      holds(
        fc.property(documentOf(resourceStatement), request, (document, asked) => {
          const of = { ...asked, principal: { service: 'dms.amazonaws.com' } };
          const options = {
            kind: kind === 'trust' ? 'trust' : 'resource',
            reading: 'refused-parts-match-nothing',
          } as const;
          const alone = evaluatePolicy(document, of, options);
          const together = evaluateRequest({
            ...of,
            resourcePolicy: document,
            resourcePolicyKind: kind,
            resourceAccount: OWN,
          });
          expect(together.effect).toBe(alone.effect);
          expect(together.decidedBy?.statement ?? null).toBe(alone.statement);
        }),
      );
    },
  );
});
