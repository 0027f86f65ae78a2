/** An object of a case file, and where it stands. */
export interface Fields {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** An object with no fields but these; without a list, with any. */
export function fieldsOf(raw: unknown, at: string, known?: readonly string[]): Fields {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new Error(`${at}: ${JSON.stringify(raw)} is not an object`);
  }
  const value: Record<string, unknown> = { ...raw };
  const unknown = known === undefined ? undefined : Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`${at}: there is no field ${unknown}`);
  return { value, at };
}

export function list(raw: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(raw)) throw new Error(`${at}: ${JSON.stringify(raw)} is not a list`);
  return raw;
}

export function text({ value, at }: Fields, key: string): string {
  const raw = value[key];
  if (typeof raw !== 'string') throw new Error(`${at}: ${key} is not a text`);
  return raw;
}

export function texts(fields: Fields, key: string): readonly string[] {
  const items = list(fields.value[key], `${fields.at}, ${key}`);
  return items.map((item, index) => text({ value: { [key]: item }, at: `${fields.at}[${index}]` }, key));
}

export function oneOf<const T extends string>(fields: Fields, key: string, options: readonly T[]): T {
  const raw = text(fields, key);
  const found = options.find((option) => option === raw);
  if (found === undefined) throw new Error(`${fields.at}: ${key} is not one of ${options.join(', ')}`);
  return found;
}

/** Undefined where the field is left out. */
export function optional<T>(
  fields: Fields,
  key: string,
  read: (of: Fields, key: string) => T,
): T | undefined {
  return key in fields.value ? read(fields, key) : undefined;
}
