import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../src/analysis/policy/principal.ts';
import { judgeAdmission } from '../../../src/analysis/roles/admission.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { policy } from '../policy/builders.ts';
import { holds } from '../policy/random-cases.ts';
import { isTrue, othersLetIn, regions, trusts } from './random-trusts.ts';

const question = fc
  .record({
    expectedServices: fc.subarray(['dms', 'redshift', 'lambda']),
    trustedPrincipals: fc.subarray([FOREIGN, 'lambda.amazonaws.com', `arn:aws:iam::${ACCOUNT}:role/anyone`]),
  })
  .map((some) => ({ account: ACCOUNT, partition: 'aws', regions, organization: undefined, ...some }));

type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const isExpected = (principal: string, { expectedServices, trustedPrincipals }: Question): boolean =>
  trustedPrincipals.includes(principal) ||
  trustedPrincipals.includes(principal.split(':')[4] ?? '') ||
  expectedServices.some((service) => principal === `${service}.amazonaws.com`);

describe('whatever the trust policy', () => {
  it('an intruder gets in by the request that it is shown with, and nobody expects it', () => {
    holds(
      fc.property(trusts, question, (statements, asked) => {
        const document = policy(statements);
        for (const { witness } of judgeAdmission(document, asked).intruders) {
          expect(isTrue(document, witness)).toBe(true);
          expect(witness.decision.effect).toBe('allowed');
          const { principal } = witness.request;
          if (!statements.some(letsEverybodyIn)) expect(isExpected(nameOf(principal), asked)).toBe(false);
        }
      }),
    );
  });

  it('where nobody is reported and nothing is undecided, nobody unexpected gets in', () => {
    holds(
      fc.property(trusts, question, (statements, asked) => {
        const document = policy(statements);
        const { intruders, undecided } = judgeAdmission(document, asked);
        if (intruders.length > 0 || undecided.length > 0) return;
        expect(othersLetIn(document).filter((principal) => !isExpected(principal, asked))).toEqual([]);
      }),
    );
  });
});

const letsEverybodyIn = (statement: object): boolean =>
  'NotPrincipal' in statement || ('Principal' in statement && statement.Principal === '*');
