import { describe, expect, it } from 'vitest';
import { choice, days } from '../../src/model/parameters.ts';

describe('one word out of a few', () => {
  const parameter = choice('When.', ['when-used', 'always']);

  it('is by default the first, and says what it may be', () => {
    expect(parameter).toMatchObject({
      description: 'When.',
      default: 'when-used',
      allowed: 'one of when-used, always',
      schema: { enum: ['when-used', 'always'] },
    });
  });

  it.each([
    ['when-used', 'when-used'],
    ['always', 'always'],
    ['Always', undefined],
    ['', undefined],
    [true, undefined],
    [null, undefined],
    [['always'], undefined],
  ])('takes %j as %j', (value, accepted) => {
    expect(parameter.accept(value)).toBe(accepted);
  });
});

describe('a number of days', () => {
  const parameter = days('How long.', 30);

  it('says what it may be', () => {
    expect(parameter).toMatchObject({
      default: 30,
      allowed: 'a whole number of days from 0 to 3650',
      schema: { type: 'integer', minimum: 0, maximum: 3650 },
    });
  });

  it.each([
    [0, 0],
    [90, 90],
    [3650, 3650],
    [3651, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['30', undefined],
    [null, undefined],
    [Number.NaN, undefined],
  ])('takes %j as %j', (value, accepted) => {
    expect(parameter.accept(value)).toBe(accepted);
  });
});
