import { closest } from 'fastest-levenshtein';
import { type UnknownAs, unknownAs } from '../model/config-report.ts';
import type { Parameter } from '../model/parameters.ts';
import { Refusal } from '../model/refusal.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import { quoted } from './config-event.ts';

/** What the InputParameters of an AWS Config rule ask for. */
export interface Assignment {
  readonly rule: Rule;
  readonly unknownAs: UnknownAs;
  /** The operator's settings, with the parameters that this AWS Config rule overrides. */
  readonly settings: Settings;
}

const example =
  'set InputParameters of the AWS Config rule to {"rule": "instance-is-private"} or another rule';

/**
 * Reads InputParameters: `rule` names the rule, `unknown-as` says what becomes of UNKNOWN, all others are
 * parameters of that rule.
 *
 * @throws Refusal that names what is wrong and the nearest that is right.
 */
export function parseParameters(
  json: string | null,
  catalogue: readonly Rule[],
  settings: Settings,
): Assignment {
  const { rule: id, 'unknown-as': unknown = unknownAs[0], ...others } = parseObject(json);
  if (id === undefined) throw new Refusal(`the parameters name no rule; ${example}`);
  const rule = catalogue.find((one) => one.id === id);
  if (rule === undefined) {
    const ids = catalogue.map((one) => one.id);
    const near =
      typeof id === 'string' ? `; did you mean "${closest(id.slice(0, 80), ids)}"?` : `; ${example}`;
    throw new Refusal(`no rule is called ${quoted(id)}${near}`);
  }
  const known = unknownAs.find((value) => value === unknown);
  if (known === undefined)
    throw new Refusal(`unknown-as must be one of ${unknownAs.join(', ')}, not ${quoted(unknown)}`);
  const own = settings.rules[rule.id] ?? { enabled: true, severity: null, parameters: {} };
  const parameters = { ...own.parameters, ...accepted(rule, others) };
  return {
    rule,
    unknownAs: known,
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
  const known = ['rule', 'unknown-as', ...Object.keys(parameters)];
  return `${id} has no parameter ${quoted(name)}; did you mean "${closest(name.slice(0, 80), known)}"? It has ${known.join(', ')}`;
}
