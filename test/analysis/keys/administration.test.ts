import { describe, expect, it } from 'vitest';
import { staysAdministered } from '../../../src/analysis/keys/administration.ts';
import { ACCOUNT, FOREIGN, policy } from '../../support/builders.ts';
import { aKey, keyStatement } from '../../support/key-builders.ts';

const forSource = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const forCaller = { StringEquals: { 'kms:CallerAccount': ACCOUNT } };
const [own, bound, everybody, guarded, reading, foreign, odd] = [
  keyStatement(),
  // Nobody but a service tells of a source.
  keyStatement({ Condition: forSource }),
  keyStatement({ Principal: '*' }),
  keyStatement({ Principal: '*', Condition: forCaller }),
  keyStatement({ Action: ['kms:Describe*', 'kms:Decrypt'] }),
  keyStatement({ Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } }),
  keyStatement({ Condition: { StringEquals: { 'example:unheard-of': 'x' } } }),
];

describe('whether the account can change a key policy as surely as before', () => {
  it.each<[name: string, before: object, after: object, stays: boolean]>([
    ['as before', own, own, true],
    ['for its own calls', everybody, guarded, true],
    ['not where its statement asks what services alone tell', own, bound, false],
    ['not where it may but read', own, reading, false],
    ['not where another account alone may', own, foreign, false],
    ['not where it hangs on what is not known', own, odd, false],
    ['where it could not before', foreign, bound, true],
    ['where it hung on the same', odd, odd, true],
  ])('%s', (_, before, after, stays) => {
    expect(staysAdministered(policy(before), policy(after), aKey())).toBe(stays);
  });
});
