import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/analysis/callers/written-principal.ts';
import { guardedKey } from '../../../src/analysis/keys/guarded-key.ts';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { isTrusted } from '../../../src/analysis/keys/trusted.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { aKey } from '../../support/key-builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  allowedInAll,
  PARTNER,
  policiesInForce,
  someStrangerGetsIn,
  TRUSTED_ROLE,
} from './random-key-policies.ts';

const trusted = {
  accounts: [ACCOUNT, PARTNER],
  principals: [TRUSTED_ROLE],
  organizations: [],
  organizationPaths: [],
};
const question = { key: aKey(), account: ACCOUNT, partition: 'aws', trusted };

describe('whatever the key policy', () => {
  it('where nobody is reported and nothing is undecided, no stranger gets in', () => {
    holds(
      fc.property(policiesInForce, (inForce) => {
        const { document, guardrails } = inForce;
        const { intruders, undecided } = judgeKeyPolicy(document, { ...question, guardrails });
        if (intruders.length + undecided.length > 0) return;
        expect(someStrangerGetsIn(inForce)).toBe(false);
        const guardedBy = guardedKey(document, { ...question, guardrails });
        if (guardedBy === null) return;
        expect(allowedInAll(inForce, guardedBy.request)).toBe(false);
        expect(guardedBy.decision.effect).not.toBe('allowed');
      }),
    );
  });

  it('an intruder gets in by its request in every reading, and is not trusted', () => {
    holds(
      fc.property(policiesInForce, (inForce) => {
        const { document, guardrails } = inForce;
        for (const { witness } of judgeKeyPolicy(document, { ...question, guardrails }).intruders) {
          const { principal, context } = witness.request;
          expect(witness.decision.effect).toBe('allowed');
          expect(allowedInAll(inForce, witness.request)).toBe(true);
          if ('service' in principal) {
            expect(context['aws:sourceaccount'] ?? 'nobody').not.toBe(ACCOUNT);
            continue;
          }
          if (!('aws' in principal)) throw new Error('nobody else is tried');
          expect(isTrusted(principal.aws, trusted)).toBe(false);
          const account = accountOf(principal.aws);
          expect([context['kms:calleraccount'], context['aws:principalaccount']]).toEqual([account, account]);
          expect(accountOf(String(context['aws:principalarn']))).toBe(account);
        }
      }),
    );
  });
});
