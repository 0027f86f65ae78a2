import { Resolver } from 'node:dns/promises';
import pLimit from 'p-limit';
import { known, type Lookup, unread } from '../../model/lookup.ts';

/** Gives the addresses of a host; none: there is no such name. */
export type ResolveHost = (host: string) => Promise<Lookup<readonly string[]>>;

/** What is asked of DNS. */
export type DnsServer = Pick<Resolver, 'resolve4' | 'resolve6'>;

/** How many names are asked for at once; how long a server may take, in milliseconds, and how often it is asked. */
const atOnce = 8;
const timeout = 2_000;
const tries = 2;

/** There is no such name, or it has no address of this family. (Node.js, `dns`, *Error codes*) */
const none = ['ENOTFOUND', 'ENODATA'];

/** What another try may answer. */
const passing = ['ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED'];

/** Asks the DNS servers of the machine that this runs on, for both families. A failure of either is no answer. */
export function dnsResolver(server: DnsServer = new Resolver({ timeout, tries })): ResolveHost {
  const limit = pLimit(atOnce);
  const ask = async (question: () => Promise<readonly string[]>): Promise<readonly string[] | string> => {
    try {
      return await question();
    } catch (error) {
      const code = codeOf(error);
      return none.includes(code) ? [] : code;
    }
  };
  return (host) =>
    limit(async () => {
      const answers = await Promise.all([ask(() => server.resolve4(host)), ask(() => server.resolve6(host))]);
      const error = answers.find((answer) => typeof answer === 'string');
      if (error !== undefined)
        return unread({ call: 'dns:Query', resource: host, error, transient: passing.includes(error) });
      return known([...new Set(answers.flat())].sort());
    });
}

/** Node's code of a DNS failure; any other error is our own. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
  return code;
}
