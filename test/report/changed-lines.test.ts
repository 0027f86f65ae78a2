import { describe, expect, it } from 'vitest';
import { changedLines } from '../../src/report/changed-lines.ts';
import { policy, trustStatement } from '../support/builders.ts';

const shown = (from: string | null, to: string | null): string | null =>
  changedLines(from, to)
    ?.map(({ mark, text }) => `${mark} ${text}`)
    .join('\n') ?? null;
const open = { Effect: 'Allow', Action: 'sts:AssumeRole' };

describe('a policy before and after', () => {
  it('marks what is new, whatever commas that brings', () => {
    expect(shown(policy(open), policy({ ...open, Sid: 'guarded' }))).toBe(`  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
+       "Sid": "guarded"
      }
    ]
  }`);
  });

  it('marks what goes', () => {
    expect(shown(policy({ Sid: 'open', ...open }), policy(open))).toContain('\n-       "Sid": "open",\n');
  });

  it('is all new where there was none', () => {
    const lines = changedLines(null, policy(open));
    expect(new Set(lines?.map(({ mark }) => mark))).toEqual(new Set(['+']));
  });

  it('holds each line of both, however much changes', () => {
    const [before, after] = [policy(trustStatement()), policy(open, trustStatement({ Principal: '*' }))];
    const lines = changedLines(before, after) ?? [];
    const linesOf = (...marks: readonly string[]): string =>
      lines
        .filter(({ mark }) => marks.includes(mark))
        .map(({ text }) => text.trim().replace(/,$/, ''))
        .join('');
    const bare = (text: string): string => JSON.stringify(JSON.parse(text), null, 1).replace(/,?\n\s*/g, '');
    expect(linesOf(' ', '-')).toBe(bare(before));
    expect(linesOf(' ', '+')).toBe(bare(after));
  });

  it('of long ones shows the old, then the new', () => {
    const many = policy(...Array.from({ length: 300 }, (_, index) => ({ ...open, Sid: `s${index}` })));
    const marks = (changedLines(many, many) ?? []).map(({ mark }) => mark).join('');
    expect(marks).toMatch(/^-+\++$/);
  });

  it.each([
    ['nothing', null],
    ['a word', 'verify-full'],
    ['a rule of a group', '{"IpProtocol":"tcp","FromPort":22}'],
  ])('is told in a line where the new value is %s', (_, to) => {
    expect(changedLines(policy(open), to)).toBeNull();
  });
});
