import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventsKey } from '../../src/publish/ocsf-bucket.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../support/builders.ts';
import { aRecord, failed, remembering, unseen } from './recordings.ts';

const page = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const [table = '', ...queries] = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);

/** A type as the table has it: the name of a plain one, a list of one, or fields with theirs. */
type Column = string | readonly [Column] | { readonly [field: string]: Column };

/** Reads `a:int, b:array<string>` up to the bracket that ends it; the rest of the text comes back. */
function fieldsOf(text: string, between: RegExp): readonly [Record<string, Column>, string] {
  const fields: Record<string, Column> = {};
  let rest = text;
  for (;;) {
    const [head, name] = between.exec(rest) ?? [];
    if (head === undefined || name === undefined) throw new Error(`no field at: ${rest.slice(0, 40)}`);
    const [type, after] = typeOf(rest.slice(head.length));
    fields[name] = type;
    if (!after.startsWith(',')) return [fields, after];
    rest = after.slice(1);
  }
}

function typeOf(text: string): readonly [Column, string] {
  const [, word = ''] = /^(\w+)/.exec(text) ?? [];
  const inside = text.slice(word.length + 1);
  switch (word) {
    case 'struct': {
      const [fields, after] = fieldsOf(inside, /^\s*`?(\w+)`?:/);
      return [fields, after.slice(1)];
    }
    case 'array': {
      const [type, after] = typeOf(inside);
      return [[type], after.slice(1)];
    }
    default:
      return [word, text.slice(word.length)];
  }
}

const [columns] = fieldsOf(table.slice(table.indexOf('(') + 1), /^\s*`(\w+)`\s+/);

const holds = (type: Column, value: unknown): boolean =>
  type === 'string' ? typeof value === 'string' : Number.isInteger(value);

/** Paths of the table that no event has, and of events that the table has not, or has as something else. */
function differences(type: Column, values: readonly unknown[], path: string): readonly string[] {
  if (values.length === 0) return [`${path}: is in no event`];
  if (typeof type === 'string')
    return values.every((value) => holds(type, value)) ? [] : [`${path}: is no ${type}`];
  if (isList(type)) {
    const lists = values.filter((value): value is readonly unknown[] => Array.isArray(value));
    if (lists.length < values.length) return [`${path}: is no list`];
    return differences(type[0], lists.flat(), `${path}[]`);
  }
  const given = values.flatMap((value) => Object.entries(value as Readonly<Record<string, unknown>>));
  const extra = new Set(given.map(([key]) => key).filter((key) => !Object.hasOwn(type, key)));
  return [
    ...[...extra].map((key) => `${path}.${key}: is not in the table`),
    ...Object.entries(type).flatMap(([key, inner]) =>
      differences(
        inner,
        given.flatMap(([name, value]) => (name === key ? [value] : [])),
        `${path}.${key}`,
      ),
    ),
  ];
}

const isList = (type: Exclude<Column, string>): type is readonly [Column] => Array.isArray(type);

const events = toOcsf(
  aResult(
    aFinding({
      ...failed,
      id: 'a',
      exception: excepted,
      assumes: ['x'],
      requirements: ['R1'],
      controls: ['DMS.1'],
    }),
    aFinding({ ...unseen, id: 'b' }),
    aFinding(),
  ),
  remembering(aRecord()),
).flatMap((group) => group.events);

describe('the table of Amazon Athena', () => {
  it('has the columns that events have, each of its type', () => {
    expect(differences(columns, events, '')).toEqual([]);
  });

  it('is partitioned as the objects are named', () => {
    const [, template = ''] = /'storage\.location\.template' = 's3:\/\/[^/]+\/([^']+)'/.exec(table) ?? [];
    const values: Readonly<Record<string, string>> = {
      date: TAKEN_AT.slice(0, 10),
      account: ACCOUNT,
      region: REGION,
    };
    const folder = template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '?');
    const key = eventsKey({ account: ACCOUNT, region: REGION }, TAKEN_AT);
    expect(key.slice(0, key.lastIndexOf('/') + 1)).toBe(folder);
    for (const name of Object.keys(values)) {
      expect(table).toContain(`\`${name}\` string`);
      expect(table).toContain(`'projection.${name}.type'`);
    }
  });

  it('has what the three queries ask of it', () => {
    expect(queries).toHaveLength(3);
    const known = new Set<string>(['date', 'account', 'region']);
    const add = (type: Column, path: string): void => {
      known.add(path);
      if (typeof type === 'string') return;
      if (isList(type)) add(type[0], path);
      else for (const [key, inner] of Object.entries(type)) add(inner, path === '' ? key : `${path}.${key}`);
    };
    add(columns, '');
    const sql =
      /^(select|as|from|where|and|or|in|order|group|by|desc|cast|varchar|current_date|interval|day|count|distinct|from_unixtime|dms_findings)$/i;
    for (const query of queries) {
      const own = [...query.matchAll(/ AS (\w+)/g)].map(([, name = '']) => name);
      const names = [
        ...query
          .replaceAll(/'[^']*'/g, '')
          .replaceAll(/\[\d+\]/g, '')
          .matchAll(/[a-z_][\w.]*/gi),
      ]
        .map(([name]) => name)
        .filter((name) => !sql.test(name) && !own.includes(name));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      expect(query).toMatch(/"date" >?= cast/);
    }
  });
});
