import { Document, type Tags, visit } from 'yaml';
import { once } from '../../analysis/once.ts';
import type { Change, Json } from '../patch.ts';
import type { Plan } from '../plan.ts';
import { declaredOf, type OwnResource } from './declared.ts';
import { type NumberedFix, numbered } from './numbered.ts';
import { oneLine } from './one-line.ts';
import { summaryOf, toldOf, toldOfLeft, toldOfTogether } from './told.ts';

/** What goes into one document, and the fixes that it is of. */
interface Part<T> {
  readonly items: T[];
  readonly told: Set<readonly string[]>;
}

interface Stack {
  readonly account: string;
  readonly region: string;
  readonly own: Part<OwnResource>;
  readonly fragments: Part<Json>;
}

const nothing = <T>(): Part<T> => ({ items: [], told: new Set() });

/**
 * For each account and Region a template of what can be a resource of its own, then the properties of resources that
 * exist, to be merged into the templates that hold them.
 */
export function renderCloudFormation(plans: readonly Plan[]): string {
  const stacks = new Map<string, Stack>();
  for (const { fixes } of numbered(plans)) for (const fix of fixes) addTo(stacks, fix, toldOf(fix));
  const rest = plans.flatMap((plan) => [...toldOfTogether(plan), ...plan.left.map(toldOfLeft)]);
  const end = [...rest, summaryOf(plans)].map((text) => `# ${text}\n`).join('');
  return [...stacks.values()].flatMap(documentsOf).join('').concat(end);
}

function addTo(stacks: Map<string, Stack>, fix: NumberedFix, told: readonly string[]): void {
  for (const { change, declared } of declaredOf(fix.changes)) {
    const { account, region } = change.resource;
    const key = JSON.stringify([account, region]);
    const stack = once(stacks, key, (): Stack => ({ account, region, own: nothing(), fragments: nothing() }));
    if ('own' in declared) stack.own.items.push(...declared.own);
    else stack.fragments.items.push(fragmentOf(change, declared.fragment.note));
    stack['own' in declared ? 'own' : 'fragments'].told.add(told);
  }
}

function documentsOf({ account, region, own, fragments }: Stack): readonly string[] {
  const place = oneLine(`account ${account}, ${region === 'global' ? 'any one Region' : region}`);
  const resources = Object.fromEntries(
    own.items.map(({ type, properties }, index) => [
      `Fix${type.split('::').at(-1) ?? ''}${index + 1}`,
      { Type: type, Properties: properties },
    ]),
  );
  const template = { AWSTemplateFormatVersion: '2010-09-09', Resources: resources };
  return [
    ...(own.items.length === 0
      ? []
      : [documentOf(template, `A template for ${place}: resources of their own.`, own.told)]),
    ...(fragments.items.length === 0
      ? []
      : [
          documentOf(
            fragments.items,
            `No template: changes to resources that exist, in ${place}. Merge them into the templates that hold these.`,
            fragments.told,
          ),
        ]),
  ];
}

function fragmentOf({ resource: { type, id, arn }, properties }: Change, note?: string): Json {
  return {
    Type: type,
    Resource: arn ?? id,
    ...(note === undefined ? {} : { Note: note }),
    Changes: properties.map(({ property, from, to }) => ({ Property: property, From: from, To: to })),
  };
}

/**
 * CloudFormation reads YAML 1.1, where more words than in 1.2 are no text unless quoted (CloudFormation User Guide,
 * *Template format*), and more characters end a line: all text is quoted, in the way of JSON, with these escaped.
 */
function documentOf(value: unknown, title: string, told: ReadonlySet<readonly string[]>): string {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    version: '1.1',
    customTags: withoutMerge,
  });
  document.commentBefore = [title, ...[...told].flat()].map((text) => ` ${text}`).join('\n');
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== 'string') return;
      node.type = key === 'key' && /^[A-Za-z]+[0-9]*$/.test(node.value) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  return `---\n${text.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}`;
}

/** A text `<<` is no merge key: none is written. */
const withoutMerge = (tags: Tags): Tags =>
  tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
