/** A setting of one rule: what it may be, what it is by default, and how to read it from a settings file. */
export interface Parameter<T> {
  readonly description: string;
  readonly default: T;
  /** What is allowed, for people: "one of when-used, always". */
  readonly allowed: string;
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The value if it is allowed, else undefined. */
  readonly accept: (value: unknown) => T | undefined;
}

export type ParameterSet = Readonly<Record<string, Parameter<unknown>>>;
export type ValuesOf<P extends ParameterSet> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** One word out of a few. */
export const choice = <const T extends string>(
  description: string,
  options: readonly [T, ...T[]],
): Parameter<T> => ({
  description,
  default: options[0],
  allowed: `one of ${options.join(', ')}`,
  schema: { enum: options },
  accept: (value) => options.find((option) => option === value),
});

/** Yes or no. */
export const flag = (description: string, standard: boolean): Parameter<boolean> => ({
  description,
  default: standard,
  allowed: 'true or false',
  schema: { type: 'boolean' },
  accept: (value) => (typeof value === 'boolean' ? value : undefined),
});

const mostDays = 3650;

/** A number of whole days, up to ten years. */
export const days = (description: string, standard: number): Parameter<number> => ({
  description,
  default: standard,
  allowed: `a whole number of days from 0 to ${mostDays}`,
  schema: { type: 'integer', minimum: 0, maximum: mostDays },
  accept: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostDays
      ? value
      : undefined,
});

/** Ports of TCP or UDP, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A range of ports as people write it, `1024-65535`; null, the default, leaves it open. */
export const ports = (description: string): Parameter<PortRange | null> => ({
  description,
  default: null,
  allowed: 'a range of ports such as 32768-60999',
  schema: { type: ['string', 'null'], pattern: '^[0-9]{1,5}-[0-9]{1,5}$' },
  accept(value) {
    if (value === null) return null;
    const [, from, to] = (typeof value === 'string' ? /^(\d{1,5})-(\d{1,5})$/.exec(value) : null) ?? [];
    const range = { from: Number(from), to: Number(to) };
    return range.from <= range.to && range.to <= 65_535 ? range : undefined;
  },
});
