import type { Query } from '../../../database/database.ts';
import { LAND_STATES, RANKED_STATES } from '../../../vocabulary.ts';
import { conditionValues, IS_MEANT, OF_LAND } from './conditions.ts';
import type { LandFilter } from './filters.ts';

/** Half the world's circumference in Web Mercator metres; 64 cells a side of a 512 px tile, as the tiles have them. */
const WORLD = 20037508.342789244;
const CELLS_A_SIDE = 64;
/** Web Mercator ends here. */
const NORTHERNMOST = 85.0511287798;

/** Codes beside the indexes of LAND_STATES: nothing on that day, or hazards that have no date and count only later. */
export const NO_STATE = 254;
export const UNDATED_STATE = 255;

/** Ranks begin with 1. */
const FIRST_OPEN_RANK = RANKED_STATES.indexOf('suspected') + 1;

/** West, north, east, south of the cells that a box touches, all wholly, in metres; longitudes across ±180° mean all. */
function metresOf([west, south, east, north]: [number, number, number, number], zoom: number): number[] {
  const side = 2 ** zoom * CELLS_A_SIDE;
  const across = (longitude: number) => Math.floor((longitude / 360 + 0.5) * side);
  const down = (latitude: number) => {
    const sine = Math.sin((Math.max(-NORTHERNMOST, Math.min(NORTHERNMOST, latitude)) * Math.PI) / 180);
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side);
  };
  const size = (2 * WORLD) / side;
  const [first, last] = west <= east ? [across(west), across(east)] : [0, side];
  return [first * size - WORLD, WORLD - down(north) * size, (last + 1) * size - WORLD, WORLD - (down(south) + 1) * size];
}

export interface Cell {
  cell: number;
  code: number;
  hundredths: number;
}

/**
 * The state of each cell of the grid that has land too small to be drawn as itself, at the end of a day: `cell` (as tiles number them),
 * `state`, `area` (whole hundredths of m²: of what is open where anything is, else of all). As the page's own `LandCells` says it.
 */
export async function cellStates(query: Query, filter: LandFilter, zoom: number, asOf: string): Promise<Cell[]> {
  const side = 2 ** zoom * CELLS_A_SIDE;
  // the box selects cells, not land
  const values = [...conditionValues({ ...filter, bbox: null }), asOf, zoom, metresOf(filter.bbox ?? [-180, -90, 180, 90], zoom)];
  // a country's faces and spans are joined in memory
  await query("select set_config('work_mem', '96MB', true)");
  const rows = await query<Cell>(
    `with small as materialized (
       select face_id, floor((ST_X(point_3857) / ${WORLD} + 1) / 2 * ${side})::float8 * ${side}
         + floor((1 - ST_Y(point_3857) / ${WORLD}) / 2 * ${side})::float8 as cell
       from face
       where programme_id = $1 and polygon_zoom > $8::integer
         and geom_3857 && ST_SetSRID(ST_MakeEnvelope(($9::float8[])[1], ($9::float8[])[4], ($9::float8[])[3], ($9::float8[])[2]), 3857)
         and ST_X(point_3857) >= ($9::float8[])[1] and ST_X(point_3857) < ($9::float8[])[3]
         and ST_Y(point_3857) <= ($9::float8[])[2] and ST_Y(point_3857) > ($9::float8[])[4]
     ), span as (
       select cell, area_m2, from_day, to_day, undated, array_position($10::text[], state) as rank,
         ${OF_LAND} and ${IS_MEANT} as is_meant
       from small join ledger_span land using (face_id)
     ), told as (
       select cell, max(rank) filter (where is_meant and is_there) as rank,
         sum(area_m2) filter (where is_meant and is_there and rank >= ${FIRST_OPEN_RANK}) as open_m2,
         sum(area_m2) filter (where is_meant and is_there) as all_m2,
         sum(area_m2) filter (where is_meant and undated and from_day > $7::date and rank >= ${FIRST_OPEN_RANK}) as waiting_m2
       from (select *, from_day <= $7::date and (to_day is null or to_day > $7::date) as is_there from span) dated
       group by cell
     )
     select cell, coalesce(case when coalesce(rank, 0) < ${FIRST_OPEN_RANK} and waiting_m2 > 0 then ${UNDATED_STATE}
         else array_position($11::text[], ($10::text[])[rank]) - 1 end, ${NO_STATE}) as code,
       (coalesce(case when rank >= ${FIRST_OPEN_RANK} then open_m2 when waiting_m2 > 0 then waiting_m2 else all_m2 end, 0) * 100)::float8 as hundredths
     from told order by cell`,
    [...values, RANKED_STATES, LAND_STATES],
  );
  return rows;
}
