import { describe, expect, it } from 'vitest';
import { choice } from '../../src/model/parameters.ts';

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
