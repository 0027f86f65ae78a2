import { exceptionsAs, unknownAs } from '../src/model/config-report.ts';
import type { Parameter } from '../src/model/parameters.ts';
import { profiles, type Rule } from '../src/model/rule.ts';
import { catalogue } from '../src/rules/index.ts';
import { either, equal, logicalId, not, ref } from './cloudformation.ts';

/** A parameter of the template, and the rules whose parameter of that name it sets. */
interface Shared {
  /** Of the template. */
  readonly id: string;
  /** Of the rules. */
  readonly name: string;
  readonly parameter: Parameter<unknown>;
  readonly rules: readonly Rule[];
}

/** What several rules ask for in the same words is one parameter, so that a conformance pack has room for all. */
export const sharedParameters: readonly Shared[] = group();

function group(): readonly Shared[] {
  const groups = new Map<string, { name: string; parameter: Parameter<unknown>; rules: Rule[] }>();
  for (const rule of catalogue) {
    for (const [name, parameter] of Object.entries(rule.parameters)) {
      const words = JSON.stringify([name, parameter.description, parameter.allowed, parameter.default]);
      const known = groups.get(words);
      if (known === undefined) groups.set(words, { name, parameter, rules: [rule] });
      else known.rules.push(rule);
    }
  }
  return [...groups.values()].map(({ name, parameter, rules }) => {
    const [first] = rules;
    const own = rules.length === 1 && first !== undefined ? `${first.id}-${name}` : name;
    return { id: logicalId(own), name, parameter, rules };
  });
}

const frequencies = ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'] as const;

/** What is set for all rules at once. */
const forAll = {
  Profile: {
    Type: 'String',
    Default: profiles[0],
    AllowedValues: profiles,
    Description: 'Which rules AWS Config gets.',
  },
  Frequency: {
    Type: 'String',
    Default: 'TwentyFour_Hours',
    AllowedValues: frequencies,
    Description:
      'How often, changes apart, the rules on a schedule publish what was found and those on a change look again.',
  },
  MaxAge: {
    Type: 'Number',
    Default: 26,
    MinValue: 1,
    MaxValue: 744,
    Description: 'How many hours old a result may be that the rules on a schedule publish from.',
  },
  UnknownAs: {
    Type: 'String',
    Default: unknownAs[0],
    AllowedValues: unknownAs,
    Description: 'What UNKNOWN becomes in AWS Config; SKIP withdraws what was said before.',
  },
  ExceptionsAs: {
    Type: 'String',
    Default: exceptionsAs[0],
    AllowedValues: exceptionsAs,
    Description: 'What a failure becomes that the settings except.',
  },
} as const;

/** A parameter of a CloudFormation template. */
interface Declaration {
  readonly Type: 'String' | 'Number';
  readonly Default: string | number;
  readonly Description: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
}

/** The parameters of a template that holds the rules of the catalogue. */
export const configRuleParameters = (): Readonly<Record<string, Declaration>> => ({
  ...forAll,
  ...Object.fromEntries(sharedParameters.map((shared) => [shared.id, declarationOf(shared)])),
});

/** Empty, each leaves to the settings what they say: what an AWS Config rule sends goes before them. */
function declarationOf({ parameter, rules }: Shared): Declaration {
  const { description, default: standard, allowed } = parameter;
  const whose = rules.map(({ id }) => id).join(', ');
  const otherwise = standard === null ? 'nothing' : JSON.stringify(standard);
  return {
    Type: 'String',
    Default: '',
    ...textOf(parameter),
    Description: `${description} For ${whose}: ${allowed}; empty: what the settings say, or ${otherwise}.`,
  };
}

/** What a text may be that stands for a value of this JSON Schema, or for none. */
function textOf({ schema, allowed }: Parameter<unknown>): Partial<Declaration> {
  const { enum: options, type, pattern } = schema;
  const matching = (AllowedPattern: string): Partial<Declaration> => ({
    AllowedPattern,
    ConstraintDescription: `must be ${allowed}, or empty`,
  });
  if (Array.isArray(options)) return { AllowedValues: ['', ...(options as readonly string[])] };
  if (type === 'boolean') return { AllowedValues: ['', 'true', 'false'] };
  if (type === 'integer') return matching('^[0-9]{0,4}$');
  if (typeof pattern === 'string') return matching(`^(${pattern.replace(/^\^|\$$/g, '')})?$`);
  throw new Error(`no CloudFormation parameter is known for ${JSON.stringify(schema)}`);
}

const isSet = (id: string): string => `Has${id}`;

/** Whether each parameter of the rules is set. */
export const parameterConditions = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(sharedParameters.map(({ id }) => [isSet(id), not(equal(id, ''))]));

/** `InputParameters` of a rule; what is not set is not sent. */
export const inputParametersOf = (rule: Rule, isScheduled: boolean): Readonly<Record<string, unknown>> => ({
  rule: rule.id,
  'unknown-as': ref('UnknownAs'),
  'exceptions-as': ref('ExceptionsAs'),
  ...(isScheduled ? { 'max-age': ref('MaxAge') } : {}),
  ...Object.fromEntries(
    sharedParameters
      .filter(({ rules }) => rules.includes(rule))
      .map(({ id, name }) => [name, either(isSet(id), ref(id))]),
  ),
});
