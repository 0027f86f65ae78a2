import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeGuard } from '../../../src/analysis/roles/guard.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  isTrue,
  letIn,
  ownKeys,
  regions,
  strangeKeys,
  theRole,
  trustReadings,
  trustsInForce,
  widestReadings,
} from './random-trusts.ts';

const question = {
  account: ACCOUNT,
  partition: 'aws',
  regions,
  organization: undefined,
  resource: theRole,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
  knownArns: [],
};

describe('whatever the trust policy', () => {
  it('a guarded one lets no stranger in, and the account itself', () => {
    holds(
      fc.property(trustsInForce, (trust) => {
        const answer = judgeGuard(trust.document, { ...question, ...trust });
        if (answer.answer !== 'guarded') return;
        for (const reading of widestReadings) expect(letIn(trust, strangeKeys, reading)).toEqual([]);
        // What it takes for granted is not so in every reading.
        const ownReadings = answer.assumes.length === 0 ? trustReadings : widestReadings;
        for (const reading of ownReadings) expect(letIn(trust, ownKeys, reading)).not.toEqual([]);
        expect(isTrue(trust, answer.letIn)).toBe(true);
        expect(answer.letIn.decision.effect).toBe('allowed');
        if (answer.guardedBy === null) return;
        expect(isTrue(trust, answer.guardedBy)).toBe(true);
        expect(answer.guardedBy.request.context['aws:sourceaccount']).not.toBe(ACCOUNT);
      }),
    );
  });

  it('an unusable one lets nobody of the account in', () => {
    holds(
      fc.property(trustsInForce, (trust) => {
        const answer = judgeGuard(trust.document, { ...question, ...trust });
        if (answer.answer !== 'unusable') return;
        for (const reading of widestReadings) expect(letIn(trust, ownKeys, reading)).toEqual([]);
        expect(isTrue(trust, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).not.toBe('allowed');
        expect(answer.witness.request.context['aws:sourceaccount']).toBe(ACCOUNT);
      }),
    );
  });

  it('an open one lets in the stranger that it is shown with', () => {
    holds(
      fc.property(trustsInForce, (trust) => {
        const answer = judgeGuard(trust.document, { ...question, ...trust });
        if (answer.answer !== 'open') return;
        const { context } = answer.witness.request;
        expect(isTrue(trust, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).toBe('allowed');
        expect(context['aws:sourceaccount']).not.toBe(ACCOUNT);
        expect(String(context['aws:sourcearn'] ?? '')).not.toContain(`:${ACCOUNT}:`);
      }),
    );
  });
});
