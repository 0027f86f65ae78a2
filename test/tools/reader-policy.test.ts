import { expect, it } from 'vitest';
import policy from '../../infra/reader-policy.json' with { type: 'json' };
import { readerPolicy } from '../../tools/reader-policy.ts';

it('the reader policy is one statement that allows reads and fits a managed policy', () => {
  const text = readerPolicy();
  expect(JSON.parse(text)).toEqual(policy);
  expect(policy.Statement).toHaveLength(1);
  expect(
    policy.Statement.flatMap(({ Action }) => Action).filter(
      (action) => !/^[a-z0-9-]+:(Describe|Get|List|Lookup|Search)\w+$/.test(action),
    ),
  ).toEqual([]);
  // White space does not count against IAM's 6,144 characters.
  expect(JSON.stringify(policy).length).toBeLessThan(6_144);
});
