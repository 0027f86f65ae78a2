/** Whether a pattern matches an event of which not everything is known. */
export type Match = 'yes' | 'no' | 'maybe';

/** The values that a field of an event may have; null: it is not there. `open`: nothing is known of it. */
export type EventField = readonly (string | null)[] | 'open';

/** What is known of an event, by the path of a field: `detail.category`. */
export type EventShape = (path: string) => EventField;

/**
 * Whether an event pattern matches every event of a shape, none, or nobody can say. The text is what EventBridge
 * stores. (EventBridge User Guide, *Event patterns* and *Comparison operators*)
 */
export function matchesPattern(pattern: string, event: EventShape): Match {
  const parsed = parseJson(pattern);
  return isObject(parsed) && Object.keys(parsed).length > 0 ? matchesObject(parsed, event, '') : 'maybe';
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const not: Readonly<Record<Match, Match>> = { yes: 'no', no: 'yes', maybe: 'maybe' };

function every(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  return matches.includes('maybe') ? 'maybe' : 'yes';
}

const some = (matches: readonly Match[]): Match => not[every(matches.map((match) => not[match]))];

/** The same in all that may be the case, else nobody can say. */
function whichever(matches: readonly Match[]): Match {
  const [first] = matches;
  return first !== undefined && matches.every((match) => match === first) ? first : 'maybe';
}

function matchesObject(pattern: Fields, event: EventShape, path: string): Match {
  return every(
    Object.entries(pattern).map(([name, part]) => {
      const below = path === '' ? name : `${path}.${name}`;
      if (name === '$or' && Array.isArray(part))
        return some(part.map((each) => (isObject(each) ? matchesObject(each, event, path) : 'maybe')));
      if (Array.isArray(part)) return matchesField(part, event(below));
      return isObject(part) ? matchesObject(part, event, below) : 'maybe';
    }),
  );
}

const matchesField = (matchers: readonly unknown[], field: EventField): Match =>
  field === 'open'
    ? 'maybe'
    : whichever(field.map((value) => some(matchers.map((matcher) => matchesValue(matcher, value)))));

const decided = (holds: boolean): Match => (holds ? 'yes' : 'no');

/** One value against one matcher: a value as it is, or an operator with what it asks for. */
function matchesValue(matcher: unknown, value: string | null): Match {
  if (!isObject(matcher)) return decided(typeof matcher === 'string' && matcher === value);
  const [entry, ...more] = Object.entries(matcher);
  if (entry === undefined || more.length > 0) return 'maybe';
  const [operator, operand] = entry;
  if (operator === 'exists' && typeof operand === 'boolean') return decided(operand === (value !== null));
  // What is not there has no value to compare.
  if (value === null) return 'no';
  if (operator === 'anything-but') return not[matchesAnyOf(operand, value)];
  // Every value here is a word, a name or an ARN.
  if (operator === 'numeric' || operator === 'cidr') return 'no';
  return typeof operand === 'string' || isObject(operand) ? compare(operator, operand, value) : 'maybe';
}

/** What `anything-but` rules out: a value, a list of them, or one operator with either. */
function matchesAnyOf(operand: unknown, value: string): Match {
  if (Array.isArray(operand)) return some(operand.map((each) => matchesValue(each, value)));
  if (!isObject(operand)) return matchesValue(operand, value);
  const [entry, ...more] = Object.entries(operand);
  if (entry === undefined || more.length > 0) return 'maybe';
  const [operator, operands] = entry;
  return some([operands].flat().map((each) => compare(operator, each, value)));
}

function compare(operator: string, operand: unknown, value: string): Match {
  // `{ "prefix": { "equals-ignore-case": "DMS" } }`
  if (isObject(operand)) {
    const { 'equals-ignore-case': text, ...more } = operand;
    const isPlain = typeof text === 'string' && Object.keys(more).length === 0;
    return isPlain && (operator === 'prefix' || operator === 'suffix')
      ? compare(operator, text.toLowerCase(), value.toLowerCase())
      : 'maybe';
  }
  if (typeof operand !== 'string') return 'maybe';
  switch (operator) {
    case 'prefix':
      return decided(value.startsWith(operand));
    case 'suffix':
      return decided(value.endsWith(operand));
    case 'equals-ignore-case':
      return decided(value.toLowerCase() === operand.toLowerCase());
    case 'wildcard':
      // A backslash takes the next character as it is; none of the values holds one of those.
      return operand.includes('\\') ? 'maybe' : decided(fitsWildcard(operand, value));
    default:
      return 'maybe';
  }
}

/** Whether a text fits a pattern in which `*` stands for any characters: each part where it first can be. */
function fitsWildcard(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
