import { readFileSync } from 'node:fs';
import { checkPolicy } from '../src/audit/check-policy.ts';
import { judge } from '../src/audit/judge.ts';
import { selectRules } from '../src/audit/select-rules.ts';
import { demoEstate } from '../src/cli/demo/estate.ts';
import type { Result } from '../src/model/result.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { explanation } from '../src/report/explanation.ts';
import { policyCheckTable } from '../src/report/policy-check.ts';
import { table } from '../src/report/table.ts';
import { catalogue } from '../src/rules/index.ts';
import { tool } from '../src/tool.ts';
import { withParts } from './generated-part.ts';
import { readerPolicy } from './reader-policy.ts';

/** How many lines of the demo's output stand in the README, before the sum. */
const shownLines = 12;

/** The README with its generated parts renewed: what the tool really prints, and the policy that it really needs. */
export const readme = (): string =>
  withParts(readFileSync('README.md', 'utf8'), {
    demo: demo(),
    'reader-policy': `\`\`\`json\n${readerPolicy()}\`\`\``,
    'check-policy': checkedPolicy(),
    explain: explained(),
  });

const shown = { width: 132, color: false };

function judgedDemo(): Result {
  const rules = selectRules(catalogue, { profile: 'recommended', ids: null, settings: defaultSettings });
  return judge(demoEstate, { rules, profile: 'recommended', settings: defaultSettings, tool, calls: 0 });
}

function demo(): string {
  const lines = table(judgedDemo(), shown).trimEnd().split('\n');
  return ['```', ...lines.slice(0, shownLines), '…', lines.at(-1) ?? '', '```'].join('\n');
}

/** A trust that looks guarded: its condition holds as well where the key is not sent. */
const looksGuarded = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'dms.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } },
    },
  ],
});

function checkedPolicy(): string {
  const check = checkPolicy({
    kind: 'trust',
    text: looksGuarded,
    account: '111122223333',
    trusted: [],
    service: null,
    sourceArn: null,
    engineVersion: null,
    rules: catalogue,
  });
  const command = '$ npm run dms-auditor -- check-policy trust.json --kind trust --account 111122223333';
  return ['```', command, policyCheckTable(check, looksGuarded, shown).trimEnd(), '```'].join('\n');
}

/** A finding of the example estate that a request shows. */
const explainedId = 'role-trust-is-guarded@111122223333/global/role:dms-access-for-endpoint';

function explained(): string {
  const finding = judgedDemo().findings.find(({ id }) => id === explainedId);
  if (finding === undefined) throw new Error(`the example estate has no finding ${explainedId}`);
  const rule = catalogue.find(({ id }) => id === finding.rule) ?? null;
  const lines = explanation(finding, { rule, patches: [] }, shown).trimEnd().split('\n');
  const command = `$ npm run dms-auditor -- explain ${explainedId} --result result.json`;
  return ['```', command, ...lines.slice(0, lines.indexOf('WHY IT MATTERS') - 1), '…', '```'].join('\n');
}
