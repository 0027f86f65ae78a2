import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Licences that what we ship may have. */
const permissive = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
];
/** Tools that only build and test may also be under these. */
const forTools = [...permissive, 'MPL-2.0', 'CC-BY-4.0', 'CC0-1.0', 'Python-2.0', 'PSF-2.0'];

interface Locked {
  readonly license?: string;
  readonly link?: boolean;
}

const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
  readonly packages: Record<string, Locked>;
};
const functions = readdirSync('functions').map((file) => `functions/${file}`);
const shipped = await packagesIn(['src/cli/run.ts', ...functions]);
const offences: string[] = [];
for (const [path, { license, link }] of Object.entries(lock.packages)) {
  if (!path.startsWith('node_modules/') || link === true) continue;
  const allowed = shipped.has(path) ? permissive : forTools;
  const licence = license ?? (await licenceOf(path));
  if (!isAllowed(licence, allowed))
    offences.push(`${path}: ${licence}${shipped.has(path) ? ' (shipped)' : ''}`);
}

if (offences.length > 0) {
  console.error(`licences that are not allowed:\n${offences.join('\n')}`);
  process.exitCode = 1;
} else
  console.log(
    `licences: ${shipped.size} shipped packages permissive, ${Object.keys(lock.packages).length} in all`,
  );

/** `(MIT OR Apache-2.0)` needs one that is allowed, `MIT AND ISC` all of them. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const options = expression.replaceAll(/[()]/g, '').split(' OR ');
  return options.some((option) => option.split(' AND ').every((id) => allowed.includes(id.trim())));
}

async function licenceOf(path: string): Promise<string> {
  const text = await readFile(`${path}/package.json`, 'utf8').catch(() => '{}');
  const { license } = JSON.parse(text) as { readonly license?: unknown };
  return typeof license === 'string' ? license : 'none stated';
}

/** The packages whose code ends up in a bundle of these entries. */
async function packagesIn(entryPoints: readonly string[]): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    entryPoints: [...entryPoints],
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    outdir: 'dist',
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
  });
  const names = Object.keys(metafile.inputs).flatMap(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );
  return new Set(names);
}
