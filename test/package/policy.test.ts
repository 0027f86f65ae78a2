import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { installedPackage, printed, problemsOf, promised } from './support.ts';

const project = installedPackage();
const page = await readFile('docs/policy.md', 'utf8');
const examples = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code = '']) => code);

describe('the page of the policy engine', () => {
  it('has examples, each of which prints something', () => {
    const [imports = '', ...others] = examples;
    expect(promised(imports)).toEqual([]);
    expect(others.length).toBeGreaterThan(3);
    for (const code of others) {
      expect(promised(code).length).toBeGreaterThan(1);
      expect(code.match(/console\.log/g)).toHaveLength(promised(code).length);
    }
  });

  it.each(examples.map((code, index) => [index, code] as const))(
    'is right about what example %i prints, in a project that installed the package',
    async (index, code) => {
      const file = project.path(`example-${index}.js`);
      await writeFile(file, code);
      expect(await printed(file)).toEqual(promised(code));
    },
  );
});

describe('the package', () => {
  it('gives the functions of the page, and brings nothing along', async () => {
    const file = project.path('names.js');
    await writeFile(
      file,
      "import * as policy from 'dms-auditor/policy';\nconsole.log(Object.keys(policy).sort().join());\n",
    );
    expect(await printed(file)).toEqual(['decide,decideRequests,evaluateRequest,lintPolicy,parsePolicy']);
    expect(await readdir(project.path('node_modules'))).toEqual([
      '.bin',
      '.package-lock.json',
      'dms-auditor',
    ]);
    expect(await readFile(project.path('node_modules/dms-auditor/dist/policy.js'), 'utf8')).not.toMatch(
      /^import /m,
    );
  });

  it('has its page, its schemas and its types in it', () => {
    expect(project.list).toEqual(
      expect.arrayContaining([
        'docs/policy.md',
        'dist/policy.js',
        'dist/types/policy.d.ts',
        'schemas/check-policy.schema.json',
      ]),
    );
    expect(project.list.filter((name) => /^(src|test|tools|dist\/functions)\//.test(name))).toEqual([]);
  });

  it.each(['nodenext', 'bundler'] as const)(
    'type-checks a consumer strictly, as %s resolves modules',
    async (resolution) => {
      const file = project.path('consumer.ts');
      await writeFile(file, consumer);
      expect(problemsOf(file, resolution)).toEqual([]);
    },
  );
});

const consumer = `
import { decideRequests, evaluateRequest, lintPolicy, parsePolicy, type Problem, type RequestsQuestion } from 'dms-auditor/policy';

export function isClosed(text: string): boolean | null {
  const parsed = parsePolicy(text);
  const problems: readonly Problem[] = lintPolicy(parsed, { kind: 'trust', tables: null });
  if (parsed.document === null || problems.some(({ weight }) => weight === 'refused')) return null;
  const question: RequestsQuestion = {
    principal: { service: 'dms.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: null,
    resourcePolicy: parsed.document,
    resourcePolicyKind: 'trust',
    resourceAccount: '111122223333',
    keys: { 'aws:SourceAccount': { presence: 'maybe', multivalued: false, values: { patterns: ['????????????'] } } },
  };
  const { answer, allowed } = decideRequests(question);
  if (allowed !== null) evaluateRequest({ ...question, ...allowed }).trace.map(({ reason }) => reason);
  // @ts-expect-error there is no such answer
  if (answer === 'perhaps') return null;
  // @ts-expect-error a request has an action
  evaluateRequest({ principal: { service: 'dms.amazonaws.com' }, resource: null, context: {} });
  return answer === 'never';
}
`;

it('the policy engine is within its budget', () => {
  const { engine, whole, problems } = project.weight();
  expect(problems).toEqual([]);
  expect(engine).toBeGreaterThan(20_000);
  expect(whole).toBeGreaterThan(engine);
});
