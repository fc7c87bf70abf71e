/** What the sender of a link saw: the data that stood behind it and, where the figures follow from the link alone, remaining and released km². */
export interface Seen {
  version: string;
  figures: { remaining: number; released: number } | null;
}

/** To the hundredth of a square metre. */
const exact = (km2: number): string => km2.toFixed(8).replace(/\.?0+$/, '');

export const writeSeen = ({ version, figures }: Seen): string =>
  figures === null ? version : [version, exact(figures.remaining), exact(figures.released)].join();

/** @param text as the address has it, looked through already. */
export function readSeen(text: string): Seen {
  const [version = '', remaining, released] = text.split(',');
  return { version, figures: remaining === undefined ? null : { remaining: Number(remaining), released: Number(released) } };
}
