import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../../../src/analysis/policy/conditions.ts';
import { parsePolicy } from '../../../../src/analysis/policy/document.ts';
import type { EvaluationRequest } from '../../../../src/analysis/policy/evaluate-request.ts';
import type { Grant } from '../../../../src/analysis/policy/grants.ts';
import type { RequestPrincipal } from '../../../../src/analysis/policy/request.ts';
import type { PolicyDocument } from '../../../../src/analysis/policy/shape.ts';
import { type Fields, fieldsOf, list, oneOf, optional, text, texts } from './fields.ts';

/** What a case expects; `statement` as `resource[0].Statement[1]`, null where none decides. */
interface Expected {
  readonly effect: string;
  readonly statement?: string | null;
}

interface PolicyCase {
  readonly name: string;
  readonly source: string;
  readonly request: EvaluationRequest;
  readonly expect: Readonly<Record<Reading, Expected>>;
}

/** The cases of each topic, a topic being a folder here. A field that is not known is an error. */
export function readCases(): ReadonlyMap<string, readonly PolicyCase[]> {
  const topics = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return new Map(topics.map(({ name }) => [name, casesIn(join(import.meta.dirname, name))]));
}

function casesIn(folder: string): readonly PolicyCase[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const raw: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return list(raw, file).map((one, index) => readCase(one, `${file}[${index}]`));
    });
}

const CASE = ['name', 'source', 'policies', 'request', 'expect'];
const REQUEST = ['principal', 'action', 'resource', 'context'];
const POLICIES = [
  'identity',
  'resource',
  'resourceKind',
  'resourceAccount',
  'boundary',
  'session',
  'serviceControl',
  'resourceControl',
  'grants',
];

function readCase(raw: unknown, at: string): PolicyCase {
  const fields = fieldsOf(raw, at, CASE);
  const name = text(fields, 'name');
  const where = `${at} (${name})`;
  const request = fieldsOf(fields.value['request'], where, REQUEST);
  return {
    name,
    source: text(fields, 'source'),
    request: {
      principal: readPrincipal(request.value['principal'], where),
      action: text(request, 'action'),
      resource: optional(request, 'resource', text) ?? null,
      context: readContext(request.value['context'] ?? {}, where),
      ...readPolicies(fieldsOf(fields.value['policies'], where, POLICIES)),
    },
    expect: readExpected(fields.value['expect'], where),
  };
}

function readPrincipal(raw: unknown, at: string): RequestPrincipal {
  const fields = fieldsOf(raw, at, ['aws', 'service', 'federated', 'anonymous']);
  const [kind] = Object.keys(fields.value);
  if (kind === 'aws') return { aws: text(fields, kind) };
  if (kind === 'service') return { service: text(fields, kind) };
  if (kind === 'federated') return { federated: text(fields, kind) };
  return { anonymous: true };
}

function readContext(raw: unknown, at: string): EvaluationRequest['context'] {
  const fields = fieldsOf(raw, at);
  const keys = Object.keys(fields.value);
  return Object.fromEntries(
    keys.map((key) => [key, Array.isArray(fields.value[key]) ? texts(fields, key) : text(fields, key)]),
  );
}

function readPolicies(fields: Fields) {
  const levels = (of: Fields, key: string): readonly (readonly PolicyDocument[])[] =>
    list(of.value[key], of.at).map((level) => list(level, of.at).map((one) => readPolicy(one, of.at)));
  const documents = (of: Fields, key: string): readonly PolicyDocument[] =>
    list(of.value[key], of.at).map((one) => readPolicy(one, of.at));
  const document = (of: Fields, key: string): PolicyDocument => readPolicy(of.value[key], of.at);
  const common = {
    identityPolicies: optional(fields, 'identity', documents) ?? [],
    permissionsBoundary: optional(fields, 'boundary', document) ?? null,
    sessionPolicies: optional(fields, 'session', documents) ?? [],
    serviceControlPolicies: optional(fields, 'serviceControl', levels) ?? [],
    resourceControlPolicies: optional(fields, 'resourceControl', levels) ?? [],
    grants: optional(fields, 'grants', readGrants) ?? [],
  };
  if (!('resource' in fields.value)) return common;
  return {
    ...common,
    resourcePolicy: document(fields, 'resource'),
    resourcePolicyKind: oneOf(fields, 'resourceKind', ['trust', 'key', 'resource']),
    resourceAccount: text(fields, 'resourceAccount'),
  };
}

/** A whole document, or its statements alone: then of the version of 2012. */
function readPolicy(raw: unknown, at: string): PolicyDocument {
  const whole = Array.isArray(raw) ? { Version: '2012-10-17', Statement: raw } : raw;
  const { document, problems } = parsePolicy(JSON.stringify(whole));
  if (document === null) throw new Error(`${at}: ${JSON.stringify(problems)}`);
  return document;
}

function readGrants(fields: Fields, key: string): readonly Grant[] {
  return list(fields.value[key], fields.at).map((raw) => {
    const grant = fieldsOf(raw, fields.at, ['grantee', 'issuingAccount', 'operations', 'constraints']);
    return {
      grantee: text(grant, 'grantee'),
      issuingAccount: optional(grant, 'issuingAccount', text) ?? null,
      operations: texts(grant, 'operations'),
      constraints: optional(grant, 'constraints', readConstraints) ?? null,
    };
  });
}

function readConstraints(fields: Fields, key: string): NonNullable<Grant['constraints']> {
  const constraints = fieldsOf(fields.value[key], fields.at, [
    'encryptionContextEquals',
    'encryptionContextSubset',
  ]);
  const pairs = (of: Fields, name: string): Record<string, string> => {
    const entries = fieldsOf(of.value[name], of.at);
    return Object.fromEntries(Object.keys(entries.value).map((pair) => [pair, text(entries, pair)]));
  };
  const equals = optional(constraints, 'encryptionContextEquals', pairs);
  const subset = optional(constraints, 'encryptionContextSubset', pairs);
  return {
    ...(equals === undefined ? {} : { encryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { encryptionContextSubset: subset }),
  };
}

const READINGS = ['refused-parts-ignored', 'refused-parts-match-nothing'] as const;

/** One expectation, or one for each reading of what IAM would refuse. */
function readExpected(raw: unknown, at: string): PolicyCase['expect'] {
  const [ignored, matchesNothing] = READINGS;
  const fields = fieldsOf(raw, at, ['effect', 'statement', ...READINGS]);
  if ('effect' in fields.value) {
    const both = readOutcome(fields);
    return { [ignored]: both, [matchesNothing]: both };
  }
  return {
    [ignored]: readOutcome(fieldsOf(fields.value[ignored], at, ['effect', 'statement'])),
    [matchesNothing]: readOutcome(fieldsOf(fields.value[matchesNothing], at, ['effect', 'statement'])),
  };
}

function readOutcome(fields: Fields): Expected {
  const effect = oneOf(fields, 'effect', ['allowed', 'explicitDeny', 'implicitDeny']);
  if (!('statement' in fields.value)) return { effect };
  return { effect, statement: fields.value['statement'] === null ? null : text(fields, 'statement') };
}
