import Table from 'cli-table3';
import type { Rule } from '../../model/rule.ts';
import { jsonText } from '../../report/json.ts';
import { type Requirement, type RequirementSource, requirements } from '../../requirements.ts';

/** A requirement with the rules that judge it, or the tests that show it. */
interface Covered extends Requirement {
  readonly rules: readonly string[];
}

/** Every requirement of AWS's documents with the rules of this catalogue that judge it. */
const coverage = (rules: readonly Rule[]): readonly Covered[] =>
  requirements.map((requirement) => ({
    ...requirement,
    rules: rules.filter((rule) => rule.requirements.includes(requirement.id)).map(({ id }) => id),
  }));

/** Requirement × rule, in each form that `rules` prints. */
export const coverageIn: Readonly<Record<'table' | 'json' | 'markdown', (rules: readonly Rule[]) => string>> =
  {
    table(rules) {
      const table = new Table({
        head: ['ID', 'REQUIREMENT', 'JUDGED BY'],
        style: { head: [], border: [] },
        wordWrap: true,
        colWidths: [5, 78, Math.max(...rules.map(({ id }) => id.length)) + 2],
      });
      for (const each of coverage(rules)) {
        const where = each.sources.map(sourceText).join('\n');
        table.push([each.id, `${each.text}\n${where}`, judgedBy(each).join('\n')]);
      }
      return `${table.toString()}\n`;
    },
    json: (rules) => jsonText(coverage(rules)),
    markdown: (rules) =>
      [
        '| id | requirement | source | judged by |',
        '|---|---|---|---|',
        ...coverage(rules).map(
          (each) =>
            `| ${each.id} | ${each.text.replaceAll('|', '\\|')} | ${each.sources.map(sourceLink).join('; ')} | ${judgedBy(
              each,
            )
              .map((name) => `\`${name}\``)
              .join(', ')} |`,
        ),
        '',
      ].join('\n'),
  };

const judgedBy = ({ rules, shownBy = [] }: Covered): readonly string[] => [...rules, ...shownBy];

const sourceText = ({ document, section }: RequirementSource): string =>
  section === null ? document : `${document}, ${section}`;

const sourceLink = (source: RequirementSource): string => `[${sourceText(source)}](${source.url})`;
