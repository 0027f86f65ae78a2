import type { ConfigReport, ConfigResource, ConfigVerdict } from '../model/config-report.ts';
import type { Finding, Subject } from '../model/finding.ts';
import { shorten } from './shorten.ts';

/** One line in AWS Config; OrderingTimestamp is the report's. */
export interface Evaluation {
  readonly resource: ConfigResource;
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  /** null: there is nothing to add (AWS Config refuses an empty one). */
  readonly annotation: string | null;
}

/** One thing to say of a resource. */
interface Word extends ConfigVerdict {
  /** The resource by its type and name, which is told where the account answers for it; null: the account itself. */
  readonly about: string | null;
}

/** Everything that is said of one resource; AWS Config keeps one line of it. */
export interface Entry {
  readonly resource: ConfigResource;
  readonly words: readonly Word[];
  /** Put even where nothing was reported before: the resource is known to be gone. */
  readonly always: boolean;
}

export const accountType = 'AWS::::Account';
/** PutEvaluations: "Annotation", 1 to 256 characters. */
const longestAnnotation = 256;

/** How UNKNOWN and exceptions are to show. */
type Ways = Pick<ConfigReport, 'unknownAs' | 'exceptionsAs'>;

/** The id that AWS Config has recorded a resource under; null: that is not known. */
export type RecordedId = (subject: Subject) => string | null;

/**
 * What there is to say, by resource. `reported` is what AWS Config shows of this rule, or null if that is not
 * known: then nothing is withdrawn.
 */
export function toEntries(
  { tidings }: ConfigReport,
  reported: readonly ConfigResource[] | null,
  recordedId: RecordedId = () => null,
): readonly Entry[] {
  switch (tidings.kind) {
    case 'changed':
      return [
        {
          resource: tidings.resource,
          words: tidings.verdicts.map((verdict) => ({ ...verdict, about: aboutOf(tidings.resource) })),
          always: false,
        },
      ];
    case 'gone':
      return [{ resource: tidings.resource, words: [withdrawn(tidings.because)], always: true }];
    case 'all': {
      const entries = gathered(tidings.findings, reported ?? [], recordedId);
      const said = new Set(entries.map(({ resource }) => keyOf(resource)));
      const stale = (reported ?? []).filter(
        (resource) => !said.has(keyOf(resource)) && tidings.wasListed(resource.type),
      );
      return [
        ...entries,
        ...stale.map((resource) => ({ resource, words: [withdrawn(tidings.because)], always: true })),
      ];
    }
  }
}

const withdrawn = (because: string): Word => ({
  status: 'NOT_APPLICABLE',
  because,
  exception: null,
  about: null,
});

/** Two types can share an id. */
export const keyOf = ({ type, id }: ConfigResource): string => JSON.stringify([type, id]);

function gathered(
  findings: readonly Finding[],
  reported: readonly ConfigResource[],
  recordedId: RecordedId,
): readonly Entry[] {
  const before = new Set(reported.map(keyOf));
  const words = new Map<string, { readonly resource: ConfigResource; readonly words: Word[] }>();
  for (const { resource: subject, witness, status, because, exception } of findings) {
    // What does not exist is no resource that AWS Config could show.
    const absent = witness?.kind === 'absence' && witness.arn === subject.arn;
    const resource = absent
      ? { type: accountType, id: subject.account }
      : inConfig(subject, before, recordedId);
    const entry = words.get(keyOf(resource)) ?? { resource, words: [] };
    words.set(keyOf(resource), entry);
    entry.words.push({ status, because, exception, about: aboutOf(subject) });
  }
  return [...words.values()].map((entry) => ({ ...entry, always: false }));
}

/**
 * A resource under the id that AWS Config has it by, as far as AWS Config tells. Which one that is, AWS does not
 * document for DMS; so of what is not recorded the id under which it was reported before stands, else its ARN.
 */
function inConfig(subject: Subject, before: ReadonlySet<string>, recordedId: RecordedId): ConfigResource {
  const { type, id, arn } = subject;
  if (arn === null) return { type, id };
  const recorded = recordedId(subject);
  if (recorded !== null) return { type, id: recorded };
  // An id that is no ARN can only come from an item of AWS Config.
  const names = [arn.split(':').at(-1) ?? arn, id, arn];
  const name = names.find((known) => before.has(keyOf({ type, id: known })));
  return { type, id: name ?? (idIsOwn.includes(type) ? id : arn) };
}

/** Types whose id in AWS Config is documented, or at least is no ARN. */
const idIsOwn: readonly string[] = ['AWS::IAM::Role', 'AWS::KMS::Key'];

/** `AWS::DMS::InstanceProfile` called p as "InstanceProfile p". */
const aboutOf = ({ type, id }: ConfigResource): string | null =>
  type === accountType ? null : `${type.split('::').at(-1) ?? type} ${id}`;

/** The one line of a resource: its worst outcome. */
export function toEvaluation({ resource, words }: Entry, ways: Ways): Evaluation {
  const sorted = words.toSorted((one, other) => gravity(one, ways) - gravity(other, ways));
  const [worst] = sorted;
  return {
    resource,
    compliance: worst === undefined ? 'NOT_APPLICABLE' : complianceOf(worst, ways),
    annotation: annotationOf(sorted, resource.type === accountType),
  };
}

/**
 * The worse, the less. A failure that was seen weighs more than what could not be seen, and either more than what
 * somebody answers for.
 */
function gravity({ status, exception }: Word, { exceptionsAs }: Ways): number {
  if (exception !== null) return exceptionsAs === 'NON_COMPLIANT' ? 1 : 3;
  return { NON_COMPLIANT: 0, UNKNOWN: 2, COMPLIANT: 4, NOT_APPLICABLE: 5 }[status];
}

/** AWS Config refuses INSUFFICIENT_DATA from rules (PutEvaluations, *ComplianceType*). */
function complianceOf({ status, exception }: Word, ways: Ways): Evaluation['compliance'] {
  if (status === 'UNKNOWN' && ways.unknownAs === 'SKIP') return 'NOT_APPLICABLE';
  if (exception !== null) return ways.exceptionsAs;
  return status === 'UNKNOWN' ? 'NON_COMPLIANT' : status;
}

const isBad = ({ status }: Word): boolean => status === 'NON_COMPLIANT' || status === 'UNKNOWN';

/** All that is wrong or not known, the worst first; where there is nothing, what makes it pass. */
function annotationOf(words: readonly Word[], naming: boolean): string | null {
  const told = words.filter((word) => word.status === words[0]?.status || isBad(word));
  const names = new Map<string, string[]>();
  for (const word of told) {
    const sentence = sentenceOf(word);
    names.set(sentence, [
      ...(names.get(sentence) ?? []),
      ...(naming && word.about !== null ? [word.about] : []),
    ]);
  }
  const text = [...names]
    .map(([sentence, about]) =>
      [sentence, ...(about.length === 0 ? [] : [`(${about.join(', ')})`])].join(' '),
    )
    .join('; ');
  return shorten(text, longestAnnotation) || null;
}

/** Who answers for it comes before what it is: the end may be cut. */
function sentenceOf({ status, because, exception }: Word): string {
  const sentence = status === 'UNKNOWN' ? `UNKNOWN: ${because}` : because;
  return exception === null
    ? sentence
    : `excepted until ${exception.expires} by ${exception.owner}: ${sentence} (${exception.reason})`;
}
