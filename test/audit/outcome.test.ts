import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/audit/outcome.ts';
import { severities } from '../../src/model/finding.ts';
import { aFinding, aResult, excepted } from './results.ts';

const failing = (severity: (typeof severities)[number]) => aFinding({ status: 'NON_COMPLIANT', severity });
const unknown = aFinding({ status: 'UNKNOWN', severity: 'CRITICAL' });

describe('a failure counts from the weight named on', () => {
  const thresholds = [...severities, 'none'] as const;
  const table = severities.flatMap((severity, weight) =>
    thresholds.map((failOn, least) => [severity, failOn, weight >= least ? 1 : 0] as const),
  );

  it.each(table)('a %s one, --fail-on %s: %i', (severity, failOn, exitCode) => {
    const result = aResult(aFinding(), failing(severity));
    for (const allowUnknown of [true, false])
      expect(exitCodeOf(result, { failOn, allowUnknown })).toBe(exitCode);
  });
});

describe('whatever else there is', () => {
  const usual = { failOn: 'LOW', allowUnknown: false } as const;
  it.each([
    ['nothing', [], usual, 0],
    ['a pass', [aFinding()], usual, 0],
    ['what does not apply', [aFinding({ status: 'NOT_APPLICABLE', severity: 'CRITICAL' })], usual, 0],
    ['an UNKNOWN', [unknown], usual, 1],
    ['an UNKNOWN that is allowed', [unknown], { ...usual, allowUnknown: true }, 0],
    ['an UNKNOWN, no failure counting', [unknown], { ...usual, failOn: 'none' }, 1],
    ['an excepted failure', [{ ...failing('CRITICAL'), exception: excepted }], usual, 0],
    ['an excepted UNKNOWN', [{ ...unknown, exception: excepted }], usual, 0],
    [
      'an excepted failure beside another',
      [{ ...failing('LOW'), exception: excepted }, failing('LOW')],
      usual,
      1,
    ],
  ] as const)('%s', (_, findings, options, exitCode) => {
    expect(exitCodeOf(aResult(...findings), options)).toBe(exitCode);
  });
});
