import { dayOf } from '../engine/days.ts';
import type { LandFilter } from '../engine/filter.ts';
import type { ProgrammeLand } from '../engine/programme-land.ts';
import { claimsOn, conflictsOn } from '../engine/records.ts';
import { stockOn } from '../engine/stock.ts';
import { undatedOn } from '../engine/undated.ts';
import { figuresOfUnmapped, unmappedOn } from '../engine/unmapped.ts';
import type { Summary } from './contract.ts';

/** The answer to: how much land is left at the end of a day, and can I trust the figure? @param place as it was asked for. */
export function summaryOf(land: ProgrammeLand, filter: LandFilter, asOf: string, place: string | null): Summary {
  const { places, records, conflicts } = land;
  const day = dayOf(asOf);
  const undated = undatedOn(land, filter, day);
  const { polygon, stated, unmappedReleased, inProgress } = claimsOn(records, filter, places, day);
  return {
    as_of: asOf,
    programme: land.code,
    place,
    data_version: land.dataVersion,
    ...stockOn(land, filter, places, day),
    unmapped: {
      ...figuresOfUnmapped(unmappedOn(land.unmapped, filter, places, day)),
      released_km2: unmappedReleased / 1e8,
    },
    undated_km2: { recorded: undated.recorded / 1e8, released: undated.released / 1e8, outside: undated.outside / 1e8 },
    polygon_sum_km2: {
      recorded: polygon.recorded / 1e8,
      released: polygon.released / 1e8,
      remaining: (polygon.recorded - polygon.closed - polygon.released) / 1e8,
    },
    stated_km2: { recorded: stated.recorded / 1e8, released: stated.released / 1e8 },
    in_progress: { releases: inProgress.releases, km2: inProgress.hundredths / 1e8 },
    conflicts: conflictsOn(conflicts, filter, places, day),
  };
}
