/** A moment so many milliseconds after another; both ISO 8601, UTC. */
export const later = (moment: string, milliseconds: number): string =>
  new Date(Date.parse(moment) + milliseconds).toISOString();
