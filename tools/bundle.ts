import { rm } from 'node:fs/promises';
import { build, type Metafile } from 'esbuild';
import { packedJson } from './packed-json.ts';

interface Bundle {
  readonly name: string;
  /** The file to run. */
  readonly entry: string;
  readonly outdir: string;
  /** Name of the file that comes out, without its ending. */
  readonly as: string;
  readonly ending: '.js' | '.mjs';
}

/** What a bundle weighs, in bytes minified. */
export interface Weight {
  readonly name: string;
  /** The entry and what it imports at once: all of it is loaded before the first line of ours runs. */
  readonly atOnce: number;
  /** With the chunks that are loaded only where they are needed. */
  readonly whole: number;
  /** The npm packages in the part that is loaded at once. */
  readonly packagesAtOnce: readonly string[];
}

/**
 * Bundles one program into an entry and the chunks that it loads when needed: an SDK client comes in only where
 * AWS is asked something. `module` before `main` halves what the SDK weighs.
 */
export async function bundle({ name, entry, outdir, as, ending }: Bundle): Promise<Weight> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { [as]: entry },
    outdir,
    outExtension: { '.js': ending },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: [packedJson],
    logLevel: 'warning',
    // CommonJS packages inside an ES module still ask for Node's own modules by require.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return weigh(name, `${outdir}/${as}${ending}`, metafile);
}

function weigh(name: string, entry: string, { outputs }: Metafile): Weight {
  const atOnce = new Set<string>();
  const add = (path: string): void => {
    if (atOnce.has(path)) return;
    atOnce.add(path);
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) add(imported);
    }
  };
  add(entry);
  const bytes = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const inputs = [...atOnce].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  const packages = inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return {
    name,
    atOnce: bytes(atOnce),
    whole: bytes(Object.keys(outputs)),
    packagesAtOnce: [...new Set(packages)].sort(),
  };
}
