import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { MalformedAnswer } from '../../src/collect/fields.ts';
import { type Page, pageThrough, whole } from '../../src/collect/page-through.ts';
import { complete, cutShort, known, unread } from '../../src/model/lookup.ts';
import { denied } from './support/answers.ts';

const question = { call: 'dms:DescribeEndpoints', resource: null };
const why = (error: string) => ({ ...question, error, transient: false });
type Raw = { readonly id?: string };

/** Pages by the marker that asks for them; an Error is a refusal. */
const paged = (pages: Readonly<Record<string, Page<Raw> | Error>>, asked: string[] = []) =>
  pageThrough<Raw, string>(pLimit(1), {
    question,
    page: (marker) => {
      asked.push(marker ?? 'first');
      const page = pages[marker ?? 'first'];
      return page instanceof Error || page === undefined
        ? Promise.reject(page ?? new Error())
        : Promise.resolve(page);
    },
    map: ({ id }) => {
      if (id === undefined) throw new MalformedAnswer('no id');
      if (id === 'ours') throw new TypeError('a bug');
      return id;
    },
  });

const page = (items: readonly unknown[], marker?: string): Page<Raw> => ({
  items: items as readonly Raw[],
  marker,
});

describe('pageThrough', () => {
  it('reads two pages', async () => {
    const pages = { first: page([{ id: 'a' }], 'm'), m: page([{ id: 'b' }]) };
    expect(await paged(pages)).toEqual(complete(['a', 'b']));
  });

  it('ends at an empty marker', async () => {
    expect(await paged({ first: page([{ id: 'a' }], '') })).toEqual(complete(['a']));
  });

  it('keeps the first page when the second is refused', async () => {
    const pages = { first: page([{ id: 'a' }], 'm'), m: denied };
    expect(await paged(pages)).toEqual(cutShort(['a'], why('AccessDeniedException')));
  });

  it('is empty and cut short when the first page is refused', async () => {
    expect(await paged({ first: denied })).toEqual(cutShort([], why('AccessDeniedException')));
  });

  it.each([
    ['at once', { first: page([{ id: 'a' }], 'm'), m: page([{ id: 'b' }], 'm') }],
    ['later', { first: page([{ id: 'a' }], 'm'), m: page([{ id: 'b' }], 'n'), n: page([], 'm') }],
  ])('stops at a marker that comes again %s', async (_, pages) => {
    expect(await paged(pages)).toEqual(cutShort(['a', 'b'], why('RepeatedMarker')));
  });

  it.each([
    ['an item without its id', {}],
    ['null', null],
    ['a number', 7],
  ])('says that %s is missing and keeps the others, of later pages too', async (_, item) => {
    const pages = { first: page([{ id: 'a' }, item, { id: 'b' }], 'm'), m: page([{ id: 'c' }]) };
    expect(await paged(pages)).toEqual(cutShort(['a', 'b', 'c'], why('MalformedAnswer')));
  });

  it.each([
    ['no list', undefined],
    ['a text for a list', 'abc'],
  ])('does not take %s for an empty one', async (_, items) => {
    const first = { items, marker: undefined } as unknown as Page<Raw>;
    expect(await paged({ first })).toEqual(cutShort([], why('MalformedAnswer')));
  });

  it('throws what is our own mistake', async () => {
    await expect(paged({ first: page([{ id: 'ours' }]) })).rejects.toThrow(TypeError);
  });
});

describe('whole', () => {
  it('is known when the listing is complete', () => {
    expect(whole(complete(['a']))).toEqual(known(['a']));
  });

  it('is unread when a part is missing', () => {
    expect(whole(cutShort(['a'], why('RepeatedMarker')))).toEqual(unread(why('RepeatedMarker')));
  });
});
