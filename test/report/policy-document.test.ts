import { describe, expect, it } from 'vitest';
import type { CheckedRequest } from '../../src/model/policy-check.ts';
import { policyDocument } from '../../src/report/policy-document.ts';
import { policy, trustStatement } from '../support/builders.ts';

const request: CheckedRequest = {
  principal: { service: 'dms.amazonaws.com' },
  action: 'sts:AssumeRole',
  resource: null,
  context: { 'aws:sourceaccount': '999999999999' },
  statement: 1,
  decision: 'allowed',
};
const document = policy(trustStatement({ Sid: 'One' }), trustStatement({ Sid: 'Two' }));
const wide = { width: 140, color: false };
const shown = (over: Partial<CheckedRequest> = {}, options = wide): readonly string[] =>
  policyDocument(document, { ...request, ...over }, options).split('\n');

it('marks the statement that decides, and no other', () => {
  const marked = shown().filter((line) => line.startsWith('>'));
  expect(marked.join()).toContain('"Sid": "Two"');
  expect(marked.join()).not.toContain('"Sid": "One"');
  expect(marked).toHaveLength(13);
});

it('marks nothing where no statement decides', () => {
  const lines = shown({ statement: null, decision: 'implicitDeny' });
  expect(lines.filter((line) => line.startsWith('>'))).toEqual([]);
  expect(lines.join('\n')).toMatch(/decision +refused, as nothing allows it$/m);
});

it('has the request beside the statement, from its first line on', () => {
  const lines = shown();
  const first = lines.findIndex((line) => line.startsWith('>'));
  expect(lines[first]).toMatch(/^> +\{ +REQUEST$/);
  expect(lines[first + 1]).toMatch(/^> +"Effect": "Allow", +principal +dms\.amazonaws\.com$/);
});

it.each([80, 99])('has it below at %i columns', (width) => {
  const lines = shown({}, { width, color: false });
  const end = lines.indexOf('');
  expect(lines.slice(0, end).join('\n')).not.toContain('REQUEST');
  expect(lines[end + 1]).toBe('REQUEST');
});

it('without a request is the document alone', () => {
  const text = policyDocument(document, null, wide);
  expect(JSON.parse(text)).toEqual(JSON.parse(document));
});

it.each<readonly [string, Partial<CheckedRequest>, RegExp]>([
  ['an identity', { principal: { aws: 'arn:aws:iam::1:role/a' } }, /principal +arn:aws:iam::1:role\/a$/m],
  ['a provider', { principal: { federated: 'accounts.google.com' } }, /principal +accounts\.google\.com$/m],
  ['nobody', { principal: { anonymous: true } }, /principal +anonymous$/m],
  ['a resource', { resource: 'arn:aws:s3:::b', action: 's3:GetObject' }, /resource +arn:aws:s3:::b$/m],
  ['no resource', { action: 's3:ListAllMyBuckets' }, /resource +none$/m],
  ['a Deny', { decision: 'explicitDeny' }, /decision +refused, by a Deny \(Statement\[1\]\)$/m],
  ['several values', { context: { 'aws:tagkeys': ['a', 'b'] } }, /aws:tagkeys +a, b$/m],
])('tells of %s', (_, over, line) => {
  expect(shown(over).join('\n')).toMatch(line);
});

describe('what is long', () => {
  const arn = `arn:aws:dms:eu-west-1:111111111111:endpoint:${'ABCDEFGH'.repeat(20)}`;
  it.each([80, 100, 140])('is whole, within %i columns', (width) => {
    const text = policyDocument(
      policy(trustStatement({ Condition: { ArnLike: { 'aws:SourceArn': arn } } })),
      { ...request, statement: 0, context: { 'aws:sourcearn': arn } },
      { width, color: false },
    );
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
    expect(text.match(/[ABCDEFGH]{4,}/g)?.join('')).toHaveLength(320);
  });

  it('of very many statements shows those around the one that decides, and how many are left out', () => {
    const many = policy(...Array.from({ length: 200 }, (_, index) => trustStatement({ Sid: `S${index}` })));
    const text = policyDocument(many, { ...request, statement: 150 }, wide);
    expect(text).toContain('"Sid": "S150"');
    expect(text).not.toContain('"Sid": "S1"');
    expect(text).toMatch(/… \d+ more lines above[^]*… \d+ more lines below/);
    const shownLines = text.split('\n').length - 2;
    const leftOut = [...text.matchAll(/… (\d+) more/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(shownLines + leftOut).toBe(JSON.stringify(JSON.parse(many), null, 2).split('\n').length);
  });
});
