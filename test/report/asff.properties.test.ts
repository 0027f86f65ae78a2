import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { severities, statuses } from '../../src/model/finding.ts';
import { goneIn } from '../../src/model/recording.ts';
import { toAsff } from '../../src/report/asff.ts';
import type { AsffFinding } from '../../src/report/asff-finding.ts';
import { ndjson, toOcsf } from '../../src/report/ocsf.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { randomCases } from '../support/random-snapshots.ts';
import { aRecord, aRecording, closed, goneNow, remembering } from './recordings.ts';

// Names, tags and texts are other people's input.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u202e',
    '\u0000',
    '\ud800',
    '"}],[{"',
    '\u001b[2J',
    '\r\n\r\n',
    '💥'.repeat(3000),
  ),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), fc.nat(4000))
    .map(([text, times]) => text.repeat(times)),
);

const finding: fc.Arbitrary<Finding> = fc
  .record({
    id: hostile,
    rule: hostile,
    status: fc.constantFrom(...statuses),
    severity: fc.constantFrom(...severities),
    because: hostile,
    settledBy: fc.option(hostile),
    assumes: fc.array(hostile, { maxLength: 5 }),
    requirements: fc.array(hostile, { maxLength: 5 }),
    controls: fc.array(hostile, { maxLength: 60 }),
    remediation: fc.record({ summary: hostile }),
    exception: fc.option(fc.record({ owner: hostile, reason: hostile, expires: fc.constant('2027-01-01') })),
    resource: fc.record({
      type: fc.oneof(hostile, fc.constantFrom('AWS::DMS::Endpoint', 'AWS::IAM::Role', 'AWS::::Account')),
      id: hostile,
      arn: fc.option(hostile),
      account: fc.constant(ACCOUNT),
      region: fc.constantFrom(REGION, 'global'),
    }),
  })
  .map(aFinding);

/** Every text in a value, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

const recordings = fc.oneof(
  fc.constantFrom(aRecording(), remembering(aRecord({ decided: goneNow, nightly: closed }))),
  hostile.map((because) => remembering(aRecord({ isUnseen: true, because }))),
);

describe('whatever a finding holds', () => {
  it('Security Hub’s sizes are kept', () => {
    const lengths = (found: AsffFinding): Readonly<Record<string, readonly [number, number]>> => ({
      Id: [found.Id.length, 512],
      GeneratorId: [found.GeneratorId.length, 512],
      Title: [found.Title.length, 256],
      Description: [found.Description.length, 1024],
      Recommendation: [found.Remediation.Recommendation.Text.length, 512],
      ProductFields: [Object.keys(found.ProductFields).length, 50],
      'ProductFields, name': [Math.max(...Object.keys(found.ProductFields).map(({ length }) => length)), 128],
      'ProductFields, value': [
        Math.max(...Object.values(found.ProductFields).map(({ length }) => length)),
        2048,
      ],
      Resources: [found.Resources.length, 32],
      'Resources, Id': [Math.max(...found.Resources.map(({ Id }) => Id.length)), 512],
      RelatedRequirements: [found.Compliance.RelatedRequirements.length, 32],
      // As JSON with every character escaped, the longest way to write it.
      Finding: [JSON.stringify(found).replaceAll(/[^\x20-\x7e]/g, '\\u0000').length, 240 * 1024],
    });
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), recordings, (findings, recording) => {
        const told = toAsff(aResult(...findings), recording).flatMap((group) => group.findings);
        const over = told.flatMap((each) =>
          Object.entries(lengths(each)).filter(([, [length, most]]) => length > most),
        );
        expect(over).toEqual([]);
      }),
      { numRuns: randomCases },
    );
  });

  it('no text is empty, or holds what a terminal obeys or a reader does not see', () => {
    fc.assert(
      fc.property(finding, recordings, (each, recording) => {
        const asff = toAsff(aResult(each), recording);
        const texts = textsIn(asff.flatMap(({ findings }) => findings));
        expect(
          texts.filter((text) => text.trim() === '' || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)),
        ).toEqual([]);
      }),
      { numRuns: randomCases },
    );
  });

  it('an event is one line of JSON', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), recordings, (findings, recording) => {
        const groups = toOcsf(aResult(...findings), recording);
        const lines = groups.flatMap(({ events }) => ndjson(events).split('\n').slice(0, -1));
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
          groups.flatMap(({ events }) => events),
        );
        expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
        const gone = goneIn(recording, findings);
        expect(lines).toHaveLength(findings.length + gone.length);
      }),
      { numRuns: randomCases },
    );
  });

  it('findings that differ in their ids differ in Security Hub, and the same is the same', () => {
    fc.assert(
      fc.property(finding, hostile, (each, id) => {
        const idsOf = (...findings: readonly Finding[]): readonly string[] =>
          toAsff(aResult(...findings), aRecording()).flatMap((group) => group.findings.map(({ Id }) => Id));
        const told = { ...each, status: 'NON_COMPLIANT' } as const;
        const [own, again, other] = idsOf(told, { ...told, because: 'else' }, { ...told, id });
        expect(again).toBe(own);
        expect(other === own).toBe(id === each.id);
      }),
      { numRuns: randomCases },
    );
  });
});
