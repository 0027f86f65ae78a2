import type { AskedCondition } from '../policy/decide/patterns.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { serviceDomain } from './service-principals.ts';

/** Every condition of a policy. */
export const askedIn = ({ statements, version }: PolicyDocument): readonly AskedCondition[] =>
  statements.flatMap(({ conditions }) => conditions.map((condition) => ({ condition, version })));

/** A condition of our own, by which the values that it takes are looked at by themselves. */
export const telling = (key: string, operator: string, values: readonly string[]): AskedCondition => ({
  condition: { operator, key, values, path: '' },
  // Before 2012 there were no variables, so each value stands for itself.
  version: '2008-10-17',
});

/** Account ids that policies write anywhere. */
export const accountsWrittenIn = (documents: readonly PolicyDocument[]): readonly string[] => [
  ...new Set(JSON.stringify(documents).match(/(?<!\d)\d{12}(?!\d)/g)),
];

const nines = 999_999_999_999;

/** An account that none of these is, to show what a stranger may. */
export function strangerTo(accounts: readonly string[]): string {
  let id = nines;
  while (accounts.includes(String(id))) id -= 111_111_111_111;
  return String(id);
}

/** A service that none of these is. */
export function strangerService(partition: string, services: readonly string[]): string {
  const domain = serviceDomain(partition);
  const isWritten = (name: string): boolean =>
    services.includes(name) || services.includes(`${name}.${domain}`);
  const name = ['lambda', 'ec2', 'sns'].find((each) => !isWritten(each)) ?? 'events';
  return `${name}.${domain}`;
}
