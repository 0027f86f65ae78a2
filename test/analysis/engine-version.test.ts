import { describe, expect, it } from 'vitest';
import { guardSupportedFrom, isAtLeast } from '../../src/analysis/engine-version.ts';

describe('an engine version', () => {
  it.each<[version: string, minimum: string, expected: boolean | null]>([
    ['3.4.7', guardSupportedFrom, true],
    ['3.4.6', guardSupportedFrom, false],
    ['3.4.8', guardSupportedFrom, true],
    ['3.4.10', guardSupportedFrom, true],
    ['3.10.0', guardSupportedFrom, true],
    ['3.5', guardSupportedFrom, true],
    ['3.4', guardSupportedFrom, false],
    ['4', guardSupportedFrom, true],
    ['2.9.9', guardSupportedFrom, false],
    ['3.4.7.0', guardSupportedFrom, true],
    ['3.4.7.1', guardSupportedFrom, true],
    ['3.4', '3.4.0', true],
    ['', guardSupportedFrom, null],
    ['3.4.7-R1', guardSupportedFrom, null],
    ['v3.4.7', guardSupportedFrom, null],
    ['3..7', guardSupportedFrom, null],
    ['3.4.7', 'latest', null],
  ])('%j is at least %j: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});
