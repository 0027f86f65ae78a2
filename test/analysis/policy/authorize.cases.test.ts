import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/analysis/policy/conditions.ts';
import { type Evaluation, evaluateRequest } from '../../../src/analysis/policy/evaluate-request.ts';
import { readCases } from './cases/read-cases.ts';

const readings: readonly Reading[] = ['refused-parts-ignored', 'refused-parts-match-nothing'];

const deciding = ({ decidedBy }: Evaluation): string | null =>
  decidedBy && `${decidedBy.policy}[${decidedBy.index}].Statement[${decidedBy.statement}]`;

const topics = readCases();

describe.each([...topics])('%s', (_, cases) => {
  it.each(cases)('$name ($source)', ({ request, expect: expected }) => {
    const found = readings.map((reading) => {
      const evaluation = evaluateRequest({ ...request, reading });
      const { effect } = evaluation;
      return 'statement' in expected[reading] ? { effect, statement: deciding(evaluation) } : { effect };
    });
    expect(found).toEqual(readings.map((reading) => expected[reading]));
  });
});

it('has no two cases of one name in a topic', () => {
  for (const [topic, cases] of topics) {
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size, topic).toBe(names.length);
  }
});
