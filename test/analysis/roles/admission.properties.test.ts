import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/analysis/policy/document.ts';
import { nameOf } from '../../../src/analysis/policy/principal.ts';
import { judgeAdmission } from '../../../src/analysis/roles/admission.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { holds } from '../policy/random-cases.ts';
import { isTrue, othersLetIn, regions, theRole, trustsInForce } from './random-trusts.ts';

const question = fc
  .record({
    expectedServices: fc.subarray(['dms', 'redshift', 'lambda']),
    trustedPrincipals: fc.subarray([FOREIGN, 'lambda.amazonaws.com', `arn:aws:iam::${ACCOUNT}:role/anyone`]),
  })
  .map((some) => ({
    account: ACCOUNT,
    partition: 'aws',
    regions,
    organization: undefined,
    resource: theRole,
    ...some,
  }));

type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const isExpected = (principal: string, { expectedServices, trustedPrincipals }: Question): boolean =>
  trustedPrincipals.includes(principal) ||
  trustedPrincipals.includes(principal.split(':')[4] ?? '') ||
  expectedServices.some((service) => principal === `${service}.amazonaws.com`);

describe('whatever the trust policy', () => {
  it('an intruder gets in by the request that it is shown with, and nobody expects it', () => {
    holds(
      fc.property(trustsInForce, question, (trust, some) => {
        const asked = { ...some, guardrails: trust.guardrails };
        for (const { witness } of judgeAdmission(trust.document, asked).intruders) {
          expect(isTrue(trust, witness)).toBe(true);
          expect(witness.decision.effect).toBe('allowed');
          const { principal } = witness.request;
          if (!trust.document.statements.some(letsEverybodyIn))
            expect(isExpected(nameOf(principal), asked)).toBe(false);
        }
      }),
    );
  });

  it('where nobody is reported and nothing is undecided, nobody unexpected gets in', () => {
    holds(
      fc.property(trustsInForce, question, (trust, some) => {
        const asked = { ...some, guardrails: trust.guardrails };
        const { intruders, undecided } = judgeAdmission(trust.document, asked);
        if (intruders.length > 0 || undecided.length > 0) return;
        expect(othersLetIn(trust).filter((principal) => !isExpected(principal, asked))).toEqual([]);
      }),
    );
  });
});

const letsEverybodyIn = ({ principals }: Statement): boolean =>
  principals?.any === true || principals?.negated === true;
