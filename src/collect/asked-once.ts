/** Answers by key, each asked for once however many ask. */
export interface AskedOnce<T> {
  readonly ask: (key: string) => Promise<T>;
  /** Everything asked for so far, sorted by key. */
  readonly table: () => Promise<Readonly<Record<string, T>>>;
}

export function askedOnce<T>(read: (key: string) => Promise<T>): AskedOnce<T> {
  const answers = new Map<string, Promise<T>>();
  return {
    ask: (key) => {
      const answer = answers.get(key) ?? read(key);
      answers.set(key, answer);
      return answer;
    },
    table: async () => {
      const keys = [...answers.keys()].sort();
      const entries = await Promise.all(keys.map(async (key) => [key, await answers.get(key)] as const));
      return Object.fromEntries(entries) as Readonly<Record<string, T>>;
    },
  };
}
