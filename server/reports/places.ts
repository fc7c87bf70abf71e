import type { Query } from '../database/connect.ts';
import type { LandFilter } from '../land/filters.ts';
import { leafPlaces } from '../places/queries.ts';
import { NO_PLACE } from '../vocabulary.ts';

/** A row of a report: a place of the level asked for, or ground in none. */
export interface ReportPlace {
  code: string;
  name: string;
}

export interface ReportPlaces {
  /** The row in which the ground of a leaf place stands; null: ground in no place. */
  of: (leafId: number | null) => ReportPlace;
  /** All rows of the ground that the filter selects, by name; ground in no place is not among them. */
  selected: ReportPlace[];
}

const NOWHERE: ReportPlace = { code: NO_PLACE, name: 'No place' };

/** The places of a level, as rows. Ground of a leaf above that level stands under the leaf, without any ancestor so high under the highest. */
export async function reportPlaces(query: Query, filter: LandFilter, level: number): Promise<ReportPlaces> {
  const rows = await query<ReportPlace & { leaf_id: number }>(
    `with recursive above as (
       select place_id as leaf_id, place_id, parent_id, code, name, level from place where programme_id = $1
       union all
       select above.leaf_id, parent.place_id, parent.parent_id, parent.code, parent.name, parent.level
       from above join place parent on parent.place_id = above.parent_id
     )
     select distinct on (leaf_id) leaf_id, code, name from above
     order by leaf_id, level <= $2 desc, case when level <= $2 then -level else level end`,
    [filter.programme.id, level],
  );
  const byLeaf = new Map(rows.map(({ leaf_id, code, name }) => [leaf_id, { code, name }]));
  const of = (leafId: number | null) => (leafId === null ? NOWHERE : (byLeaf.get(leafId) ?? NOWHERE));
  const leaves = (await leafPlaces(query, filter.programme)).map(({ place_id }) => place_id);
  const chosen = leaves.filter((leaf) => filter.placeIds === null || filter.placeIds.includes(leaf)).map(of);
  const selected = [...new Map(chosen.map((place) => [place.code, place])).values()];
  return { of, selected: selected.sort((one, other) => one.name.localeCompare(other.name, 'en')) };
}
