import { readdir, readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { severities } from '../../src/model/finding.ts';
import { profiles } from '../../src/model/rule.ts';
import * as index from '../../src/rules/index.ts';
import { catalogue } from '../../src/rules/index.ts';

const ids = catalogue.map(({ id }) => id);
const camelCase = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** `DMS.9`, `NIST.800-53.r5 SC-8(1)`, `PCI DSS v4.0.1/4.2.1`. */
const isControl =
  /^(DMS\.\d+|NIST\.800-53\.r5 [A-Z]{2}-\d+(\(\d+\))?|PCI DSS v(3\.2\.1|4\.0\.1)\/\d+(\.\d+)*)$/;

async function namesIn(folder: string, ending: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

describe('the catalogue', () => {
  it('lists every file of rules, once, in their order', async () => {
    const files = (await namesIn('src/rules', '.ts')).filter((name) => name !== 'index');
    expect(ids).toEqual(files);
  });

  it('has tests for every rule', async () => {
    const tests = await namesIn('test/rules', '.test.ts');
    expect(ids.filter((id) => !tests.includes(id))).toEqual([]);
  });

  it('imports rules by their exact names', async () => {
    expect(Object.keys(index)).toEqual(['catalogue']);
    const source = await readFile('src/rules/index.ts', 'utf8');
    for (const id of ids) expect(source).toContain(`import { ${camelCase(id)} } from './${id}.ts';`);
  });
});

describe.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('exports itself alone, under its own name', async () => {
    const exported = (await import(`../../src/rules/${id}.ts`)) as Readonly<Record<string, unknown>>;
    expect(Object.entries(exported)).toEqual([[camelCase(id), rule]]);
  });

  it('has an id in kebab case that leaves room for what AWS Config puts before it', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
    expect(id.length).toBeLessThanOrEqual(50);
  });

  it('says what it is, why it matters and what to do', () => {
    expect(rule.title).toMatch(/^[A-Z][^\n|]*[^.\s]$/);
    for (const text of [rule.rationale, rule.judgement, rule.remediation])
      expect(text).toMatch(/^[A-Z][^\n]{20,}\.$/);
    expect(severities).toContain(rule.severity);
  });

  it('rests on documents of AWS', () => {
    expect(rule.sources).not.toEqual([]);
    expect(
      rule.sources.filter((source) => !/^https:\/\/(docs\.)?aws\.amazon\.com\/\S+$/.test(source)),
    ).toEqual([]);
  });

  it('is in the set of all rules, and in known ones', () => {
    // The letter of the guide that asks for more than is needed stands against the rule that asks for no more.
    expect(rule.profiles.includes('all')).toBe(id !== 'instance-egress-is-open');
    expect(rule.profiles.filter((profile) => !profiles.includes(profile))).toEqual([]);
    expect(new Set(rule.profiles).size).toBe(rule.profiles.length);
  });

  it('shares no profile with a rule that asks for the contrary, which says so too', () => {
    for (const other of rule.conflictsWith ?? []) {
      const contrary = catalogue.find((each) => each.id === other);
      expect(contrary?.conflictsWith).toContain(id);
      expect(contrary?.profiles.filter((profile) => rule.profiles.includes(profile))).toEqual([]);
    }
  });

  it('names requirements and controls as they are named', () => {
    expect(rule.requirements.filter((name) => !/^R\d\d$/.test(name))).toEqual([]);
    expect(rule.controls.filter((name) => !isControl.test(name))).toEqual([]);
    expect(new Set(rule.controls).size).toBe(rule.controls.length);
  });

  it('answers a control of Security Hub if and only if it is in that set', () => {
    expect(rule.securityHub.length > 0).toBe(rule.profiles.includes('security-hub'));
    expect(rule.controls.filter((name) => name.startsWith('DMS.'))).toEqual(
      rule.securityHub.map(({ control }) => control),
    );
  });

  it('judges something, and needs to know it', () => {
    expect(rule.judges).not.toEqual([]);
    // AWS Config writes the account itself without a service.
    expect(rule.judges.filter((type) => !/^AWS::\w*::\w+$/.test(type))).toEqual([]);
    expect(rule.needs).not.toEqual([]);
    expect(new Set(rule.needs).size).toBe(rule.needs.length);
  });

  it('needs more with parameters that are off until they are set', () => {
    for (const [name, facts] of Object.entries(rule.needsWith)) {
      expect(rule.parameters[name]).toMatchObject({ default: false, schema: { type: 'boolean' } });
      expect(facts.filter((fact) => !rule.needs.includes(fact))).toEqual([]);
    }
  });

  it('has parameters whose defaults are allowed', () => {
    for (const [name, { accept, schema, description, allowed, default: value }] of Object.entries(
      rule.parameters,
    )) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(accept(value)).toEqual(value);
      expect(new Ajv().validate(schema, value)).toBe(true);
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(allowed).not.toBe('');
    }
  });
});
