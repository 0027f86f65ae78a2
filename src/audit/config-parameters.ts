import { closest } from 'fastest-levenshtein';
import { type ExceptionsAs, exceptionsAs, type UnknownAs, unknownAs } from '../model/config-report.ts';
import type { Parameter } from '../model/parameters.ts';
import { Refusal } from '../model/refusal.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import { quoted } from './config-event.ts';

/** What the InputParameters of an AWS Config rule ask for. */
export interface Assignment {
  readonly rule: Rule;
  readonly unknownAs: UnknownAs;
  readonly exceptionsAs: ExceptionsAs;
  /** How many hours old a result may be that its findings are published from. */
  readonly maxAge: number;
  /** The operator's settings, with the parameters that this AWS Config rule overrides. */
  readonly settings: Settings;
  /** Whether it overrides any. */
  readonly overrides: boolean;
}

const example =
  'set InputParameters of the AWS Config rule to {"rule": "instance-is-private"} or another rule';

/** A day, and two hours for a nightly scan that takes its time. */
const standardAge = 26;
/** A month of 31 days: what is older tells nobody how things are. */
const greatestAge = 744;

/**
 * Reads InputParameters: `rule` names the rule, `unknown-as` and `exceptions-as` say what becomes of UNKNOWN and of
 * what the settings except, `max-age` how old a result may be, all others are parameters of that rule.
 *
 * @throws Refusal that names what is wrong and the nearest that is right.
 */
export function parseParameters(
  json: string | null,
  catalogue: readonly Rule[],
  settings: Settings,
): Assignment {
  const {
    rule: id,
    'unknown-as': unknown = unknownAs[0],
    'exceptions-as': excepted = exceptionsAs[0],
    'max-age': age = standardAge,
    ...others
  } = parseObject(json);
  if (id === undefined) throw new Refusal(`the parameters name no rule; ${example}`);
  const rule = catalogue.find((one) => one.id === id);
  if (rule === undefined) {
    const ids = catalogue.map((one) => one.id);
    const near =
      typeof id === 'string' ? `; did you mean "${closest(id.slice(0, 80), ids)}"?` : `; ${example}`;
    throw new Refusal(`no rule is called ${quoted(id)}${near}`);
  }
  const own = settings.rules[rule.id] ?? { enabled: true, severity: null, parameters: {} };
  const parameters = { ...own.parameters, ...accepted(rule, others) };
  return {
    rule,
    unknownAs: oneOf(unknownAs, 'unknown-as', unknown),
    exceptionsAs: oneOf(exceptionsAs, 'exceptions-as', excepted),
    maxAge: hours(age),
    overrides: Object.keys(others).length > 0,
    settings: { ...settings, rules: { ...settings.rules, [rule.id]: { ...own, parameters } } },
  };
}

/** A rule without parameters sends none, or an empty object; some senders leave the text empty. */
function parseObject(json: string | null): Readonly<Record<string, unknown>> {
  if (json === null || json.trim() === '') return {};
  const value = parsed(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refusal(`ruleParameters is no JSON object: ${quoted(json)}; ${example}`);
}

function oneOf<T extends string>(options: readonly T[], name: string, given: unknown): T {
  const found = options.find((option) => option === given);
  if (found !== undefined) return found;
  throw new Refusal(`${name} must be one of ${options.join(', ')}, not ${quoted(given)}`);
}

function hours(given: unknown): number {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= greatestAge)
    return value;
  throw new Refusal(
    `max-age must be a whole number of hours from 1 to ${greatestAge}, not ${quoted(given)}; ${standardAge} is what it is without one`,
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function accepted(rule: Rule, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
      if (parameter === undefined) throw new Refusal(unknownParameter(rule, name));
      const accepted = accept(parameter, value);
      if (accepted === undefined)
        throw new Refusal(`${name} of ${rule.id} must be ${parameter.allowed}, not ${quoted(value)}`);
      return [name, accepted];
    }),
  );
}

/** AWS Config keeps the values of InputParameters as text; what is no text is JSON in it. */
const accept = (parameter: Parameter<unknown>, value: unknown): unknown =>
  parameter.accept(value) ?? (typeof value === 'string' ? parameter.accept(parsed(value)) : undefined);

function unknownParameter({ id, parameters }: Rule, name: string): string {
  const known = ['rule', 'unknown-as', 'exceptions-as', 'max-age', ...Object.keys(parameters)];
  return `${id} has no parameter ${quoted(name)}; did you mean "${closest(name.slice(0, 80), known)}"? It has ${known.join(', ')}`;
}
