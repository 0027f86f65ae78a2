import type { ConfigReport, ConfigResource, UnknownAs } from '../model/config-report.ts';
import type { Finding, Status, Subject } from '../model/finding.ts';
import { shorten } from './shorten.ts';

/** One line in AWS Config; OrderingTimestamp is the report's. */
export interface Evaluation {
  readonly resource: ConfigResource;
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  /** null: there is nothing to add (AWS Config refuses an empty one). */
  readonly annotation: string | null;
}

/** One thing to say of a resource. */
interface Word {
  readonly status: Status;
  readonly because: string;
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

/** The worse, the earlier. A failure that was seen weighs more than what could not be seen. */
const gravity: readonly Status[] = ['NON_COMPLIANT', 'UNKNOWN', 'COMPLIANT', 'NOT_APPLICABLE'];

/**
 * What there is to say, by resource. `reported` is what AWS Config shows of this rule, or null if that is not
 * known: then nothing is withdrawn.
 */
export function toEntries(
  { tidings }: ConfigReport,
  reported: readonly ConfigResource[] | null,
): readonly Entry[] {
  switch (tidings.kind) {
    case 'changed':
      return [
        {
          resource: tidings.resource,
          words: tidings.verdicts.map(({ status, because }) => ({
            status,
            because,
            about: aboutOf(tidings.resource),
          })),
          always: false,
        },
      ];
    case 'gone':
      return [{ resource: tidings.resource, words: [withdrawn(tidings.because)], always: true }];
    case 'all': {
      const entries = gathered(tidings.findings, reported ?? []);
      const said = new Set(entries.map(({ resource }) => keyOf(resource)));
      const stale = (reported ?? []).filter(
        (resource) => !said.has(keyOf(resource)) && tidings.wasListed(resource.type),
      );
      return [
        ...entries,
        ...stale.map((resource) => ({ resource, words: [withdrawn('it is no longer there')], always: true })),
      ];
    }
  }
}

const withdrawn = (because: string): Word => ({ status: 'NOT_APPLICABLE', because, about: null });

/** Two types can share an id. */
export const keyOf = ({ type, id }: ConfigResource): string => JSON.stringify([type, id]);

function gathered(findings: readonly Finding[], reported: readonly ConfigResource[]): readonly Entry[] {
  const before = new Set(reported.map(keyOf));
  const words = new Map<string, { readonly resource: ConfigResource; readonly words: Word[] }>();
  for (const { resource: subject, status, because, witness } of findings) {
    // What does not exist is no resource that AWS Config could show.
    const absent = witness?.kind === 'absence' && witness.arn === subject.arn;
    const resource = absent ? { type: accountType, id: subject.account } : inConfig(subject, before);
    const entry = words.get(keyOf(resource)) ?? { resource, words: [] };
    words.set(keyOf(resource), entry);
    entry.words.push({ status, because, about: aboutOf(subject) });
  }
  return [...words.values()].map((entry) => ({ ...entry, always: false }));
}

/**
 * A resource under the id that AWS Config has it by. Which one that is, AWS does not document for DMS; so the
 * id under which it was reported before stands (a rule may have a change trigger beside its schedule), else
 * its ARN.
 */
function inConfig({ type, id, arn }: Subject, before: ReadonlySet<string>): ConfigResource {
  if (arn === null) return { type, id };
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
export function toEvaluation({ resource, words }: Entry, unknownAs: UnknownAs): Evaluation {
  const rank = (status: Status): number => gravity.indexOf(status);
  const sorted = words.toSorted((one, other) => rank(one.status) - rank(other.status));
  const worst = sorted[0]?.status ?? 'NOT_APPLICABLE';
  return {
    resource,
    compliance: complianceOf(worst, unknownAs),
    annotation: annotationOf(sorted, worst, resource.type === accountType),
  };
}

/** AWS Config refuses INSUFFICIENT_DATA from rules (PutEvaluations, *ComplianceType*). */
function complianceOf(status: Status, unknownAs: UnknownAs): Evaluation['compliance'] {
  if (status !== 'UNKNOWN') return status;
  return unknownAs === 'SKIP' ? 'NOT_APPLICABLE' : 'NON_COMPLIANT';
}

function annotationOf(words: readonly Word[], worst: Status, naming: boolean): string | null {
  const bad = gravity.slice(0, 2);
  const told = words.filter(({ status }) => status === worst || bad.includes(status));
  const names = new Map<string, string[]>();
  for (const { status, because, about } of told) {
    const sentence = status === 'UNKNOWN' ? `UNKNOWN: ${because}` : because;
    names.set(sentence, [...(names.get(sentence) ?? []), ...(naming && about !== null ? [about] : [])]);
  }
  const text = [...names]
    .map(([sentence, about]) =>
      [sentence, ...(about.length === 0 ? [] : [`(${about.join(', ')})`])].join(' '),
    )
    .join('; ');
  return shorten(text, longestAnnotation) || null;
}
