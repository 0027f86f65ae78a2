import { expect, it } from 'vitest';
import { newestRun } from '../../src/publish/newest-run.ts';
import { aStateTable } from '../support/a-state-table.ts';
import { ACCOUNT, FOREIGN, REGION } from '../support/builders.ts';

const at = (hour: number): string => `2026-11-22T0${hour}:00:00.000Z`;
const run = { account: ACCOUNT, region: REGION, configRule: 'rule' };

it.each([
  ['the first', [1], 1],
  ['a newer one', [1, 2], 2],
  ['an older one that comes late', [2, 1], 2],
  ['the same again', [2, 2], 2],
])('the newest run of a rule is known to %s', async (_, hours, newest) => {
  const table = aStateTable();
  const seen: string[] = [];
  for (const hour of hours) seen.push(await newestRun(table, { ...run, at: at(hour) }));
  expect(seen.at(-1)).toBe(at(newest));
});

it.each([
  ['account', { account: FOREIGN }],
  ['Region', { region: 'us-east-1' }],
  ['rule', { configRule: 'another' }],
])('each %s has its own', async (_, other) => {
  const table = aStateTable();
  await newestRun(table, { ...run, at: at(2) });
  expect(await newestRun(table, { ...run, ...other, at: at(1) })).toBe(at(1));
});

it('is forgotten by the table three months after', async () => {
  const table = aStateTable();
  await newestRun(table, { ...run, at: at(1) });
  const [item] = table.items.values();
  expect(item?.['expires']).toBe(Date.parse('2027-02-20T01:00:00Z') / 1000);
});
