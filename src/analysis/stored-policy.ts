import { unknown, type Verdict } from '../model/verdict.ts';
import { parsed } from './parsed.ts';
import type { PolicyDocument } from './policy/document.ts';

/** A policy as it is stored. */
export interface StoredPolicy {
  readonly name: string;
  readonly text: string;
  readonly document: PolicyDocument;
}

/** Reads a policy; UNKNOWN where it cannot be read. `whose`: how a sentence names what it is of. */
export function readStored(name: string, source: string, whose: string): StoredPolicy | Verdict {
  const { document, problems, text } = parsed(source);
  if (document !== null) return { name, text, document };
  const [{ path, message } = { path: '', message: 'no reason given' }] = problems;
  return unknown(
    `${whose} policy ${name} cannot be read: ${[path, message].join(' ').trimStart()}`,
    'a policy that IAM accepts',
  );
}

/** Policies of which one would have had to say something, as one document. */
export function putTogether(policies: readonly StoredPolicy[]): string {
  const [only, ...more] = policies;
  if (only !== undefined && more.length === 0) return only.text;
  const statements = policies.flatMap(({ text }): readonly unknown[] => {
    const { Statement } = JSON.parse(text) as { readonly Statement: unknown };
    return Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement];
  });
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
