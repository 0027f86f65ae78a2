import { actionFor, callsFor } from '../src/model/facts.ts';
import type { Rule } from '../src/model/rule.ts';
import { renderCli } from '../src/remediation/render/cli.ts';
import { requirements } from '../src/requirements.ts';
import { catalogue } from '../src/rules/index.ts';
import type { Example, Examples, FixedExample } from './example-recorder.ts';
import { ruleExamples } from './rule-examples.ts';

const folder = 'docs/rules';

/** The page of each rule and their index, by path. */
export async function rulePages(): Promise<Readonly<Record<string, string>>> {
  const examples = await ruleExamples();
  const pages = catalogue.map(
    (rule) => [`${folder}/${rule.id}.md`, pageOf(rule, examples.get(rule.id))] as const,
  );
  return { ...Object.fromEntries(pages), [`${folder}/README.md`]: index() };
}

const notice = '<!-- Written by `npm run generate` from the rule, its tests and its sources. -->';

function pageOf(rule: Rule, examples: Examples | undefined): string {
  const { id, title, severity, judges, profiles, controls } = rule;
  const parts = [
    notice,
    `# ${title}`,
    `\`${id}\` · ${severity} · judges ${judges.map(code).join(', ')} · in ${profiles.map(code).join(', ')}`,
    section('Why it matters', rule.rationale),
    section('How it is judged', rule.judgement),
    section('Examples', examples === undefined ? '' : exampleTables(examples)),
    section('Parameters', parametersOf(rule)),
    section('What to do', rule.remediation),
    section('Patch', patchOf(examples?.fixed ?? null)),
    section('What it reads', callsFor(rule.needs).map(actionFor).map(code).join(', ')),
    section('Requirements', requirementsOf(rule)),
    section('Controls', controls.join(', ')),
    section('Sources', rule.sources.map((source) => `- <${source}>`).join('\n')),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const code = (text: string): string => `\`${text}\``;
const section = (title: string, text: string): string => (text === '' ? '' : `## ${title}\n\n${text}`);
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** As many of each outcome as show what it is about. */
const shown = 6;

function exampleTables(examples: Examples): string {
  const outcomes: readonly (readonly [string, readonly Example[]])[] = [
    ['NON_COMPLIANT', examples.nonCompliant],
    ['COMPLIANT', examples.compliant],
    ['UNKNOWN', examples.unknown],
    ['NOT_APPLICABLE', examples.notApplicable],
  ];
  const rows = outcomes.flatMap(([outcome, cases]) =>
    cases.slice(0, shown).map(({ name, because }) => `| ${outcome} | ${cell(name)} | ${cell(because)} |`),
  );
  return ['| verdict | where there is | because |', '|---|---|---|', ...rows].join('\n');
}

/** What `fix` prints of an example: the commands, or why there are none. */
function patchOf(example: FixedExample | null): string {
  if (example === null) return '';
  const { name, finding, plan } = example;
  const about = `Of the example “${name}” (${finding.because}), \`npm run dms-auditor -- fix\` prints:`;
  const script = renderCli([plan]);
  const fence = script.includes('```') ? '````' : '```';
  return `${about}\n\n${fence}sh\n${script}${fence}\n\n[All patches, and where there is none](../remediation.md).`;
}

function parametersOf({ parameters }: Rule): string {
  const rows = Object.entries(parameters).map(
    ([name, { description, allowed, default: standard }]) =>
      `| \`${name}\` | ${cell(description)} | ${cell(allowed)} | ${standard === null ? 'not set' : code(cell(JSON.stringify(standard)))} |`,
  );
  return rows.length === 0
    ? ''
    : ['| name | what it is | allowed | default |', '|---|---|---|---|', ...rows].join('\n');
}

const requirementsOf = (rule: Rule): string =>
  requirements
    .filter(({ id }) => rule.requirements.includes(id))
    .map(({ id, text, sources }) => {
      const where = sources.map(
        ({ document, url, section: part }) => `[${document}](${url})${part === null ? '' : `, ${part}`}`,
      );
      return `- **${id}** ${text} (${where.join('; ')})`;
    })
    .join('\n');

const index = (): string =>
  [
    notice,
    '# The rules',
    '',
    `${catalogue.length} rules. \`npm run dms-auditor -- rules\` lists them too, \`rules --coverage\` by requirement; [adding a rule](../adding-a-rule.md) takes one file.`,
    '',
    '| rule | severity | judges | passes when |',
    '|---|---|---|---|',
    ...catalogue.map(
      ({ id, severity, judges, title }) =>
        `| [\`${id}\`](${id}.md) | ${severity} | ${judges.map(code).join(', ')} | ${cell(title)} |`,
    ),
    '',
  ].join('\n');
