import type { PublishedFigure } from '../../../server/published/contract.ts';

/** What stands beside the programme's own figures, in this order. */
const MEASURES = [
  'remaining_km2',
  'released_km2',
  'cleared_km2',
  'reduced_km2',
  'cancelled_km2',
  'cancelled_or_reduced_km2',
  'casualties_total',
];

/**
 * The published figures of one year: that of the date, or the last before it of which any is known. Whole calendar years only;
 * sources that disagree are both there.
 */
export function publishedOfYear(
  figures: readonly PublishedFigure[],
  year: number,
): { year: number; figures: PublishedFigure[] } | null {
  const told = figures.filter(
    (figure) => figure.year !== null && figure.year <= year && figure.value !== null && MEASURES.includes(figure.measure),
  );
  if (told.length === 0) return null;
  const last = Math.max(...told.map((figure) => figure.year as number));
  return {
    year: last,
    figures: told
      .filter((figure) => figure.year === last)
      .sort((one, other) => MEASURES.indexOf(one.measure) - MEASURES.indexOf(other.measure)),
  };
}
