import { Document } from 'yaml';
import type { Change, Json } from '../patch.ts';
import type { Fix, Plan } from '../plan.ts';
import { declaredOf, type OwnResource } from './declared.ts';
import { oneLine } from './one-line.ts';
import { summaryOf, toldOf, toldOfLeft } from './told.ts';

interface Stack {
  readonly account: string;
  readonly region: string;
  readonly told: string[];
  readonly own: OwnResource[];
  readonly fragments: Change[];
}

/**
 * For each account and Region a template of what can be a resource of its own, then the properties of resources that
 * exist, to be merged into the templates that hold them.
 */
export function renderCloudFormation(plans: readonly Plan[]): string {
  const stacks = new Map<string, Stack>();
  for (const { fixes } of plans)
    for (const [position, fix] of fixes.entries()) addTo(stacks, fix, toldOf(fix, position));
  const left = plans.flatMap((plan) => plan.left.map(toldOfLeft));
  const end = [...left, summaryOf(plans)].map((text) => `# ${text}\n`).join('');
  return [...stacks.values()].flatMap(documentsOf).join('').concat(end);
}

function addTo(stacks: Map<string, Stack>, fix: Fix, told: readonly string[]): void {
  const named = new Set<Stack>();
  for (const { change, declared } of declaredOf(fix.changes)) {
    const { account, region } = change.resource;
    const key = JSON.stringify([account, region]);
    const stack = stacks.get(key) ?? { account, region, told: [], own: [], fragments: [] };
    stacks.set(key, stack);
    if ('own' in declared) stack.own.push(...declared.own);
    else stack.fragments.push(change);
    if (!named.has(stack)) stack.told.push(...told);
    named.add(stack);
  }
}

function documentsOf({ account, region, told, own, fragments }: Stack): readonly string[] {
  const place = oneLine(`account ${account}, ${region === 'global' ? 'any one Region' : region}`);
  const about = told.map((text) => ` ${text}`).join('\n');
  const resources = Object.fromEntries(
    own.map(({ type, properties }, index) => [
      `Fix${type.split('::').at(-1) ?? ''}${index + 1}`,
      { Type: type, Properties: properties },
    ]),
  );
  const template = { AWSTemplateFormatVersion: '2010-09-09', Resources: resources };
  return [
    ...(own.length === 0
      ? []
      : [documentOf(template, ` A template for ${place}: resources of their own.\n${about}`)]),
    ...(fragments.length === 0
      ? []
      : [
          documentOf(
            fragments.map(fragmentOf),
            ` No template: changes to resources that exist, in ${place}. Merge them into the templates that hold these.\n${about}`,
          ),
        ]),
  ];
}

function fragmentOf({ resource: { type, id, arn }, properties }: Change): Json {
  return {
    Type: type,
    Resource: arn ?? id,
    Changes: properties.map(({ property, from, to }) => ({ Property: property, From: from, To: to })),
  };
}

function documentOf(value: unknown, comment: string): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = comment;
  return `---\n${document.toString({ lineWidth: 0 })}`;
}
