import { type ParsedPolicy, parsePolicy } from './policy/document.ts';

/** More than an account has; beyond it the memory is given back. */
const most = 2000;

const known = new Map<string, ParsedPolicy>();

/** A policy, read once however many rules ask: the same text gives the same document. */
export function parsed(text: string): ParsedPolicy {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= most) known.clear();
  const policy = parsePolicy(text);
  known.set(text, policy);
  return policy;
}
