import type { Finding } from '../model/finding.ts';
import { withoutPeople } from './person-names.ts';
import { withoutServers } from './server-names.ts';

/** A finding's texts as they may leave the account's own records: without the names of people and of servers. */
export function bareTexts(finding: Finding): (text: string) => string {
  const people = withoutPeople(finding.resource);
  const servers = withoutServers(finding);
  return (text) => servers(people(text));
}
