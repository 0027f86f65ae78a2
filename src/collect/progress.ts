/** A part of the collection that is done. The total grows while the answers say what to ask next. */
export interface Progress {
  readonly account: string;
  /** `global` for IAM. */
  readonly region: string;
  /** The action that was asked, as IAM writes it. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export type Track = <T>(region: string, what: string, work: Promise<T>) => Promise<T>;

/** Counts parts of work as they begin and end. */
export function trackProgress(account: string, onProgress: ((event: Progress) => void) | undefined): Track {
  let done = 0;
  let total = 0;
  return async (region, what, work) => {
    total += 1;
    const result = await work;
    done += 1;
    onProgress?.({ account, region, what, done, total });
    return result;
  };
}
