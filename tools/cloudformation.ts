import { Document, isCollection, isPair, isScalar, isSeq, type Node, visit } from 'yaml';

/** A part of a CloudFormation template, or a whole one. */
export interface Template {
  readonly AWSTemplateFormatVersion?: '2010-09-09';
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly DeletionPolicy?: 'Retain';
  readonly UpdateReplacePolicy?: 'Retain';
  readonly Properties: Readonly<Record<string, unknown>>;
}

export const ref = (id: string) => ({ Ref: id });
export const sub = (text: string) => ({ 'Fn::Sub': text });
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const equal = (parameter: string, value: unknown) => ({ 'Fn::Equals': [ref(parameter), value] });
export const both = (...conditions: readonly string[]) => ({
  'Fn::And': conditions.map((Condition) => ({ Condition })),
});
export const not = (condition: unknown) => ({ 'Fn::Not': [condition] });
export const either = (condition: string, value: unknown, otherwise: unknown = ref('AWS::NoValue')) => ({
  'Fn::If': [condition, value, otherwise],
});

/** `instance-is-private` as a logical id: `InstanceIsPrivate`. */
export const logicalId = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** As YAML without aliases, which CloudFormation does not read; what is short is on one line. */
export function yamlOf(template: Template, comment: string): string {
  const document = new Document(template, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_, node) => {
      if (isShort(node)) node.flow = true;
    },
  });
  const lines = comment.split('\n').map((line) => `# ${line}\n`);
  return lines.join('') + document.toString({ lineWidth: 0 });
}

const shortest = 100;

/** Intrinsic functions and lists of plain values. */
function isShort(node: Node): boolean {
  if (!isCollection(node)) return false;
  const [first] = node.items;
  const isIntrinsic = node.items.length === 1 && isPair(first) && /^(Ref|Fn::\w+)$/.test(String(first.key));
  const isPlain = isSeq(node) && node.items.every((item) => isScalar(item));
  return (isIntrinsic || isPlain) && JSON.stringify(node).length <= shortest;
}

/** One template of several parts. */
export function merged(...parts: readonly Template[]): Template {
  const all = (section: 'Parameters' | 'Conditions' | 'Resources'): Readonly<Record<string, never>> => {
    const entries = parts.flatMap((part) => Object.entries(part[section] ?? {}));
    const ids = entries.map(([id]) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw new Error(`two parts of a template have ${section} of the name ${twice}`);
    return Object.fromEntries(entries) as Readonly<Record<string, never>>;
  };
  return { Parameters: all('Parameters'), Conditions: all('Conditions'), Resources: all('Resources') };
}

/** The same, each resource only where a condition holds. */
export const onlyIf = (Condition: string, resources: Template['Resources']): Template['Resources'] =>
  Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...resource, Condition }]));
