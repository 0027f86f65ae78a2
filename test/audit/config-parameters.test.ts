import { describe, expect, it } from 'vitest';
import { parseParameters } from '../../src/audit/config-parameters.ts';
import type { Parameter } from '../../src/model/parameters.ts';
import { choice } from '../../src/model/parameters.ts';
import { Refusal } from '../../src/model/refusal.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { catalogue } from '../../src/rules/index.ts';

const days: Parameter<unknown> = {
  description: 'Days',
  default: 30,
  allowed: 'a whole number of days',
  schema: { type: 'integer' },
  accept: (value) => (Number.isInteger(value) ? value : undefined),
};
const [first] = catalogue;
if (first === undefined) throw new Error('the catalogue is empty');
const expires: Rule = {
  ...first,
  id: 'certificate-is-valid',
  parameters: { days, mode: choice('Mode', ['strict', 'loose']) },
};
const rules = [expires, ...catalogue.filter(({ id }) => id !== expires.id)];
const parse = (json: string | null, settings = defaultSettings) => parseParameters(json, rules, settings);

describe('parameters', () => {
  it('name the rule; UNKNOWN counts as not compliant', () => {
    const { rule, unknownAs, settings } = parse('{"rule":"instance-is-private"}');
    expect([rule.id, unknownAs]).toEqual(['instance-is-private', 'NON_COMPLIANT']);
    expect(settings.rules['instance-is-private']).toEqual({ enabled: true, severity: null, parameters: {} });
  });

  it('say what becomes of UNKNOWN', () => {
    expect(parse('{"rule":"instance-is-private","unknown-as":"SKIP"}').unknownAs).toBe('SKIP');
  });

  it('say what becomes of exceptions: they fail, with a word, unless asked otherwise', () => {
    expect(parse('{"rule":"instance-is-private"}').exceptionsAs).toBe('NON_COMPLIANT');
    expect(parse('{"rule":"instance-is-private","exceptions-as":"COMPLIANT"}').exceptionsAs).toBe(
      'COMPLIANT',
    );
  });

  it('say how old a result may be, in hours: a day and a bit unless asked otherwise', () => {
    expect(parse('{"rule":"instance-is-private"}').maxAge).toBe(26);
    expect(parse('{"rule":"instance-is-private","max-age":"4"}').maxAge).toBe(4);
    expect(parse('{"rule":"instance-is-private","max-age":4}').maxAge).toBe(4);
  });

  it('tell whether the rule’s own are overridden', () => {
    expect(parse('{"rule":"certificate-is-valid","max-age":"4","unknown-as":"SKIP"}').overrides).toBe(false);
    expect(parse('{"rule":"certificate-is-valid","days":"14"}').overrides).toBe(true);
  });

  it.each([
    ['as JSON', '{"rule":"certificate-is-valid","days":14}', { days: 14 }],
    [
      'as the text that AWS Config makes of it',
      '{"rule":"certificate-is-valid","days":"14","mode":"loose"}',
      { days: 14, mode: 'loose' },
    ],
  ])('of the rule, %s', (_, json, parameters) => {
    expect(parse(json).settings.rules['certificate-is-valid']?.parameters).toEqual(parameters);
  });

  it('override those of the settings and leave the rest', () => {
    const own = { enabled: true, severity: 'LOW', parameters: { days: 7, mode: 'loose' } } as const;
    const settings = { ...defaultSettings, requiredTags: ['team'], rules: { 'certificate-is-valid': own } };
    expect(parse('{"rule":"certificate-is-valid","days":"14"}', settings).settings).toEqual({
      ...settings,
      rules: { 'certificate-is-valid': { ...own, parameters: { days: 14, mode: 'loose' } } },
    });
  });
});

describe('what is refused, and what to do', () => {
  const example =
    'set InputParameters of the AWS Config rule to {"rule": "instance-is-private"} or another rule';
  it.each([
    ['none', null, `the parameters name no rule; ${example}`],
    ['an empty text', ' ', `the parameters name no rule; ${example}`],
    ['an empty object', '{}', `the parameters name no rule; ${example}`],
    ['broken JSON', '{"rule":', 'ruleParameters is no JSON object: "{\\"rule\\":"; set InputParameters'],
    ['a list', '["rule"]', 'ruleParameters is no JSON object'],
    [
      'an unknown rule',
      '{"rule":"instance-is-privat"}',
      'no rule is called "instance-is-privat"; did you mean "instance-is-private"?',
    ],
    ['a rule that is no text', '{"rule":1}', `no rule is called 1; ${example}`],
    [
      'an unknown parameter',
      '{"rule":"certificate-is-valid","day":1}',
      'certificate-is-valid has no parameter "day"; did you mean "days"? It has rule, unknown-as, exceptions-as, max-age, days, mode',
    ],
    [
      'a parameter of every object',
      '{"rule":"certificate-is-valid","toString":1}',
      'has no parameter "toString"',
    ],
    [
      'a value that is not allowed',
      '{"rule":"certificate-is-valid","days":"soon"}',
      'days of certificate-is-valid must be a whole number of days, not "soon"',
    ],
    [
      'a choice that is none',
      '{"rule":"certificate-is-valid","mode":"lose"}',
      'mode of certificate-is-valid must be one of strict, loose, not "lose"',
    ],
    [
      'another word for UNKNOWN',
      '{"rule":"instance-is-private","unknown-as":"IGNORE"}',
      'unknown-as must be one of NON_COMPLIANT, SKIP, not "IGNORE"',
    ],
    [
      'another word for exceptions',
      '{"rule":"instance-is-private","exceptions-as":"SKIP"}',
      'exceptions-as must be one of NON_COMPLIANT, COMPLIANT, not "SKIP"',
    ],
    ['an age of nothing', '{"rule":"instance-is-private","max-age":"0"}', 'max-age must be a whole number'],
    [
      'an age in words',
      '{"rule":"instance-is-private","max-age":"a day"}',
      'max-age must be a whole number of hours from 1 to 744, not "a day"; 26 is what it is without one',
    ],
  ])('%s', (_, json, message) => {
    expect(() => parse(json)).toThrow(Refusal);
    expect(() => parse(json)).toThrow(message);
  });
});
