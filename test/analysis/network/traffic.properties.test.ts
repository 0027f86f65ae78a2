import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSubset, union } from '../../../src/analysis/network/address-set.ts';
import { tcp } from '../../../src/analysis/network/service.ts';
import {
  addressesThroughout,
  areApart,
  both,
  box,
  describeTraffic,
  isNone,
  isPart,
  minus,
  plus,
  type Traffic,
  trafficOf,
  within,
  witness,
} from '../../../src/analysis/network/traffic.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { blockAt, indices, nth, set } from './sets.ts';

// The oracle holds traffic as the cells of an 8 × 16 board: port and address, each in or out.

type Board = ReadonlySet<string>;
const cells = indices(8).flatMap((port) => indices(16).map((address) => ({ port, address })));
const key = (port: number, address: number): string => `${port}:${address}`;

const rectangle = fc
  .tuple(fc.nat(7), fc.nat(7), fc.nat(15), fc.integer({ min: 0, max: 4 }))
  .map(([one, other, index, bits]) => ({
    ports: [Math.min(one, other), Math.max(one, other)] as const,
    ...blockAt(index, bits),
  }));
const rectangles = fc.array(rectangle, { maxLength: 5 });
type Rectangles = readonly {
  readonly ports: readonly [number, number];
  readonly cidr: string;
  readonly held: readonly number[];
}[];

const trafficFrom = (parts: Rectangles): Traffic =>
  trafficOf(parts.map(({ ports: [from, to], cidr }) => ({ ...tcp(from, to), addresses: set(cidr) })));
const boardFrom = (parts: Rectangles): Board =>
  new Set(
    parts.flatMap(({ ports: [from, to], held }) =>
      indices(8)
        .filter((port) => port >= from && port <= to)
        .flatMap((port) => held.map((address) => key(port, address))),
    ),
  );

const holds = (traffic: Traffic, port: number, address: number): boolean =>
  isPart(box(tcp(port), nth(address)), traffic);
const boardOf = (traffic: Traffic): Board =>
  new Set(
    cells
      .filter(({ port, address }) => holds(traffic, port, address))
      .map((cell) => key(cell.port, cell.address)),
  );

const property = (check: (one: Rectangles, other: Rectangles) => void): void => {
  fc.assert(fc.property(rectangles, rectangles, check), { numRuns: randomCases });
};

it('traffic is the cells of its parts', () => {
  property((one) => {
    expect(boardOf(trafficFrom(one))).toEqual(boardFrom(one));
  });
});

it('plus, both and minus are those of the single cells', () => {
  property((one, other) => {
    const [a, b] = [trafficFrom(one), trafficFrom(other)];
    const [x, y] = [boardFrom(one), boardFrom(other)];
    expect(boardOf(plus(a, b))).toEqual(new Set([...x, ...y]));
    expect(boardOf(both(a, b))).toEqual(new Set([...x].filter((cell) => y.has(cell))));
    expect(boardOf(minus(a, b))).toEqual(new Set([...x].filter((cell) => !y.has(cell))));
  });
});

it('part of, apart and empty are those of the single cells', () => {
  property((one, other) => {
    const [a, b] = [trafficFrom(one), trafficFrom(other)];
    const [x, y] = [boardFrom(one), boardFrom(other)];
    expect(isPart(a, b)).toBe([...x].every((cell) => y.has(cell)));
    expect(areApart(a, b)).toBe(![...x].some((cell) => y.has(cell)));
    expect(isNone(a)).toBe(x.size === 0);
  });
});

it('equal traffic is the same bands and the same text, however it came about', () => {
  property((one, other) => {
    const [a, b] = [trafficFrom(one), trafficFrom(other)];
    const again = plus(minus(a, b), both(b, a));
    expect(again).toEqual(a);
    expect(describeTraffic(again)).toBe(describeTraffic(a));
    expect(trafficFrom(one.toReversed())).toEqual(a);
  });
});

it('the addresses throughout some ports go with each of them', () => {
  property((one, other) => {
    const { ports: [from, to] = [2, 5] } = other[0] ?? {};
    const common = addressesThroughout(trafficFrom(one), tcp(from, to));
    const board = boardFrom(one);
    for (const address of indices(16)) {
      const everywhere = indices(8).every(
        (port) => port < from || port > to || board.has(key(port, address)),
      );
      expect(isSubset(nth(address), common)).toBe(everywhere);
    }
  });
});

it('within some addresses is what goes with them', () => {
  property((one, other) => {
    const held = other.flatMap((part) => part.held);
    const part = within(trafficFrom(one), union(...held.map(nth)));
    const expected = [...boardFrom(one)].filter((cell) => held.includes(Number(cell.split(':')[1])));
    expect(boardOf(part)).toEqual(new Set(expected));
  });
});

it('there is a witness unless there is nothing, and it is one of the cells', () => {
  property((one) => {
    const found = witness(trafficFrom(one));
    const board = boardFrom(one);
    expect(found === null).toBe(board.size === 0);
    if (found === null) return;
    const port = Number(found.service.replace('tcp ', ''));
    expect(board).toContain(key(port, Number(found.address.split('.')[3])));
  });
});
