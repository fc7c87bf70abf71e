import { type DifferenceSums, differenceOf } from '../../../server/engine/difference.ts';
import { groupsOf } from '../../../server/engine/filter.ts';
import type { Page } from '../state/page.svelte.ts';

/**
 * What changed between the two dates of a page, of what is counted: filters, the view where it is asked for, a drawn area. Null until
 * the columns are there, or the server has told it.
 */
export function differenceOn({
  comparison,
  time: { day },
  land,
  programme: { server },
}: Pick<Page, 'comparison' | 'time' | 'land' | 'programme'>): DifferenceSums | null {
  if (server !== null) return server.beside.differenceOf(land.counted, comparison.day, day);
  // what became of land is a change from one state to another, of which one may not be chosen
  return land.columns === null
    ? null
    : differenceOf(land.columns, comparison.day, day, land.keptOfAnyState, groupsOf(land.counted));
}
