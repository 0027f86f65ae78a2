import type { STSClientConfig } from '@aws-sdk/client-sts';

/** Who writes, and from where; credentials are looked for when there is something to write. */
export interface SinkOptions {
  readonly region: string;
  readonly credentials: () => Promise<NonNullable<STSClientConfig['credentials']>>;
}

/** Publishing is a handful of calls one after the other; the SDK waits out throttling. */
const patience = {
  retryMode: 'adaptive',
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
};

export type SinkClientConfig = typeof patience & {
  readonly region: string;
  readonly credentials: NonNullable<STSClientConfig['credentials']>;
};

/**
 * A client that is made when it is first needed, once for each Region (absent: that of the options), and kept
 * for the next invocation. A failure is not kept.
 */
export function openLazily<T>(
  { region: own, credentials }: SinkOptions,
  open: (config: SinkClientConfig) => Promise<T>,
): (region?: string) => Promise<T> {
  const opened = new Map<string, Promise<T>>();
  const openAt = async (region: string): Promise<T> =>
    open({ ...patience, region, credentials: await credentials() });
  return (region = own) => {
    const client =
      opened.get(region) ??
      openAt(region).catch((error: unknown) => {
        opened.delete(region);
        throw error;
      });
    opened.set(region, client);
    return client;
  };
}
