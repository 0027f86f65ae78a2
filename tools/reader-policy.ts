import { actionFor, allFacts, callsFor } from '../src/model/facts.ts';

/** The least that whoever scans or collects must be allowed: what the collectors call, and which Regions there are. */
export function readerPolicy(): string {
  const actions = new Set(['account:ListRegions', ...callsFor(allFacts)].map(actionFor));
  const statement = { Sid: 'DmsAuditorReads', Effect: 'Allow', Action: [...actions].sort(), Resource: '*' };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)}\n`;
}
