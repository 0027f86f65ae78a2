import { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import type { Result } from '../../model/result.ts';
import { withException } from '../../report/exception-text.ts';
import { explanation } from '../../report/explanation.ts';
import { printable } from '../../report/printable.ts';
import { rulePage } from '../../report/rule-page.ts';
import { wrap } from '../../report/wrap.ts';
import { catalogue } from '../../rules/index.ts';
import { readResult } from '../result-file.ts';
import type { Terminal } from '../terminal.ts';
import { UserError } from '../user-error.ts';

/** `explain`: a rule's page, or what is behind a finding of a saved result. */
export function explainCommand(terminal: Terminal, done: (exitCode: number) => void): Command {
  return new Command('explain')
    .description('tell what a rule is about, or what is behind a finding')
    .argument('<id>', 'of a rule, with --result also its findings; or, with --result, of a finding')
    .option('--result <file>', 'a result that scan saved with --format json --output FILE')
    .action(async (id: string, { result }: { readonly result?: string }) => {
      const { width, color } = terminal;
      const show = { width, color };
      terminal.out(result === undefined ? aboutRule(id, show) : await aboutFinding(id, result, show));
      done(0);
    });
}

interface Show {
  readonly width: number;
  readonly color: boolean;
}

function aboutRule(id: string, show: Show): string {
  const rule = catalogue.find((each) => each.id === id);
  if (rule !== undefined) return rulePage(rule, show);
  if (id.includes('@')) {
    throw new UserError(`to explain a finding, name the result that holds it: explain ${id} --result FILE`);
  }
  const known = catalogue.map((each) => each.id);
  throw new UserError(
    `no rule is called "${id}"; did you mean "${closest(id, known)}"? All: dms-auditor rules`,
  );
}

async function aboutFinding(id: string, file: string, show: Show): Promise<string> {
  const result = await readResult(file);
  const { findings, patches } = result;
  const finding = findings.find((each) => each.id === id);
  if (finding !== undefined) {
    const rule = catalogue.find((each) => each.id === finding.rule) ?? null;
    return explanation(finding, { rule, patches: patches ?? [] }, show);
  }
  const rule = catalogue.find((each) => each.id === id);
  if (rule !== undefined) return `${rulePage(rule, show)}\n${idsOf(id, result, show)}`;
  const known = findings.map((each) => each.id);
  const guess = known.length === 0 ? 'it has none at all' : `did you mean "${closest(id, known)}"?`;
  throw new UserError(`${file} has no finding "${id}"; ${guess}`);
}

/** What fails a rule or is not known, with the ids by which each is explained. */
function idsOf(rule: string, { scope, findings }: Result, { width }: Show): string {
  if (!scope.rules.includes(rule)) return 'This result has not judged it.\n';
  const shown = findings.filter(
    ({ rule: own, status }) => own === rule && (status === 'NON_COMPLIANT' || status === 'UNKNOWN'),
  );
  if (shown.length === 0) return 'In this result nothing fails it, and nothing is UNKNOWN.\n';
  const lines = shown.map((finding) => {
    const said = wrap(printable(withException(finding)), Math.max(40, width - 4)).join('\n    ');
    return `  ${finding.status} ${printable(finding.id)}\n    ${said}`;
  });
  return `In this result, each explained by its id:\n${lines.join('\n')}\n`;
}
