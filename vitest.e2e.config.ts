import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Endpoints that are each used by one file at a time; none: there is the one of AWS_ENDPOINT_URL. */
const endpoints = (process.env['DMS_AUDITOR_ENDPOINTS'] ?? '').split(',').filter((url) => url !== '');

/** These take longest: begun last, they would be waited for by the other worker. */
const longest = ['denials', 'fixes', 'least-privilege'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      longest.some((name) => moduleId.endsWith(`/${name}.e2e.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    setupFiles: ['test/e2e/support/own-endpoint.ts'],
    // Each file has an account of its own, but the fault proxy in front of AWS is one for all that use it.
    sequence: { sequencer: LongestFirst },
    fileParallelism: endpoints.length > 1,
    maxWorkers: Math.max(1, endpoints.length),
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', 'json'],
    outputFile: { json: 'coverage/e2e.json' },
  },
});
