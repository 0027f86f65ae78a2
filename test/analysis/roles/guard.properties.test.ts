import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeGuard } from '../../../src/analysis/roles/guard.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { policy } from '../policy/builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  isTrue,
  letIn,
  ownKeys,
  regions,
  strangeKeys,
  trustReadings,
  trusts,
  widestReadings,
} from './random-trusts.ts';

const question = {
  account: ACCOUNT,
  partition: 'aws',
  regions,
  organization: undefined,
  trustedAccounts: [],
  trustedOrganizations: [],
  knownArns: [],
};

describe('whatever the trust policy', () => {
  it('a guarded one lets no stranger in, and the account itself', () => {
    holds(
      fc.property(trusts, (statements) => {
        const document = policy(statements);
        const answer = judgeGuard(document, question);
        if (answer.answer !== 'guarded') return;
        for (const reading of widestReadings) expect(letIn(document, strangeKeys, reading)).toEqual([]);
        // What it takes for granted is not so in every reading.
        const ownReadings = answer.assumes.length === 0 ? trustReadings : widestReadings;
        for (const reading of ownReadings) expect(letIn(document, ownKeys, reading)).not.toEqual([]);
        expect(isTrue(document, answer.letIn)).toBe(true);
        expect(answer.letIn.decision.effect).toBe('allowed');
      }),
    );
  });

  it('an unusable one lets nobody of the account in', () => {
    holds(
      fc.property(trusts, (statements) => {
        const document = policy(statements);
        const answer = judgeGuard(document, question);
        if (answer.answer !== 'unusable') return;
        for (const reading of widestReadings) expect(letIn(document, ownKeys, reading)).toEqual([]);
        expect(isTrue(document, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).not.toBe('allowed');
        expect(answer.witness.request.context['aws:sourceaccount']).toBe(ACCOUNT);
      }),
    );
  });

  it('an open one lets in the stranger that it is shown with', () => {
    holds(
      fc.property(trusts, (statements) => {
        const document = policy(statements);
        const answer = judgeGuard(document, question);
        if (answer.answer !== 'open') return;
        const { context } = answer.witness.request;
        expect(isTrue(document, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).toBe('allowed');
        expect(context['aws:sourceaccount']).not.toBe(ACCOUNT);
        expect(String(context['aws:sourcearn'] ?? '')).not.toContain(`:${ACCOUNT}:`);
      }),
    );
  });
});
