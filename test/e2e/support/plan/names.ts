/** Names for ids that nobody knows beforehand. */
export interface Names {
  /** Gives an id a name, and gives the id back; fails where there is none. */
  readonly name: (own: string, id: string | undefined) => string;
  readonly id: (name: string) => string;
  /** A text with names in place of ids. */
  readonly named: (text: string) => string;
}

export function names(): Names {
  const ids = new Map<string, string>();
  return {
    name: (own, id) => {
      if (id === undefined) throw new Error(`EC2 gave no id for ${own}`);
      if (ids.has(own)) throw new Error(`there are two of the name ${own}`);
      ids.set(own, id);
      return id;
    },
    id: (own) => {
      const id = ids.get(own);
      if (id === undefined) throw new Error(`nothing is called ${own}`);
      return id;
    },
    named: (text) => [...ids].reduce((before, [own, id]) => before.replaceAll(id, own), text),
  };
}
