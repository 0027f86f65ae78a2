import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import ts from 'typescript';

const entry = 'src/policy.ts';
const networkEntry = 'src/network.ts';

/**
 * What the policy engine may weigh, in bytes minified: by itself, as `parsePolicy`, `evaluateRequest` and
 * `decide` are; and with the lint and the wrapper for questions, as the whole module is.
 */
const budgets = { engine: 45_000, whole: 62_000 };

/** What the module weighs, in bytes minified, and where that is too much. */
export interface ModuleWeight {
  readonly engine: number;
  readonly whole: number;
  readonly problems: readonly string[];
}

/**
 * Builds `dms-auditor/policy` and `dms-auditor/network`: one readable file of JavaScript each, and their types
 * beside them.
 */
export async function buildEngineModules(outdir: string): Promise<ModuleWeight> {
  await rm(`${outdir}/types`, { recursive: true, force: true });
  await build({ ...common, entryPoints: [entry], outfile: `${outdir}/policy.js` });
  await build({
    ...common,
    entryPoints: [networkEntry],
    outfile: `${outdir}/network.js`,
    mainFields: ['module', 'main'],
  });
  emitTypes(`${outdir}/types`);
  const whole = await minified(`export * from './${entry}'`);
  const engine = await minified(
    ['document', 'evaluate-request', 'decide/decide']
      .map((name) => `export * from './src/analysis/policy/${name}.ts';`)
      .join('\n'),
  );
  return {
    engine,
    whole,
    problems: [
      ...tooHeavy('the policy engine', engine, budgets.engine),
      ...tooHeavy('dms-auditor/policy', whole, budgets.whole),
    ],
  };
}

const common = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  logLevel: 'warning',
} as const;

async function minified(contents: string): Promise<number> {
  const { outputFiles } = await build({
    ...common,
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    minify: true,
    write: false,
  });
  return outputFiles.reduce((sum, { contents: bytes }) => sum + bytes.length, 0);
}

const tooHeavy = (what: string, bytes: number, budget: number): readonly string[] =>
  bytes > budget ? [`${what} weighs ${bytes} bytes minified; the budget is ${budget}`] : [];

/** @throws Error where the sources do not fit their types. */
function emitTypes(outDir: string): void {
  const read: { readonly config?: unknown } = ts.readConfigFile('tsconfig.json', (path) =>
    ts.sys.readFile(path),
  );
  const { compilerOptions } = read.config as { readonly compilerOptions: object };
  const emitting = { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir, rootDir: 'src' };
  const { options } = ts.convertCompilerOptionsFromJson({ ...compilerOptions, ...emitting }, '.');
  const program = ts.createProgram([entry, networkEntry], options);
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length === 0) return;
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => '.',
    getNewLine: () => '\n',
  };
  throw new Error(
    `the types of ${entry} or ${networkEntry} are wrong:\n${ts.formatDiagnostics(problems, host)}`,
  );
}
