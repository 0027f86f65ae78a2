import { defineConfig } from 'vitest/config';

/** What puts something in the place of SDK clients. */
const stubsClients = [
  'test/{collect,functions}/**/*.test.ts',
  'test/publish/{alert-sinks,finding-store,ocsf-bucket,results-bucket,rule-starts,security-hub,sinks}.test.ts',
];

export default defineConfig({
  test: {
    // CI counts on the closing summary; the json report is what .ci/run adds up.
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: 'coverage/unit.json' },
    // The laws try the whole catalogue on random accounts; a busy machine needs longer than five seconds.
    testTimeout: 60_000,
    // Left to itself, it leaves one core of two idle.
    maxWorkers: '100%',
    // Enough to run each time; npm run fuzz, or the variable, tries more.
    env: { DMS_AUDITOR_RANDOM_CASES: process.env['DMS_AUDITOR_RANDOM_CASES'] ?? '40' },
    projects: [
      {
        // Nothing here changes what it shares: to load the catalogue once a worker halves the time.
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...stubsClients],
          isolate: false,
        },
      },
      {
        // A stubbed SDK client stays stubbed for whoever comes after.
        extends: true,
        test: { name: 'stubbed', include: stubsClients },
      },
    ],
  },
});
