import { expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { type LintOptions, lintPolicy } from '../../../src/analysis/policy/lint.ts';
import type { ServiceTables } from '../../../src/analysis/policy/service-tables.ts';
import type { Problem } from '../../../src/analysis/policy/shape.ts';
import { dmsMayAssume, OWN } from './builders.ts';

type Kind = LintOptions['kind'];

const action = { level: 'Write', resources: [], keys: [] } as const;

/** A few names of each service in scope. */
const TABLES: ServiceTables = {
  date: '2026-09-26',
  services: {
    dms: {
      actions: { DescribeEndpoints: action, CreateEndpoint: action, StartReplicationTask: action },
      resources: {},
      keys: {
        'aws:ResourceTag/${TagKey}': 'String',
        'aws:TagKeys': 'ArrayOfString',
        'dms:rep-tag/${TagKey}': 'String',
      },
    },
    kms: {
      actions: { Decrypt: action, DescribeKey: action },
      resources: {},
      keys: {
        'kms:CallerAccount': 'String',
        'kms:GrantOperations': 'ArrayOfString',
        'kms:ViaService': 'String',
      },
    },
    sts: { actions: { AssumeRole: action }, resources: {}, keys: { 'sts:ExternalId': 'String' } },
  },
  globalKeys: {
    'aws:SourceAccount': 'String',
    'aws:SourceArn': 'ARN',
    'aws:SourceOrgPaths': 'ArrayOfString',
    'aws:MultiFactorAuthPresent': 'Bool',
    'aws:SourceIp': 'IPAddress',
    'aws:CurrentTime': 'Date',
    'aws:PrincipalTag/${TagKey}': 'String',
  },
};

/** The dullest statement of each kind of policy. */
export const DULL: Readonly<Record<Kind, object>> = {
  trust: dmsMayAssume,
  key: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: 'kms:*', Resource: '*' },
  identity: { Effect: 'Allow', Action: 'dms:Describe*', Resource: '*' },
  resource: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' },
};

export function lint(text: string, kind: Kind, tables: ServiceTables | null = TABLES): readonly Problem[] {
  return lintPolicy(parsePolicy(text), { kind, tables });
}

/** A policy of one dull statement with these elements instead; null takes one away. */
function policyOf(over: object, kind: Kind): string {
  const merged = Object.entries({ ...DULL[kind], ...over }).filter(([, value]) => value !== null);
  return JSON.stringify({ Version: '2012-10-17', Statement: [Object.fromEntries(merged)] });
}

/** What stands in the statement (an object) or for the whole policy (text). */
type Subject = object | string;

const textOf = (subject: Subject, kind: Kind): string =>
  typeof subject === 'string' ? subject : policyOf(subject, kind);

type Found = readonly [
  sentence: string,
  subject: Subject,
  kind: Kind,
  code: string,
  path: string,
  weight: Problem['weight'],
];
type NotFound = readonly [sentence: string, subject: Subject, kind: Kind, code: string];

/** The path is the one in the statement, unless it begins with `/`, for the policy. */
export function finds(cases: readonly Found[]): void {
  it.each(cases)('%s', (...[, subject, kind, code, path, weight]) => {
    const at = path.startsWith('/') ? path.slice(1) : `Statement[0]${path}`;
    const found = lint(textOf(subject, kind), kind).filter((problem) => problem.code === code);
    expect(found).toEqual([
      { code, weight, path: at, message: expect.stringMatching(/^[^\n]{10,400}$/) as unknown },
    ]);
  });
}

export function findsNot(cases: readonly NotFound[]): void {
  it.each(cases)('%s', (_, subject, kind, code) => {
    expect(lint(textOf(subject, kind), kind).map((problem) => problem.code)).not.toContain(code);
  });
}

/** The sentence of the one problem with this code. */
export function messageOf(subject: Subject, kind: Kind, code: string): string | undefined {
  return lint(textOf(subject, kind), kind).find((problem) => problem.code === code)?.message;
}
