const FARTHEST = 3;

/**
 * The name that a misspelt one most likely was meant to be, in whatever case; null when none is near. Of a
 * short name half must be right, or any would do.
 */
export function nearest(name: string, names: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(FARTHEST, Math.floor(name.length / 2)) + 1;
  for (const candidate of names) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** As a message goes on: `, did you mean Condition`, or nothing. */
export function hint(name: string | null): string {
  return name === null ? '' : `, did you mean ${name}`;
}

/** Levenshtein's distance, or any number from `limit` on once it cannot be less than that. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  let distance = to.length;
  for (const letter of from) {
    const next: number[] = [];
    let diagonal = Number.POSITIVE_INFINITY;
    distance = Number.POSITIVE_INFINITY;
    for (const [index, above] of row.entries()) {
      const swap = diagonal + (letter === to[index - 1] ? 0 : 1);
      distance = Math.min(swap, above + 1, distance + 1);
      next.push(distance);
      diagonal = above;
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return distance;
}
