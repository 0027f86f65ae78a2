import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll } from 'vitest';
import { buildEngineModules, type ModuleWeight } from '../../tools/engine-modules.ts';

const run = promisify(execFile);

/** What the manifest says goes into the package. */
async function packedFiles(): Promise<readonly string[]> {
  const { files } = JSON.parse(await readFile('package.json', 'utf8')) as {
    readonly files: readonly string[];
  };
  return files;
}

interface Installed {
  /** A file of the project. */
  readonly path: (name: string) => string;
  /** The files of the package. */
  readonly list: readonly string[];
  readonly weight: () => ModuleWeight;
}

/**
 * A project that has the package installed from its tarball, offline. Of `dist` the tarball holds the
 * modules of both engines alone: they are what is tried here, and the rest takes long to build.
 */
export function installedPackage(): Installed {
  let folder = '';
  let weight: ModuleWeight = { engine: 0, whole: 0, problems: ['it was not built'] };
  const list: string[] = [];
  const path = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dms-auditor-package-'));
    weight = await buildEngineModules(path('source/dist'));
    for (const name of ['package.json', ...(await packedFiles())]) {
      if (name === 'dist' || name.startsWith('!')) continue;
      await mkdir(dirname(path(`source/${name}`)), { recursive: true });
      await cp(name, path(`source/${name}`), { recursive: true });
    }
    await mkdir(path('source/dist/functions'));
    await writeFile(
      path('source/dist/functions/index.mjs'),
      '// What is deployed is no part of the package.\n',
    );
    const npm = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
    const packed = await run('npm', ['pack', '--json', ...npm], { cwd: path('source') });
    const [{ filename, files }] = JSON.parse(packed.stdout) as readonly [Packed];
    list.push(...files.map((file) => file.path));
    await mkdir(path('project'));
    await writeFile(
      path('project/package.json'),
      JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
    );
    await run('npm', ['install', ...npm, path(`source/${filename}`)], { cwd: path('project') });
  }, 60_000);
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  return { path: (name) => path(`project/${name}`), list, weight: () => weight };
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** What a module of the project prints, line by line. */
export async function printed(file: string): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, [file], { cwd: dirname(file) });
  return stdout.split('\n').slice(0, -1);
}

/** What an example says that it prints. */
export const promised = (code: string): readonly string[] =>
  code.split('\n').flatMap((line) => /^console\.log\(.*\); \/\/ (.*)$/.exec(line)?.[1] ?? []);

const resolutions = {
  nodenext: [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  bundler: [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
} as const;

/** What is wrong with a consumer of the package, checked as strictly as it goes: file and message. */
export function problemsOf(
  file: string,
  resolution: keyof typeof resolutions,
): readonly (readonly [file: string, message: string])[] {
  const [module, moduleResolution] = resolutions[resolution];
  const program = ts.createProgram([file], {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    // Of declarations those of the package are checked, and not TypeScript's own.
    skipDefaultLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file: of, messageText }) => [
      basename(of?.fileName ?? ''),
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ]);
}
