import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Examples, recorded } from './example-recorder.ts';

const folder = 'test/rules';
const recorder = new URL('./example-recorder.ts', import.meta.url).href;

/** Nothing of a test runs here: its tables are made while it is loaded. */
const nothing = `data:text/javascript,${encodeURIComponent(`
  const none = Object.assign(() => none, {});
  const silent = new Proxy(none, { get: () => silent, apply: () => silent });
  export const [describe, it, test, expect, vi, beforeAll, afterAll, beforeEach, afterEach, onTestFinished] =
    Array.from({ length: 10 }, () => silent);
`)}`;

/** The cases that the tests of the rules state, by rule id. */
export async function ruleExamples(): Promise<ReadonlyMap<string, Examples>> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'vitest') return { url: nothing, shortCircuit: true };
      if (specifier.endsWith('/support/test-rule.ts')) return { url: recorder, shortCircuit: true };
      return next(specifier, context);
    },
  });
  try {
    // One after the other, so that the examples always come in one order: a rule's main table first.
    const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    for (const name of tests.toSorted(byLength)) await import(pathToFileURL(`${folder}/${name}`).href);
  } finally {
    hooks.deregister();
  }
  return recorded;
}

const byLength = (one: string, other: string): number =>
  one.length - other.length || one.localeCompare(other, 'en');
