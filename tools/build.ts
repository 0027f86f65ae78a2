import { readdirSync } from 'node:fs';
import { bundle, type Weight } from './bundle.ts';
import { buildEngineModules } from './engine-modules.ts';

// Builds the command line, the policy engine and every function, and says what each weighs. A Lambda that grows past its budget, or that
// loads EC2's client (the heaviest) before it is needed, fails the build: both are felt at each cold start.

const budget = 700_000;

const functions = readdirSync('functions')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

const weights = [
  await bundle({
    name: 'command line',
    entry: 'src/cli/run.ts',
    outdir: 'dist/cli',
    as: 'run',
    ending: '.js',
  }),
];
for (const name of functions) {
  const entry = `functions/${name}.ts`;
  weights.push(await bundle({ name, entry, outdir: `dist/functions/${name}`, as: 'index', ending: '.mjs' }));
}

for (const { name, atOnce, whole } of weights) {
  console.log(`${name}: ${kilobytes(atOnce)} loaded at once, ${kilobytes(whole)} in all`);
}
const engine = await buildEngineModules('dist');
console.log(`policy engine: ${kilobytes(engine.engine)} minified, ${kilobytes(engine.whole)} with the lint`);
const problems = [
  ...weights.filter(({ name }) => functions.includes(name)).flatMap(problemsOf),
  ...engine.problems,
];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}

function problemsOf({ name, atOnce, packagesAtOnce }: Weight): readonly string[] {
  return [
    ...(atOnce > budget
      ? [`${name} loads ${kilobytes(atOnce)} at once; the budget is ${kilobytes(budget)}`]
      : []),
    ...(packagesAtOnce.includes('@aws-sdk/client-ec2')
      ? [`${name} loads EC2's client before it is needed`]
      : []),
  ];
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
