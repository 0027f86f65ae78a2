import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, decide } from '../../../../src/analysis/policy/decide/decide.ts';
import { bruteForce, effectOf } from './brute-force.ts';
import {
  identitySetting,
  keySetting,
  notKnownSetting,
  questionOf,
  type RandomQuestion,
  type Setting,
  trustSetting,
  writtenFor,
} from './random-questions.ts';
import { holdsFor } from './runs.ts';

/** What is found is confirmed by the evaluator of single requests. */
function expectTrue({ question }: RandomQuestion, { reading, allowed, refused }: Case): void {
  if (allowed !== null) expect(effectOf(question, allowed, reading)).toBe('allowed');
  if (refused !== null) expect(effectOf(question, refused, reading)).not.toBe('allowed');
  for (const request of [allowed, refused]) {
    if (request === null) continue;
    const { 'aws:sourceaccount': account, 'aws:sourcearn': arn } = request.context;
    if (typeof account === 'string' && typeof arn === 'string') expect(arn.split(':')[4]).toBe(account);
  }
}

function expectExact(setting: Setting, share: number): void {
  holdsFor(
    share,
    fc.property(writtenFor(setting), (written) => {
      const random = questionOf(setting, written);
      for (const found of decide(random.question)) {
        expectTrue(random, found);
        expect(found.doubts).toEqual([]);
        for (const { allowed, refused } of bruteForce(random, found.reading)) {
          const isMissed =
            (allowed !== null && found.allowed === null) || (refused !== null && found.refused === null);
          if (isMissed) expect({ allowed, refused }).toEqual(found);
        }
      }
    }),
  );
}

describe('whatever the policies, inside the class that is decided', () => {
  it('a trust: no request is missed, and there are no doubts', () => {
    expectExact(trustSetting, 0.2);
  });

  it('a key policy and the policies of a foreign role: no request is missed, and there are no doubts', () => {
    expectExact(keySetting, 0.1);
  });

  it('identity, boundary, session and organization: no request is missed, and there are no doubts', () => {
    expectExact(identitySetting, 0.1);
  });
});

describe('whatever the policies, where it is not known how they are read and which keys are sent', () => {
  it('however that turns out, one of the cases says what is then so', () => {
    holdsFor(
      0.1,
      fc.property(writtenFor(notKnownSetting), (written) => {
        const random = questionOf(notKnownSetting, written);
        const cases = decide(random.question);
        for (const found of cases) expectTrue(random, found);
        const readings = new Set(cases.map(({ reading }) => reading));
        for (const reading of readings) {
          const own = cases.filter((each) => each.reading === reading);
          if (own.some(({ doubts }) => doubts.length > 0)) continue;
          for (const { allowed, refused } of bruteForce(random, reading)) {
            const isSaid = own.some(
              (each) =>
                (each.allowed === null) === (allowed === null) &&
                (each.refused === null) === (refused === null),
            );
            if (!isSaid) expect({ allowed, refused }).toEqual(own);
          }
        }
      }),
    );
  });
});
