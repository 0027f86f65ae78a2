import { readFileSync } from 'node:fs';
import { judge } from '../src/audit/judge.ts';
import { selectRules } from '../src/audit/select-rules.ts';
import { demoEstate } from '../src/cli/demo/estate.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { table } from '../src/report/table.ts';
import { catalogue } from '../src/rules/index.ts';
import { tool } from '../src/tool.ts';
import { readerPolicy } from './reader-policy.ts';

/** How many lines of the demo's output stand in the README, before the sum. */
const shownLines = 12;

/** The README with its generated parts renewed: what the tool really prints, and the policy that it really needs. */
export const readme = (): string =>
  Object.entries({ demo: demo(), 'reader-policy': `\`\`\`json\n${readerPolicy()}\`\`\`` }).reduce(
    (text, [name, part]) => withPart(text, name, part),
    readFileSync('README.md', 'utf8'),
  );

function withPart(text: string, name: string, part: string): string {
  const begin = `<!-- generated: ${name} -->\n`;
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf('<!-- /generated -->', from);
  if (from < begin.length || to === -1) throw new Error(`README.md has no part "${name}" to fill`);
  return `${text.slice(0, from)}${part}\n${text.slice(to)}`;
}

function demo(): string {
  const rules = selectRules(catalogue, { profile: 'recommended', ids: null, settings: defaultSettings });
  const result = judge(demoEstate, {
    rules,
    profile: 'recommended',
    settings: defaultSettings,
    tool,
    calls: 0,
  });
  const lines = table(result, { width: 132, color: false }).trimEnd().split('\n');
  return ['```', ...lines.slice(0, shownLines), '…', lines.at(-1) ?? '', '```'].join('\n');
}
