import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import type { PolicyRequest } from '../../../src/analysis/policy/request.ts';
import type { PolicyDocument, Problem } from '../../../src/analysis/policy/shape.ts';

export const OWN = '111111111111';
export const FOREIGN = '999999999999';

/** The policy with these statements, as parsed; fails the test when it cannot be read. */
export function policy(statements: unknown, version = '2012-10-17'): PolicyDocument {
  const { document, problems } = parsePolicy(JSON.stringify({ Version: version, Statement: statements }));
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

export function problemsOf(statement: unknown, version = '2012-10-17'): readonly Problem[] {
  return parsePolicy(JSON.stringify({ Version: version, Statement: statement })).problems;
}

/** DMS asks to assume a role, for a replication instance of the account. */
export function dmsRequest(over: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    principal: { service: 'dms.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: null,
    context: sourceOf(OWN),
    ...over,
  };
}

export function sourceOf(account: string): Record<string, string> {
  return { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:dms:eu-west-1:${account}:rep:ABC` };
}

/** The dullest trust statement: DMS may assume the role. */
export const dmsMayAssume = {
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
