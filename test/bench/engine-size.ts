import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const entry = `
export { parsePolicy } from './document.ts';
export { evaluateRequest } from './evaluate-request.ts';
export { decide } from './decide/decide.ts';
export { arnOptions, arnDimension } from './decide/arn-dimension.ts';
export { organizationDimension } from './decide/organization-dimension.ts';
`;

const runs = 9;

/** What the policy engine adds to a bundle, and how long it takes to load. */
export function benchEngine(print: (name: string, value: number, unit: string) => void): void {
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: 'src/analysis/policy', loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild made no bundle');
  print('policy engine: minified', bundle.contents.length / 1000, 'kB');
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const file = join(folder, 'engine.mjs');
  writeFileSync(file, bundle.contents);
  print('policy engine: import', median(Array.from({ length: runs }, () => importTime(file))), 'ms');
  rmSync(folder, { recursive: true });
}

/** In a process of its own, so that nothing is loaded yet. */
function importTime(file: string): number {
  const url = pathToFileURL(file).href;
  const code = `const begun = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - begun)`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
