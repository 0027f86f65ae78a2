import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EventField,
  type EventShape,
  type Match,
  matchesPattern,
} from '../../../src/analysis/events/event-pattern.ts';

const randomCases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);

const shapeOf =
  (fields: Readonly<Record<string, EventField>>): EventShape =>
  (path) =>
    fields[path] ?? [null];

/** An event of which all is known but `detail.message`, and of two words one that `detail.kind` is. */
const event = shapeOf({
  source: ['aws.dms'],
  'detail-type': ['DMS Replication Task State Change'],
  'detail.category': ['Failure'],
  'detail.kind': ['TASK', 'Task'],
  'detail.id': ['7', null],
  'detail.message': 'open',
});
const matched = (pattern: object): Match => matchesPattern(JSON.stringify(pattern), event);

describe('a pattern', () => {
  it.each<readonly [string, object, Match]>([
    ['by a value', { source: ['aws.dms'] }, 'yes'],
    ['by another value', { source: ['aws.ec2'] }, 'no'],
    ['by one of several', { source: ['aws.ec2', 'aws.dms'] }, 'yes'],
    ['by a value in another case', { source: ['AWS.DMS'] }, 'no'],
    ['by what is no text', { source: [1, true, null] }, 'no'],
    ['by no value at all', { source: [] }, 'no'],
    ['by two fields', { source: ['aws.dms'], detail: { category: ['Failure'] } }, 'yes'],
    ['by two fields, one of them wrong', { source: ['aws.dms'], detail: { category: ['Creation'] } }, 'no'],
    ['by a field that events do not have', { shop: ['x'] }, 'no'],
    ['by what cannot be known', { detail: { message: ['failed'] } }, 'maybe'],
    ['by what cannot be known, and wrong besides', { source: ['x'], detail: { message: ['failed'] } }, 'no'],
    ['by one word of two', { detail: { kind: ['TASK'] } }, 'maybe'],
    ['by both words', { detail: { kind: ['Task', 'TASK'] } }, 'yes'],
    ['by neither word', { detail: { kind: ['INSTANCE'] } }, 'no'],
    ['by a field that may be there', { detail: { id: ['7'] } }, 'maybe'],
    ['by another value of a field that may be there', { detail: { id: ['8'] } }, 'no'],
    ['by a prefix', { source: [{ prefix: 'aws.' }] }, 'yes'],
    ['by a prefix in any case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, 'yes'],
    ['by a suffix', { 'detail-type': [{ suffix: 'State Change' }] }, 'yes'],
    ['by a suffix in any case', { 'detail-type': [{ suffix: { 'equals-ignore-case': 'change' } }] }, 'yes'],
    ['by another suffix', { 'detail-type': [{ suffix: 'Patch State' }] }, 'no'],
    ['in any case', { source: [{ 'equals-ignore-case': 'AWS.DMS' }] }, 'yes'],
    ['in any case, by one word of two', { detail: { kind: [{ 'equals-ignore-case': 'task' }] } }, 'yes'],
    ['by a wildcard', { 'detail-type': [{ wildcard: 'DMS*Task*Change' }] }, 'yes'],
    ['by a wildcard that overlaps', { source: [{ wildcard: 'aws.dms*s' }] }, 'no'],
    ['by a wildcard without one', { source: [{ wildcard: 'aws.dms' }] }, 'yes'],
    ['by a wildcard alone', { source: [{ wildcard: '*' }] }, 'yes'],
    ['by a wildcard out of order', { source: [{ wildcard: '*dms*aws*' }] }, 'no'],
    ['by a wildcard that is escaped', { source: [{ wildcard: 'aws\\*' }] }, 'maybe'],
    ['by all but a value', { source: [{ 'anything-but': 'aws.ec2' }] }, 'yes'],
    ['by all but itself', { source: [{ 'anything-but': 'aws.dms' }] }, 'no'],
    ['by all but several', { source: [{ 'anything-but': ['aws.ec2', 'aws.dms'] }] }, 'no'],
    ['by all but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, 'no'],
    ['by all but prefixes', { source: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, 'yes'],
    ['by all but a wildcard', { source: [{ 'anything-but': { wildcard: '*dms' } }] }, 'no'],
    ['by all but a value, where there is none', { shop: [{ 'anything-but': 'x' }] }, 'no'],
    ['by presence', { source: [{ exists: true }] }, 'yes'],
    ['by absence', { source: [{ exists: false }] }, 'no'],
    ['by the absence of what is not there', { shop: [{ exists: false }] }, 'yes'],
    ['by the presence of what may be there', { detail: { id: [{ exists: true }] } }, 'maybe'],
    ['by a number', { source: [{ numeric: ['>', 0] }] }, 'no'],
    ['by an address', { source: [{ cidr: '10.0.0.0/8' }] }, 'no'],
    ['by an operator that nobody knows', { source: [{ sounds: 'like' }] }, 'maybe'],
    ['by two operators at once', { source: [{ prefix: 'aws', suffix: 'dms' }] }, 'maybe'],
    ['by one of two patterns', { $or: [{ source: ['x'] }, { detail: { category: ['Failure'] } }] }, 'yes'],
    ['by neither of two patterns', { $or: [{ source: ['x'] }, { detail: { category: ['x'] } }] }, 'no'],
    [
      'by one of two, of which one is not known',
      { $or: [{ source: ['x'] }, { detail: { message: ['x'] } }] },
      'maybe',
    ],
    ['by $or beside a field', { source: ['aws.dms'], $or: [{ detail: { category: ['x'] } }] }, 'no'],
    ['by a value where there must be a list', { source: 'aws.dms' }, 'maybe'],
    ['by nothing', {}, 'maybe'],
  ])('%s: %j is %s', (_, pattern, expected) => {
    expect(matched(pattern)).toBe(expected);
  });

  it.each(['', '{', '[]', 'null', '"x"'])('that nobody can read: %j', (text) => {
    expect(matchesPattern(text, event)).toBe('maybe');
  });
});

describe('to know more of an event', () => {
  const words = ['a', 'b', 'ab'];
  const text = fc.constantFrom(...words);
  const operator = fc.oneof(
    fc.record({ prefix: text }),
    fc.record({ suffix: text }),
    fc.record({ exists: fc.boolean() }),
    fc.record({ wildcard: fc.constantFrom('a*', '*b', '*a*b*', 'a') }),
    fc.record({ 'anything-but': fc.oneof(text, fc.array(text), fc.record({ prefix: text })) }),
    fc.record({ 'equals-ignore-case': fc.constantFrom('A', 'ab') }),
  );
  const matchers = fc.array(fc.oneof(text, operator), { minLength: 1, maxLength: 2 });
  const fieldNames = ['x', 'y'] as const;
  const plain = fc.dictionary(fc.constantFrom(...fieldNames), matchers, { minKeys: 1 });
  const pattern = fc.oneof(
    plain,
    fc.record({ x: matchers, $or: fc.array(plain, { minLength: 1, maxLength: 2 }) }),
  );
  const possible = fc.uniqueArray(fc.constantFrom(...words, null), { minLength: 1 });

  it('leaves a yes or a no as it was, and every answer about all that is known is one', () => {
    fc.assert(
      fc.property(pattern, possible, possible, (asked, xs, ys) => {
        const json = JSON.stringify(asked);
        const about = matchesPattern(json, shapeOf({ x: xs, y: ys }));
        for (const x of xs) {
          for (const y of ys) {
            const exact = matchesPattern(json, shapeOf({ x: [x], y: [y] }));
            expect(exact).not.toBe('maybe');
            if (about !== 'maybe') expect(exact).toBe(about);
          }
        }
      }),
      { numRuns: randomCases },
    );
  });
});
