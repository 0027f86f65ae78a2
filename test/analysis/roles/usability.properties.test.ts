import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeUsability } from '../../../src/analysis/roles/usability.ts';
import { ACCOUNT } from '../../support/builders.ts';
import { policy } from '../policy/builders.ts';
import { holds } from '../policy/random-cases.ts';
import {
  isTrue,
  type Keys,
  letIn,
  ownOrNoKeys,
  regions,
  trustReadings,
  trusts,
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
    types: ['rep', 'endpoint'],
    ...some,
  }));

/** The requests that differ in nothing but which resource they are for. */
const withKeys = (account: boolean, arn: boolean): readonly Keys[] =>
  ownOrNoKeys.filter((keys) => 'aws:SourceAccount' in keys === account && 'aws:SourceArn' in keys === arn);

describe('whatever the trust policy and whatever the service sends', () => {
  it('a service that is let in gets in with each set of keys that it may send', () => {
    holds(
      fc.property(trusts, question, (statements, asked) => {
        const document = policy(statements);
        const answer = judgeUsability(document, asked);
        if (answer.answer !== 'let-in') return;
        expect(isTrue(document, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).toBe('allowed');
        for (const account of asked.sendsAccount ? [true] : [true, false]) {
          for (const arn of asked.sendsArn ? [true] : [true, false]) {
            for (const reading of trustReadings)
              expect(letIn(document, withKeys(account, arn), reading, [asked.service])).not.toEqual([]);
          }
        }
      }),
    );
  });

  it('a service that is refused does not get in with any', () => {
    holds(
      fc.property(trusts, question, (statements, asked) => {
        const document = policy(statements);
        const answer = judgeUsability(document, asked);
        if (answer.answer !== 'refused') return;
        expect(isTrue(document, answer.witness)).toBe(true);
        expect(answer.witness.decision.effect).not.toBe('allowed');
        const possible = ownOrNoKeys.filter(
          (keys) =>
            (!asked.sendsAccount || 'aws:SourceAccount' in keys) &&
            (!asked.sendsArn || 'aws:SourceArn' in keys),
        );
        for (const reading of widestReadings)
          expect(letIn(document, possible, reading, [asked.service])).toEqual([]);
      }),
    );
  });
});
