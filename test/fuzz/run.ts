import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

// Runs the properties of both engines on many more random cases than the tests do: 200,000 policies and 100,000
// networks, or as many of each as the first argument says. fast-check prints the seed and the smallest example of
// what fails; what was tried and found is summed up at the end. Ends with 1 where something was found.

interface Target {
  readonly what: string;
  readonly folder: string;
  readonly files: string;
  readonly count: number;
  /** How many of them the properties try where nothing is said. */
  readonly usual: number;
}

const targets: readonly Target[] = [
  {
    what: 'policies',
    folder: 'test/analysis/policy/decide',
    files: '.properties.test.ts',
    count: 200_000,
    usual: 2000,
  },
  {
    what: 'networks',
    folder: 'test/analysis/network',
    files: 'reach.properties.test.ts',
    count: 100_000,
    usual: 2000,
  },
];

/** What `DMS_AUDITOR_RANDOM_CASES` is where nobody sets it. */
const usualCases = 100;

const [given] = process.argv.slice(2);
const asked = given === undefined ? null : Number(given);
if (asked !== null && (!Number.isSafeInteger(asked) || asked < 1)) {
  console.error(`the number of random cases must be a whole number above 0, and not ${String(given)}`);
  process.exit(2);
}

const sums = targets.map(({ what, folder, files, usual, count: standard }) => {
  const count = asked ?? standard;
  const properties = readdirSync(folder)
    .filter((file) => file.endsWith(files))
    .map((file) => `${folder}/${file}`);
  const begun = performance.now();
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...properties, '--testTimeout', '0', '--reporter', 'verbose'],
    {
      stdio: 'inherit',
      env: { ...process.env, DMS_AUDITOR_RANDOM_CASES: String((count / usual) * usualCases) },
    },
  );
  const seconds = (performance.now() - begun) / 1000;
  const outcome = status === 0 ? 'nothing was found' : 'see the examples above';
  const rate = Math.round(count / seconds);
  return {
    status,
    line: `${count} random ${what} in ${seconds.toFixed(1)} s, ${rate} a second: ${outcome}`,
  };
});
for (const { line } of sums) console.log(line);
process.exitCode = sums.some(({ status }) => status !== 0) ? 1 : 0;
