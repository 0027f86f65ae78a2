import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeUsability } from '../../../src/analysis/roles/usability.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  isTrue,
  type Keys,
  letIn,
  ownOrNoKeys,
  regions,
  theRole,
  trustReadings,
  trustsInForce,
  widestReadings,
} from './random-trusts.ts';

const question = fc
  .record({
    service: fc.constantFrom('dms.amazonaws.com', 'redshift.amazonaws.com'),
    sendsAccount: fc.boolean(),
    sendsArn: fc.boolean(),
  })
  .map((some) => ({
    account: ACCOUNT,
    partition: 'aws',
    regions,
    knownArns: [],
    organization: undefined,
    resource: theRole,
    types: ['rep', 'endpoint'],
    ...some,
  }));

/** The requests that differ in nothing but which resource they are for. */
const withKeys = (account: boolean, arn: boolean): readonly Keys[] =>
  ownOrNoKeys.filter((keys) => 'aws:SourceAccount' in keys === account && 'aws:SourceArn' in keys === arn);

describe('whatever the trust policy and whatever the service sends', () => {
  it('a service that is let in gets in with each set of keys that it may send', () => {
    holds(
      fc.property(trustsInForce, question, (trust, asked) => {
        const answer = judgeUsability(trust.document, { ...asked, guardrails: trust.guardrails });
        if (answer.answer !== 'let-in') return;
        expect(isTrue(trust, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).toBe('allowed');
        for (const account of asked.sendsAccount ? [true] : [true, false]) {
          for (const arn of asked.sendsArn ? [true] : [true, false]) {
            for (const reading of trustReadings)
              expect(letIn(trust, withKeys(account, arn), reading, [asked.service])).not.toEqual([]);
          }
        }
      }),
    );
  });

  it('a service that is refused does not get in with any', () => {
    holds(
      fc.property(trustsInForce, question, (trust, asked) => {
        const answer = judgeUsability(trust.document, { ...asked, guardrails: trust.guardrails });
        if (answer.answer !== 'refused') return;
        expect(isTrue(trust, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).not.toBe('allowed');
        const possible = ownOrNoKeys.filter(
          (keys) =>
            (!asked.sendsAccount || 'aws:SourceAccount' in keys) &&
            (!asked.sendsArn || 'aws:SourceArn' in keys),
        );
        for (const reading of widestReadings)
          expect(letIn(trust, possible, reading, [asked.service])).toEqual([]);
      }),
    );
  });
});
