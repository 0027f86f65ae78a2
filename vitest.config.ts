import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // The laws try the whole catalogue on random accounts; a busy machine needs longer than five seconds.
    testTimeout: 60_000,
    // CI counts on the closing summary; the json report is what .ci/run adds up.
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: 'coverage/unit.json' },
  },
});
