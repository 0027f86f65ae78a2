import { shorten } from '../shorten.ts';

/**
 * What people are told, before it takes the form of one target. `title` and `head` are words of ours; lines of
 * sections hold what somebody named, and must come out as text whatever it looks like.
 */
export interface Page {
  readonly title: string;
  readonly head: readonly string[];
  /** What to do about it, in our words. */
  readonly steps: readonly string[];
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
  /** Where what is left out can be seen: "in the complete result". */
  readonly whole: string;
}

export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
  /** The lines are not a list of like things, and not counted. */
  readonly uncounted?: true;
}

/** A place in the console; its address is made by us and holds nothing unescaped. */
export interface Link {
  readonly text: string;
  readonly address: string;
}

/** A heading and its lines; nothing where there are none. */
export const section = (heading: string, lines: readonly string[]): readonly Section[] =>
  lines.length === 0 ? [] : [{ heading, lines }];

/** The page with this many lines a section; each that is cut says how many are left out. */
export function cut(page: Page, most: number): Page {
  return {
    ...page,
    sections: page.sections.map(({ heading, lines, uncounted }) => {
      const left = lines.length - most;
      const kept = left > 0 ? [...lines.slice(0, most), `… and ${left} more ${page.whole}`] : lines;
      return { heading: uncounted ? `${heading}:` : `${heading} (${lines.length}):`, lines: kept };
    }),
  };
}

/** The most lines that a section of the page has. */
export const longest = ({ sections }: Page): number =>
  Math.max(0, ...sections.map(({ lines }) => lines.length));

/** Renders with as many entries a list, up to `longest`, as fit; more entries never make it smaller. */
export function fitted<T>(most: number, render: (entries: number) => T, fits: (rendered: T) => boolean): T {
  const all = render(most);
  if (fits(all)) return all;
  let [enough, tooMany] = [0, most];
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (fits(render(middle))) enough = middle;
    else tooMany = middle;
  }
  return render(enough);
}

/** Text from an account can hold an address, and programs make links of them. At most so long, in one line. */
export function plain(text: string, most: number): string {
  // What is left out may join what is left: "a:" and "//b".
  let line = shorten(text, most);
  while (line.includes('://')) line = line.split('://').map(withoutScheme).join('');
  return line;
}

/** Without the `https` at its end; what follows the last `://` ends in none. */
function withoutScheme(part: string, index: number, parts: readonly string[]): string {
  if (index === parts.length - 1) return part;
  let end = part.length;
  while (end > 0 && /[a-z0-9+.-]/i.test(part.charAt(end - 1))) end -= 1;
  return part.slice(0, end);
}
