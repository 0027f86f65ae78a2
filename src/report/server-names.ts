import type { Finding } from '../model/finding.ts';

/** Names and addresses, with what may stand inside them: `db.internal`, `2001:db8::1`. */
const token = /\w(?:[\w.:-]*\w)?/g;

/**
 * A finding's texts without the names of servers. Rules name a server with its endpoint, `db.internal (orders)`, or in
 * one of a few other ways; a word too many that is taken for one does no harm. The id of the endpoint, which says the
 * same to those who may know, stays.
 */
export function withoutServers({
  because,
  settledBy,
  witness,
  assumes,
}: Pick<Finding, 'because' | 'settledBy' | 'witness' | 'assumes'>): (text: string) => string {
  const flows = witness?.kind === 'path' ? witness.paths.map(({ flow }) => `address of ${flow.to}`) : [];
  const names = new Set([because, settledBy ?? '', ...assumes, ...flows].flatMap(serversIn));
  if (names.size === 0) return (text) => text;
  return (text) => text.replace(token, (word) => (names.has(word.toLowerCase()) ? 'its server' : word));
}

const shapes = [
  // A server with its endpoint or data provider, whose identifiers are letters, digits and hyphens (DMS API,
  // CreateEndpoint). Of AWS, a service stands so with
  // its endpoint, and a reason behind a verb.
  /(?<![\w.:-]|Amazon |Secrets )(?!failed |arn:)([\w.:-]+) \([A-Za-z][A-Za-z0-9-]*\)/g,
  // A data provider may be called anything.
  /(?<![\w.:-])(?!arn:)([\w-]+[.:][\w.:-]+) \([^()]+\)/g,
  // Without its endpoint; what is said of an endpoint in the same words goes with it.
  /address of (?!(?:an?|the|its|each|every) )([\w.:-]+)/g,
  /dns:Query of ([\w.:-]+)/g,
];

function serversIn(text: string): readonly string[] {
  const named = shapes.flatMap((shape) => [...text.matchAll(shape)].map(([, name = '']) => name));
  const asked = text.split('; ').flatMap((part) => {
    const [subject = '', answer] = part.split(' is ', 2);
    return answer?.includes(' in the DNS that the scan asked') === true ? [subject] : [];
  });
  return [...named, ...asked].flatMap((name) => name.toLowerCase().match(token)?.at(-1) ?? []);
}
