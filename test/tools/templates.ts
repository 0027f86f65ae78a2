import { readFileSync } from 'node:fs';
import { parse, type ScalarTag } from 'yaml';

type Properties = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Properties;
}

interface Parameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly Description?: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
}

export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What CloudFormation writes as tags: `!Ref X`, and lists behind `!If` and others. */
const tags = ['GetAtt', 'Sub', 'If', 'Equals', 'Not', 'Join', 'Ref'].flatMap((name): ScalarTag[] => {
  const key = name === 'Ref' ? 'Ref' : `Fn::${name}`;
  const scalar: ScalarTag = {
    tag: `!${name}`,
    resolve: (text) => ({ [key]: name === 'GetAtt' ? text.split('.') : text }),
  };
  const list = {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (items: { readonly toJSON: () => unknown }) => ({ [key]: items.toJSON() }),
  };
  return [scalar, list as unknown as ScalarTag];
});

/** A template of `infra`, or a fragment of one as `serverless.yml` takes it without `--param`. */
export function templateIn(name: string): Template {
  const known = read.get(name) ?? readTemplate(name);
  read.set(name, known);
  return known;
}

const read = new Map<string, Template>();

function readTemplate(name: string): Template {
  const text = readFileSync(`infra/${name}.yml`, 'utf8').replaceAll(/\$\{param:\w+, '([^']*)'\}/g, '$1');
  const template = parse(text, { customTags: tags }) as Partial<Template> & Pick<Template, 'Resources'>;
  return { Parameters: {}, Conditions: {}, ...template };
}

export const resourcesOf = (
  type: string,
  { Resources }: Template,
): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, resource]) => resource.Type === type);

type Values = Readonly<Record<string, string>>;

/** Whether a resource is made with these values of parameters and pseudo parameters. */
export function isMade({ Condition: condition }: Resource, template: Template, values: Values): boolean {
  return condition === undefined || holds({ Condition: condition }, template, values);
}

/** CloudFormation User Guide, *Condition functions*. */
function holds(condition: unknown, template: Template, values: Values): boolean {
  const [name, of] = Object.entries(condition as object)[0] as [string, never];
  const parts = of as readonly unknown[];
  switch (name) {
    case 'Condition':
      return holds(template.Conditions[of], template, values);
    case 'Fn::Equals': {
      const [one, other] = parts.map((part) => valueOf(part, template, values));
      return one === other;
    }
    case 'Fn::And':
      return parts.every((part) => holds(part, template, values));
    case 'Fn::Or':
      return parts.some((part) => holds(part, template, values));
    case 'Fn::Not':
      return !holds(parts[0], template, values);
    default:
      throw new Error(`no condition: ${name}`);
  }
}

/** What `InputParameters` come to, text for text. */
export function valueOf(value: unknown, template: Template, values: Values): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) {
    const name = String(value.Ref);
    if (name === 'AWS::NoValue') return undefined;
    return values[name] ?? String(template.Parameters[name]?.Default ?? '');
  }
  if ('Fn::If' in value) {
    const [condition, yes, no] = value['Fn::If'] as readonly [string, unknown, unknown];
    return valueOf(holds({ Condition: condition }, template, values) ? yes : no, template, values);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, valueOf(part, template, values)]),
  );
}
