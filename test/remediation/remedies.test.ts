import { describe, expect, it } from 'vitest';
import { remedies } from '../../src/remediation/remedies/index.ts';
import { catalogue } from '../../src/rules/index.ts';

describe('every rule has a patch, or says why not', () => {
  it.each(catalogue.map(({ id }) => id))('%s', (id) => {
    const { patches, reasons } = remedies[id] ?? { patches: [], reasons: [] };
    expect(patches.length + reasons.length).toBeGreaterThan(0);
    for (const { way, why, instead } of reasons)
      for (const text of [way, why, instead]) expect(text.trim()).not.toBe('');
  });

  it('and no remedy is for a rule that there is not', () => {
    const ids = catalogue.map((rule) => rule.id);
    expect(Object.keys(remedies).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
