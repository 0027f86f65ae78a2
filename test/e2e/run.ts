import { spawnSync } from 'node:child_process';

// End to end: the built command line against an AWS-compatible endpoint, over HTTP.
//   AWS_ENDPOINT_URL         where AWS is; nothing runs without it
//   DMS_AUDITOR_SEED_FACTS   facts.json of a seeded estate, to compare each verdict with
// The endpoint may be a proxy that can inject faults (`/__proxy/config`); without one those tests are skipped.

if (process.env['AWS_ENDPOINT_URL'] === undefined) {
  console.error(
    'end to end was NOT run: set AWS_ENDPOINT_URL to an AWS-compatible endpoint (CONTRIBUTING.md says how)',
  );
  process.exitCode = 2;
} else {
  const run = (...command: readonly [string, ...string[]]): boolean => {
    const [name, ...args] = command;
    return spawnSync(name, args, { stdio: 'inherit' }).status === 0;
  };
  const passed =
    run('npm', 'run', 'package') &&
    run('vitest', 'run', '--config', 'vitest.e2e.config.ts', ...process.argv.slice(2));
  process.exitCode = passed ? 0 : 1;
}
