import type { PolicyDocument } from '../../src/analysis/policy/document.ts';
import { parsePolicy } from '../../src/analysis/policy/document.ts';
import { judgeGuard } from '../../src/analysis/roles/guard.ts';
import { alone } from '../support/organization-builders.ts';

const own = '111111111111';
const ownAccount = { 'aws:SourceAccount': own };
const arn = (pattern: string | readonly string[]): object => ({ 'aws:SourceArn': pattern });
const letIn = (Condition: object, over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition,
  ...over,
});
const upTo = (count: number, each: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => each(index));
const accountOf = (index: number): string => String(100_000_000_000 + index * 7_919_104_729);

/** Trust policies as accounts have them, one at the size limit, and some that were made to be slow. */
const trusts: Readonly<Record<string, readonly object[]>> = {
  'no condition': [letIn({})],
  'the own account': [letIn({ StringEquals: ownAccount })],
  'ARNs of the own account': [letIn({ ArnLike: arn(`arn:aws:dms:*:${own}:rep:*`) })],
  'account and ARNs, as the guide prints them': [
    letIn({
      StringEquals: ownAccount,
      ArnLike: arn([`arn:aws:dms:eu-west-1:${own}:assessment-run:*`, `arn:aws:dms:eu-west-1:${own}:task:*`]),
    }),
  ],
  'a Deny of all others': [
    letIn({}),
    letIn({ StringNotEquals: ownAccount }, { Effect: 'Deny', Principal: '*' }),
  ],
  'everybody, for the own account': [letIn({ StringEquals: ownAccount }, { Principal: '*' })],
  'the organization': [letIn({ StringEquals: { 'aws:SourceOrgID': 'o-1' } })],
  'a text pattern': [letIn({ StringLike: arn(`*${own}*`) })],
  'an operator that IAM lacks': [
    letIn({ StringEquals: ownAccount, ArnEqual: arn(`arn:aws:dms:*:${own}:*`) }),
  ],
  '24 statements at the size limit': upTo(24, (index) =>
    letIn({
      StringEquals: { 'aws:SourceAccount': accountOf(index) },
      ArnLike: arn(`arn:aws:dms:*:${accountOf(index)}:*`),
    }),
  ),
  'globs that remember much': [
    letIn({ StringLike: arn('*a??????????') }),
    letIn({ StringLike: arn('*b??????????*c') }),
  ],
  '200 globs': upTo(200, (index) => letIn({ StringLike: arn(`*${index}*`) })),
  '200 accounts': upTo(200, (index) => letIn({ StringEquals: { 'aws:SourceAccount': accountOf(index) } })),
};

const runs = 15;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

function parsed(statements: readonly object[]): PolicyDocument {
  const { document } = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (document === null) throw new Error('a trust of the bench cannot be read');
  return document;
}

/** Each time a document of its own: what was decided once is remembered. */
function timeOf(statements: readonly object[]): number {
  const document = parsed(statements);
  const begun = performance.now();
  judgeGuard(document, {
    account: own,
    partition: 'aws',
    regions: ['eu-west-1'],
    organization: undefined,
    ...alone,
    trustedAccounts: [],
    trustedOrganizations: [],
    trustedOrganizationPaths: [],
    knownArns: [],
  });
  return performance.now() - begun;
}

/** How long it takes to decide who gets in by each trust; the first runs of all are for warming up. */
export function benchPolicies(print: (name: string, value: number, unit: string) => void): void {
  const all = Object.entries(trusts);
  for (const [, statements] of all) timeOf(statements);
  const measured = all.map(([name, statements]) => ({
    name,
    milliseconds: median(Array.from({ length: runs }, () => timeOf(statements))),
  }));
  const dullest = measured[0]?.milliseconds ?? 0;
  for (const { name, milliseconds } of measured) {
    print(`trust policy, ${name}: median`, milliseconds, 'ms');
    print(`trust policy, ${name}: ratio to the first`, milliseconds / dullest, 'times');
  }
}
