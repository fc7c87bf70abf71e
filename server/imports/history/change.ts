import type { Query } from '../../database/database.ts';
import { dayOf } from '../../engine/days.ts';
import { NO_FILTER } from '../../engine/filter.ts';
import { figuresOfUnmapped, unmappedOn } from '../../engine/unmapped.ts';
import { readLists } from '../../land/memory/lists.ts';
import { readUnmapped } from '../../land/memory/read-unmapped.ts';
import { findProgramme } from '../../places/queries.ts';
import { type ImportEntity, LAND_STATES } from '../../vocabulary.ts';
import { TABLES } from '../tables/index.ts';

/** Stated sizes of open areas without an outline, beside the states of mapped land. */
const UNMAPPED = ['unmapped_suspected', 'unmapped_confirmed'] as const;
const NAMES: Record<string, string> = {
  suspected: 'remaining suspected',
  confirmed: 'remaining confirmed',
  cancelled: 'released cancelled',
  reduced: 'released reduced',
  cleared: 'released cleared',
  outside_cancelled: 'released outside any hazardous area, cancelled',
  outside_reduced: 'released outside any hazardous area, reduced',
  outside_cleared: 'released outside any hazardous area, cleared',
  unmapped_suspected: 'remaining without an outline, suspected',
  unmapped_confirmed: 'remaining without an outline, confirmed',
};

/** Land of a programme in one state at the end of today, before an import and after it. */
export interface StateChange {
  state: string;
  before_km2: number;
  after_km2: number;
}

type Land = ReadonlyMap<string, number>;

/** State → km² at the end of a day; none where records of this kind are no land, and change none. */
export async function landByState(
  query: Query,
  { programme, entity }: { programme: string; entity: ImportEntity },
  asOf: string,
): Promise<Land> {
  if (!TABLES[entity].isLand) return new Map();
  const found = await findProgramme(query, programme);
  const rows = await query<{ state: string; km2: number }>(
    `select state, (sum(area_m2) / 1000000)::float8 as km2 from ledger_span
     where programme_id = $1 and from_day <= $2::date and (to_day is null or to_day > $2::date) group by state`,
    [found.id, asOf],
  );
  const land = new Map(rows.map(({ state, km2 }) => [state, km2]));
  const unmapped = await readUnmapped(query, found, await readLists(query, found));
  const { suspected_km2, confirmed_km2 } = figuresOfUnmapped(unmappedOn(unmapped, NO_FILTER, [], dayOf(asOf)));
  return land.set('unmapped_suspected', suspected_km2).set('unmapped_confirmed', confirmed_km2);
}

/** Every state in which there is land before or after. */
export function changeOf(before: Land, after: Land): StateChange[] {
  return [...LAND_STATES, ...UNMAPPED].flatMap((state) => {
    const [before_km2, after_km2] = [before.get(state) ?? 0, after.get(state) ?? 0];
    return before_km2 === 0 && after_km2 === 0 ? [] : [{ state, before_km2, after_km2 }];
  });
}

/** `remaining suspected 12.300000 → 14.000000 km² (+1.700000)`, a line a state; to the square metre. */
export function changeInWords(change: readonly StateChange[]): string[] {
  return change.map(({ state, before_km2, after_km2 }) => {
    const by = wholeSquareMetres(after_km2) - wholeSquareMetres(before_km2);
    const difference = by === 0 ? 'unchanged' : `${by > 0 ? '+' : ''}${(by / 1e6).toFixed(6)}`;
    return `${NAMES[state] ?? state} ${before_km2.toFixed(6)} → ${after_km2.toFixed(6)} km² (${difference})`;
  });
}

const wholeSquareMetres = (km2: number): number => Math.round(km2 * 1e6);
