import type { Writer } from '../../src/audit/finding-writes.ts';
import type { Told } from '../../src/audit/telling.ts';
import type { UntoldChange } from '../../src/model/transition.ts';
import { moment } from './looks.ts';

/** Who writes to a store, at a moment that does not pass. */
export const writerOn = (store: Writer['store'], owner = 'one', now = moment(0)): Writer => ({
  store,
  owner,
  now: () => now,
  wait: () => Promise.resolve(),
});
/** That everybody has heard of it. */
export const toldToAll = (changes: readonly UntoldChange[]): readonly Told[] =>
  changes.map(({ transition }) => ({ transition, toldTo: ['everybody'], isDone: true }));

/** `1: a worse LOW HIGH` of what got worse at that second. */
export const described = (changes: readonly UntoldChange[]): readonly string[] =>
  changes.map(({ transition: { change, resource, severity, before, at } }) => {
    const seconds = (Date.parse(at) - Date.parse(moment(0))) / 1000;
    return `${seconds}: ${resource.id} ${change} ${before === null ? '' : `${before} `}${severity}`;
  });
