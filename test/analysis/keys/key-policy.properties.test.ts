import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/analysis/callers/written-principal.ts';
import { judgeKeyPolicy } from '../../../src/analysis/keys/key-policy.ts';
import { isTrusted } from '../../../src/analysis/keys/trusted.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { aKey } from '../../support/key-builders.ts';
import { policy } from '../policy/builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  allowedInAll,
  keyPolicies,
  PARTNER,
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
      fc.property(keyPolicies, (statements) => {
        const document = policy(statements);
        const { intruders, undecided } = judgeKeyPolicy(document, question);
        if (intruders.length + undecided.length > 0) return;
        expect(someStrangerGetsIn(document)).toBe(false);
      }),
    );
  });

  it('an intruder gets in by its request in every reading, and is not trusted', () => {
    holds(
      fc.property(keyPolicies, (statements) => {
        const document = policy(statements);
        for (const { witness } of judgeKeyPolicy(document, question).intruders) {
          const { principal, context } = witness.request;
          expect(witness.decision.effect).toBe('allowed');
          expect(allowedInAll(document, witness.request)).toBe(true);
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
