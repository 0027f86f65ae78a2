import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { ACCOUNT } from '../support/builders.ts';
import { accountOf, flows } from './network-estate.ts';
import { peakMegabytes } from './peak-memory.ts';

// Every rule that is decided from paths, on as many instances as the argument says: prints time and peak memory of
// this process as one line of JSON. The first rule decides the paths for all of them.

/** What one run tells. */
export interface RulesRun {
  readonly milliseconds: number;
  /** What the process itself computed meanwhile, all of its threads: on a busy machine less than the time that passed. */
  readonly cpuMilliseconds: number;
  readonly perRule: Readonly<Record<string, number>>;
  readonly flows: number;
  readonly compliant: number;
  /** 0 where there is no /proc. */
  readonly peakMegabytes: number;
}

const rules = catalogue.filter(({ needs }) => needs.includes('routeTables'));

function timed(rule: Rule, account: AccountFacts) {
  const begun = performance.now();
  const findings = rule.evaluate(ACCOUNT, account, defaultSettings);
  return { milliseconds: performance.now() - begun, findings };
}

function run(instances: number): RulesRun {
  const account = accountOf(instances);
  const before = process.cpuUsage();
  const measured = rules.map((rule) => ({ id: rule.id, ...timed(rule, account) }));
  const { user, system } = process.cpuUsage(before);
  return {
    milliseconds: measured.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    cpuMilliseconds: (user + system) / 1000,
    perRule: Object.fromEntries(measured.map(({ id, milliseconds }) => [id, milliseconds])),
    flows: instances * flows,
    compliant: measured.flatMap(({ findings }) => findings.filter(({ status }) => status === 'COMPLIANT'))
      .length,
    peakMegabytes: peakMegabytes(),
  };
}

// What is compiled meanwhile is not measured; for memory, which that takes too, `cold` leaves it out.
const [instances, state] = process.argv.slice(2);
for (let warm = 0; warm < (state === 'cold' ? 0 : 10); warm++) run(50);
console.log(JSON.stringify(run(Number(instances))));
