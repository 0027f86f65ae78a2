import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

// Runs the properties of the decision on 200,000 random policies, or as many as the first argument says, and
// prints how many were tried a second. fast-check prints the seed and the smallest example of what fails.

const policies = Number(process.argv[2] ?? '200000');
if (!Number.isSafeInteger(policies) || policies < 1) {
  console.error(`the number of policies must be a whole number above 0, and not ${process.argv[2] ?? ''}`);
  process.exit(2);
}

/** What `DMS_AUDITOR_RANDOM_CASES` says when it is not set, and how many policies the properties then share. */
const usual = { cases: 300, policies: 2000 };

const folder = 'test/analysis/policy/decide';
const properties = readdirSync(folder)
  .filter((file) => file.endsWith('.properties.test.ts'))
  .map((file) => `${folder}/${file}`);

const begun = performance.now();
const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...properties, '--testTimeout', '0', '--reporter', 'verbose'],
  {
    stdio: 'inherit',
    env: { ...process.env, DMS_AUDITOR_RANDOM_CASES: String((policies / usual.policies) * usual.cases) },
  },
);
child.on('close', (code) => {
  const seconds = (performance.now() - begun) / 1000;
  const rate = Math.round(policies / seconds);
  const outcome = code === 0 ? 'nothing was found' : 'see the examples above';
  console.log(`${policies} random policies in ${seconds.toFixed(1)} s, ${rate} a second: ${outcome}`);
  process.exitCode = code ?? 1;
});
