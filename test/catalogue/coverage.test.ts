import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { requirements } from '../../src/requirements.ts';
import { catalogue } from '../../src/rules/index.ts';

const ids = requirements.map(({ id }) => id);
const judged = new Set(catalogue.flatMap((rule) => rule.requirements));

describe('the requirements of the documents', () => {
  it('are sixty, in their order', () => {
    expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`));
  });

  it.each(requirements.map((each) => [each.id, each] as const))(
    '%s is judged by a rule, or else shown by tests that are there',
    async (id, { shownBy = [] }) => {
      expect(judged.has(id)).toBe(shownBy.length === 0);
      for (const test of shownBy) await access(test);
    },
  );

  it('are all that rules name', () => {
    expect([...judged].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(requirements.map((each) => [each.id, each] as const))(
    '%s says where AWS demands it',
    (_, { text, sources }) => {
      expect(text).toMatch(/^[A-Z]?.{15,}[.)]$/s);
      for (const { url } of sources) {
        expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/dms\/latest\/userguide\/[\w.-]+\.html$/);
      }
    },
  );
});
