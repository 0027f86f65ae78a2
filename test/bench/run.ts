import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Result } from '../../src/model/result.ts';
import { freshAccount } from '../e2e/support/aws.ts';
import { scheduled } from '../e2e/support/config-events.ts';
import { environmentOf, peakOf, startFunction } from '../e2e/support/lambda/function.ts';
import type { CatalogueRun } from './all-rules.ts';
import { benchEngine } from './engine-size.ts';
import { benchEvaluations } from './evaluations.ts';
import type { FixesRun } from './fixes.ts';
import { benchPaths } from './network-paths.ts';
import type { RulesRun } from './network-rules.ts';
import { benchNight } from './night.ts';
import { benchPolicies } from './policies.ts';
import type { RecordingRun } from './recordings.ts';

// Prints one JSON line a figure: { name, value, unit }. Wall time and peak memory are the whole process's, of
// the built command line, the median of five runs. With AWS_ENDPOINT_URL set (best a replaying proxy) a live
// scan is measured too; without one it is said to be left out.

const runs = 5;

interface Measured {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

const print = (name: string, value: number, unit: string): void => {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit }));
};

/** Starts the built command line once and watches its memory until it ends. */
function measure(args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, ['bin/dms-auditor.js', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    let peak = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const watch = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid ?? 0));
    }, 5);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 2) reject(new Error(`could not run ${args.join(' ')}`));
      else resolve({ milliseconds: performance.now() - begun, peakMegabytes: peak / 1000, stdout });
    });
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function bench(name: string, args: readonly string[]): Promise<Result> {
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run++) measured.push(await measure(args));
  print(`${name}: wall time`, median(measured.map(({ milliseconds }) => milliseconds)), 'ms');
  print(`${name}: peak memory`, Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes)), 'MB');
  return JSON.parse(measured[0]?.stdout ?? '{}') as Result;
}

benchPolicies(print);
benchEngine(print);

const paths = benchPaths();
print(`network: ${paths.flows} flows, ${paths.allowed} allowed`, paths.milliseconds, 'ms');

benchNetworkRules();
benchCatalogue();
benchFixes();

const json = ['--format', 'json', '--fail-on', 'none', '--allow-unknown'];
await bench('scan --demo', ['scan', '--demo', ...json]);
if (process.env['AWS_ENDPOINT_URL'] === undefined) {
  console.error('the live scan was left out: AWS_ENDPOINT_URL is not set');
} else {
  const { coverage, findings } = await bench('live scan of one Region', ['scan', ...json]);
  print('live scan of one Region: calls', coverage.calls, 'calls');
  print('live scan of one Region: verdicts', findings.length, 'verdicts');
  benchRecordings();
  if (existsSync('.serverless/configRule.zip')) {
    await benchFunction();
    await benchEvaluations(print);
    await benchNight(print);
  } else console.error('the packaged function was left out: run npm run package first');
}

/** What a script of this folder prints, in a process of its own. */
function inProcess(script: string, ...args: readonly string[]): unknown {
  const { stdout } = spawnSync(process.execPath, [`test/bench/${script}`, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout);
}

/** A thousand findings kept and told everywhere. The goals are fifteen seconds and 256 MB for all of it. */
function benchRecordings(): void {
  const { findings, ...run } = inProcess('recordings.ts', '1000') as RecordingRun;
  print(`${findings} findings: mapped to ASFF and OCSF`, run.mapped, 'ms');
  print(`${findings} findings: stored in S3`, run.stored, 'ms');
  print(
    `${findings} findings: remembered, imported into Security Hub, stored as events and told`,
    run.told,
    'ms',
  );
  print(`${findings} findings: the same a second time`, run.toldAgain, 'ms');
  print(`${findings} findings: peak memory of all that`, run.peakMegabytes, 'MB');
  print(`${findings} findings: of it before there was any`, run.loadedMegabytes, 'MB');
}

/** The whole catalogue, each size in a process of its own, without warming up. */
function benchCatalogue(): void {
  const measured = [1000, 10_000, 100_000].map((resources) => {
    const found = inProcess('all-rules.ts', String(resources)) as CatalogueRun;
    print(`all rules: ${resources} resources, ${found.findings} verdicts`, found.milliseconds, 'ms');
    print(`all rules: ${resources} resources, peak memory`, found.peakMegabytes, 'MB');
    for (const [rule, milliseconds] of found.slowest) print(`all rules: ${rule} of them`, milliseconds, 'ms');
    return found.milliseconds / resources;
  });
  print(
    'all rules: time per resource, of the largest to the middle',
    (measured[2] ?? 0) / (measured[1] ?? 1),
    'times',
  );
}

/** Patches for some five thousand failures: made, tried together, and printed. The goal is two seconds at most. */
function benchFixes(): void {
  const found = inProcess('fixes.ts', '355') as FixesRun;
  const { failures, mended, fixes } = found;
  print(
    `fixes: ${failures} failures, ${mended} mended by ${fixes} fixes, tried and printed`,
    found.milliseconds,
    'ms',
  );
  print('fixes: goal for that', 2000, 'ms');
  print('fixes: judging the account once, beside', found.judgeMilliseconds, 'ms');
  for (const [format, milliseconds] of Object.entries(found.renderMilliseconds))
    print(`fixes: printing them as ${format}`, milliseconds, 'ms');
  print('fixes: as part of a JSON result', found.resultMilliseconds, 'ms');
  print('fixes: what they add to a JSON result', found.addedKilobytes, 'kB');
  print('fixes: peak memory', found.peakMegabytes, 'MB');
}

/** All rules that are decided from paths, each size in a process of its own. */
function benchNetworkRules(): void {
  const measure = (...args: readonly string[]): RulesRun =>
    inProcess('network-rules.ts', ...args) as RulesRun;
  const measured = [250, 500, 1000].map((instances) => {
    const found = measure(String(instances));
    print(`network rules: ${instances} instances × 10 flows`, found.milliseconds, 'ms');
    return found;
  });
  const [smallest, largest] = [measured[0], measured.at(-1)];
  if (smallest === undefined || largest === undefined) return;
  for (const [rule, milliseconds] of Object.entries(largest.perRule))
    print(`network rules: ${rule} of them`, milliseconds, 'ms');
  const perFlow = ({ milliseconds, flows }: RulesRun): number => milliseconds / flows;
  print(
    'network rules: time per flow, of the largest to the smallest',
    perFlow(largest) / perFlow(smallest),
    'times',
  );
  print('network rules: CPU time of the largest', largest.cpuMilliseconds, 'ms');
  print('network rules: peak memory', measure('1000', 'cold').peakMegabytes, 'MB');
}

/** `config-rule` as it is packaged, in an empty account: what an invocation costs before there is anything to judge. */
async function benchFunction(): Promise<void> {
  const fresh = freshAccount();
  const { account } = fresh;
  const rule = {
    account,
    ruleName: 'bench',
    ruleParameters: '{"rule":"role-trust-is-guarded"}',
    resultToken: 'TESTMODE',
  };
  const first: number[] = [];
  const second: number[] = [];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    const lambda = await startFunction('configRule', await environmentOf(fresh));
    await lambda.invoke(scheduled(rule));
    first.push(performance.now() - begun);
    second.push((await lambda.invoke(scheduled(rule))).milliseconds);
    await lambda.stop();
  }
  print('config-rule: first invocation, init included', median(first), 'ms');
  print('config-rule: second invocation', median(second), 'ms');
}
