import { defineConfig } from 'vitest/config';

/** What judges src/rules and src/analysis, for mutation testing: see stryker.config.json. */
export default defineConfig({
  test: {
    include: ['test/analysis/**/*.test.ts', 'test/rules/**/*.test.ts'],
    isolate: false,
    // Each case is run again for every mutant that it reaches.
    env: { DMS_AUDITOR_RANDOM_CASES: '10' },
    testTimeout: 60_000,
  },
});
