import { describe, expect, it } from 'vitest';
import { readBoolean, readDate, readNumber } from '../../../src/analysis/policy/scalars.ts';

describe('readNumber', () => {
  it.each([
    ['0', 0],
    ['-3', -3],
    ['+3', 3],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['12abc', null],
    ['', null],
    [' 1', null],
    ['0x10', null],
    ['.5', null],
    ['Infinity', null],
    ['1e999', null],
  ])('%j is %s', (text, expected) => {
    expect(readNumber(text)).toBe(expected);
  });
});

describe('readDate', () => {
  it.each([
    ['1970', 0],
    ['1970-02', 2_678_400],
    ['1970-01-02', 86_400],
    ['2020-04-01T00:00:01Z', 1_585_699_201],
    ['1970-01-01T00:01Z', 60],
    ['1970-01-01T01:00:00+01:00', 0],
    ['1970-01-01T00:00:00.5Z', 0.5],
    ['1585699201', 1_585_699_201],
    ['2024-02-29', 1_709_164_800],
    ['2023-02-29', null],
    ['2023-13-01', null],
    ['2023-01-01T25:00Z', null],
    ['2023-01-01T00:00', null],
    ['today', null],
    ['', null],
    ['99999999999999999999999999999999999999999999999999999999', 1e56],
  ])('%j is %s', (text, expected) => {
    expect(readDate(text)).toBe(expected);
  });
});

describe('readBoolean', () => {
  it.each([
    ['true', true],
    ['False', false],
    ['1', null],
    ['', null],
  ])('%j is %s', (text, expected) => {
    expect(readBoolean(text)).toBe(expected);
  });
});
