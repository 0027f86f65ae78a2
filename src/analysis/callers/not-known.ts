import type { Case } from '../policy/decide/decide.ts';

/** What the cases of a question differ in, to say what a verdict hangs on. */
export function whatIsNotKnown(cases: readonly Case[]): string {
  const keys = [...new Set(cases.flatMap(({ assumed }) => Object.keys(assumed)))];
  const isTag = (key: string): boolean => key.startsWith('aws:resourcetag/');
  const tags = keys.filter(isTag);
  const sent = keys.filter((key) => !isTag(key));
  const unknowns = [
    ...(sent.length === 0 ? [] : [`${sent.join(', ')}, of which AWS does not say whether it is sent`]),
    ...(tags.length === 0 ? [] : [`${tags.join(', ')}, as tags of roles are not read`]),
  ];
  return unknowns.length === 0 ? 'a part that can be read in more than one way' : unknowns.join('; and on ');
}
