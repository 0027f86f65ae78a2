import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { compare } from '../../src/audit/compare.ts';
import { comparisonJson, comparisonTable } from '../../src/report/diff.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';

const hostile = 'x\u001b[2J\u202e\n';
const failing = aFinding({
  id: hostile,
  status: 'NON_COMPLIANT',
  severity: 'HIGH',
  because: `it is ${hostile}`,
});
const comparison = compare(
  aResult(),
  aResult(
    { ...failing, resource: { ...failing.resource, id: hostile } },
    aFinding({ id: 'b', status: 'NON_COMPLIANT', exception: excepted }),
  ),
);

it('obeys no text of others', () => {
  const out = comparisonTable(comparison, { width: 140, color: false });
  expect(out).not.toMatch(/[\u001b\u202e]/);
  expect(comparisonJson(comparison)).not.toMatch(/[\u001b\u202e]/);
  expect(JSON.parse(comparisonJson(comparison))).toEqual(comparison);
});

it('tells who answers for what is excepted', () => {
  const out = comparisonTable(comparison, { width: 200, color: false });
  expect(out).toContain('(until 2027-01-01 by team: in work)');
});

it('fits a terminal, with and without colours', () => {
  for (const width of [80, 100, 140])
    for (const color of [false, true]) {
      const lines = stripVTControlCharacters(comparisonTable(comparison, { width, color })).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
});
