import { describe, expect, it } from 'vitest';
import { factsNeeded } from '../../src/audit/facts-needed.ts';
import { defineRule } from '../../src/model/define-rule.ts';
import { flag } from '../../src/model/parameters.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { compliant } from '../../src/model/verdict.ts';

const texts = {
  title: 'planted',
  severity: 'LOW',
  profiles: ['all'],
  requirements: [],
  controls: [],
  judgement: 'By its state.',
  rationale: '',
  remediation: '',
  sources: [],
} as const;

const planted = defineRule({
  ...texts,
  id: 'planted',
  judges: ['instances'],
  needs: ['tags'],
  needsWith: { deeply: ['trails', 'subnets'], widely: ['subnets'] },
  parameters: { deeply: flag('Deeply.', false), widely: flag('Widely.', true) },
  judge: () => compliant('it is there'),
});

const withParameters = (parameters: Readonly<Record<string, unknown>>): Settings => ({
  ...defaultSettings,
  rules: { planted: { enabled: true, severity: null, parameters } },
});

describe('facts that a rule needs with a parameter', () => {
  it('are among all that it may need', () => {
    expect(planted.needs).toEqual(['instances', 'tags', 'trails', 'subnets']);
  });

  it.each<[string, Settings, readonly string[]]>([
    ['by default', defaultSettings, ['subnets']],
    ['on', withParameters({ deeply: true }), ['trails', 'subnets']],
    [
      'on, and another that asks for a part of it off',
      withParameters({ deeply: true, widely: false }),
      ['trails', 'subnets'],
    ],
    ['off', withParameters({ deeply: false, widely: false }), []],
    ['set to what is no flag', withParameters({ deeply: 'true' }), ['subnets']],
  ])('%s', (_, settings, expected) => {
    const needed = factsNeeded([planted], settings);
    expect([...needed].filter((fact) => fact === 'trails' || fact === 'subnets')).toEqual(expected);
    expect(needed).toContain('tags');
  });

  it('are needed if another rule needs them in any case', () => {
    const other = defineRule({
      ...texts,
      id: 'other',
      judges: ['instances'],
      needs: ['trails'],
      judge: () => compliant('it is there'),
    });
    expect(factsNeeded([planted, other], defaultSettings)).toContain('trails');
  });
});
