import type { ParsedPolicy } from '../document.ts';
import { quote } from '../quote.ts';
import type { Problem } from '../shape.ts';
import { positionOf } from '../strict-json.ts';
import type { AttachedTo } from './check.ts';

type DocumentCheck = (parsed: ParsedPolicy, kind: AttachedTo) => readonly Problem[];

/** The first length that some policies may not have, the one that none may, and what is counted. */
interface Limit {
  readonly soft: number | null;
  readonly hard: number;
  readonly unit: string;
  readonly measure: (text: string) => number;
}

const withoutSpace = (text: string): number => text.replaceAll(/\s+/g, '').length;
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const CHARACTERS = { unit: 'characters without white space', measure: withoutSpace };

/**
 * Trust: 2,048, on request up to 4,096. Identity: a managed policy 6,144, all inline policies of a role 10,240.
 * "IAM does not count white space." (IAM User Guide, reference_iam-quotas)
 * A key policy: 32 kilobytes. (KMS Developer Guide, resource-limits, "Key policy document size")
 */
const LIMITS: Readonly<Record<AttachedTo, Limit | null>> = {
  trust: { soft: 2048, hard: 4096, ...CHARACTERS },
  identity: { soft: 6144, hard: 10_240, ...CHARACTERS },
  key: { soft: null, hard: 32_768, unit: 'bytes', measure: bytes },
  resource: null,
};

/** (access-analyzer-reference-policy-checks, "Policy size exceeds role trust policy quota" and its like) */
const tooLong: DocumentCheck = ({ text }, kind) => {
  const limit = LIMITS[kind];
  if (limit === null) return [];
  const { soft, hard, unit, measure } = limit;
  const length = measure(text);
  const problem = (weight: Problem['weight'], most: number): readonly Problem[] => [
    { code: 'too-long', weight, path: '', message: `the policy has ${length} ${unit}, more than ${most}` },
  ];
  if (length > hard) return problem('refused', hard);
  return soft !== null && length > soft ? problem('warning', soft) : [];
};

/**
 * "Policy documents can contain only the following Unicode characters: horizontal tab, linefeed, carriage
 * return, and characters in the range U+0020 to U+00FF." PutKeyPolicy has the same pattern.
 * (IAM User Guide, reference_iam-quotas; KMS API Reference, PutKeyPolicy)
 */
const foreignCharacter: DocumentCheck = ({ text }, kind) => {
  const found = /[^\t\n\r -\u00ff]/u.exec(text);
  if (found === null || kind === 'resource') return [];
  const where = positionOf(text, found.index);
  const message = `${where}: IAM and KMS take characters up to U+00FF, and ${quote(found[0])} is none`;
  return [{ code: 'foreign-character', weight: 'refused', path: '', message }];
};

/**
 * "In IAM, the Sid value must be unique within a JSON policy"; of others AWS recommends it. An empty Sid is none.
 * (IAM User Guide, reference_policies_elements_sid; "Unique Sids required", "Unique Sids recommended")
 */
const duplicateSid: DocumentCheck = ({ document }, kind) => {
  const seen = new Set<string>();
  const weight = kind === 'trust' || kind === 'identity' ? 'refused' : 'warning';
  return (document?.statements ?? []).flatMap(({ sid, index }): readonly Problem[] => {
    if (sid === null || sid === '') return [];
    if (!seen.has(sid)) {
      seen.add(sid);
      return [];
    }
    const message = `another statement has the Sid ${quote(sid)}`;
    return [{ code: 'duplicate-sid', weight, path: `Statement[${index}].Sid`, message }];
  });
};

/** A new check is one function and one line here. */
export const DOCUMENT_CHECKS: readonly DocumentCheck[] = [tooLong, foreignCharacter, duplicateSid];
