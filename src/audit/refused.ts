import { Refusal } from '../model/refusal.ts';
import type { RunReport } from '../model/run-report.ts';

/**
 * Runs a use case of a function. What it refuses is told, not thrown: AWS Lambda runs an event again whose
 * function throws, and the same would be refused again.
 */
export async function tellingRefusals(
  details: RunReport['details'],
  run: () => Promise<RunReport>,
): Promise<RunReport> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) return { level: 'error', message: error.message, summary: null, details };
    throw error;
  }
}
