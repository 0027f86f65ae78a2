import { cutShort, type Listing, type Unread } from '../../src/model/lookup.ts';

/** AWS refuses the call, about one resource or at all. */
export const denied = (call: string, resource: string | null = null): Unread => ({
  call,
  resource,
  error: 'AccessDeniedException',
  transient: false,
});

/** A listing that was refused from its beginning, or after these items. */
export const refused = <T>(call: string, ...items: readonly T[]): Listing<T> => cutShort(items, denied(call));

/** A listing that was throttled out after these items. */
export const throttled = <T>(call: string, ...items: readonly T[]): Listing<T> =>
  cutShort(items, { call, resource: null, error: 'ThrottlingException', transient: true });
