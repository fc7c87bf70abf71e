import type { MovementColumns } from '../../../server/engine/columns.ts';
import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import type { LandFigures } from '../../../server/engine/figures.ts';
import { movementsIn } from '../../../server/engine/movements.ts';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import { RELEASE_METHODS, type ReleaseMethod } from '../../../server/vocabulary.ts';
import { type AccidentColumns, accidentFigures, accidentsIn } from '../accidents/columns.ts';

/** The programme's own records, unfiltered, as far as they are there. */
export interface OwnRecords {
  /** Land at the end of a day. */
  landOn: ((day: number) => LandFigures) | null;
  movements: MovementColumns | null;
  accidents: AccidentColumns | null;
}

/** Measures in the order of their first figure. */
export const measuresOf = (figures: readonly PublishedFigure[]): string[] => [...new Set(figures.map(({ measure }) => measure))];

/** The methods of what was released, by measure. */
export const METHODS_OF: Readonly<Record<string, readonly ReleaseMethod[]>> = {
  cancelled_km2: ['cancelled'],
  reduced_km2: ['reduced'],
  cancelled_or_reduced_km2: ['cancelled', 'reduced'],
  cleared_km2: ['cleared'],
  released_km2: RELEASE_METHODS,
};

/**
 * What the programme's own records say of the same measure and year, for the column beside the published figure; null where they
 * say nothing of it. Remaining: at the end of the year; released: in the year, inside and outside recorded hazards; km².
 */
export function ownFigure(measure: string, year: number | null, own: OwnRecords): number | null {
  if (year === null) return null;
  const [from, to] = [Date.UTC(year - 1, 11, 31) / MILLISECONDS_A_DAY, Date.UTC(year, 11, 31) / MILLISECONDS_A_DAY];
  if (measure === 'remaining_km2') return own.landOn?.(to).remaining.total ?? null;
  const methods = METHODS_OF[measure];
  if (methods !== undefined) {
    if (own.movements === null) return null;
    const { inside, outside } = movementsIn(own.movements, from, to, null);
    return methods.reduce((sum, method) => sum + inside[method] + outside[method], 0);
  }
  if (own.accidents === null) return null;
  const hurt = accidentFigures(own.accidents, accidentsIn(own.accidents, { from, to, leaves: null, bbox: null }));
  switch (measure) {
    case 'accidents':
      return hurt.accidents;
    case 'casualties_total':
      return hurt.killed + hurt.injured;
    case 'casualties_killed':
      return hurt.killed;
    case 'casualties_injured_including_amputated':
      return hurt.injured;
    default:
      return null;
  }
}

/** A source's address where it names one, and its name before it. */
export function sourceParts(source: string): { name: string; address: string | null } {
  const found = /https?:\/\/[^\s;,)]+/.exec(source);
  if (found === null) return { name: source, address: null };
  const name = source.slice(0, found.index).replace(/[\s;,(–-]+$/, '');
  return { name: name === '' ? new URL(found[0]).hostname.replace(/^www\./, '') : name, address: found[0] };
}
