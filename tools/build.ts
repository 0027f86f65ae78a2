import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

// The command line as one entry and the chunks that it loads when needed: an SDK client comes in only where a
// command asks AWS something. `module` before `main` halves what the SDK weighs.
await rm('dist/cli', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { run: 'src/cli/run.ts' },
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages inside an ES module still ask for Node's own modules by require.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
});

const entry = metafile.outputs['dist/cli/run.js'];
const total = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`dist/cli: entry ${kilobytes(entry?.bytes ?? 0)}, all chunks ${kilobytes(total)}`);

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
