import type { Query } from '../database/database.ts';
import { unknown } from '../problems.ts';
import { NO_OPERATOR, NO_PLACE } from '../vocabulary.ts';
import type { DataVersionAnswer, PlaceItem, ProgrammeItem } from './contract.ts';
import { regionOf } from './countries.ts';

export interface Programme {
  id: number;
  code: string;
  /** Changes with every change of the programme's data, and with its boundary set. */
  dataVersion: string;
  /** Rises with every version, in this database. */
  versionNumber: number;
}

interface ProgrammeRow {
  programme_id: number;
  code: string;
  data_version: string;
  version_number: number;
}
const PROGRAMMES = 'select programme_id, code, data_version, version_number::float8 as version_number from programme';
const programmeOf = ({ programme_id, code, data_version, version_number }: ProgrammeRow): Programme => ({
  id: programme_id,
  code,
  dataVersion: data_version,
  versionNumber: version_number,
});

/** That there is no such programme. */
export const noSuchProgramme = (code: string) =>
  unknown('programme', `There is no programme ${code} here; /api/programmes lists those there are.`);

/** The programme with this code. @throws Problem 404. */
export async function findProgramme(query: Query, code: string): Promise<Programme> {
  const [row] = await query<ProgrammeRow>(`${PROGRAMMES} where code = $1`, [code]);
  if (row === undefined) throw noSuchProgramme(code);
  return programmeOf(row);
}

/** All programmes with the versions that their data have. */
export const listVersions = async (query: Query): Promise<Programme[]> =>
  (await query<ProgrammeRow>(`${PROGRAMMES} order by code`)).map(programmeOf);

/** Whether the data of a programme had this version, and when; and the version that they have. */
export async function standingOf(query: Query, programme: Programme, version: string): Promise<DataVersionAnswer> {
  const rows = await query<DataVersionAnswer['current']>(
    `select data_version, boundary_set, to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made_at
     from data_version where programme_id = $1 and data_version in ($2, $3)`,
    [programme.id, version, programme.dataVersion],
  );
  const of = (asked: string) => rows.find(({ data_version }) => data_version === asked) ?? null;
  const standing = version === programme.dataVersion ? 'current' : of(version) === null ? 'unknown' : 'older';
  const current = of(programme.dataVersion) as DataVersionAnswer['current'];
  return { programme: programme.code, standing, asked: of(version), current };
}

/** All programmes with the extent of what is mapped and the days between which the ledger changes. */
export async function listProgrammes(query: Query): Promise<Omit<ProgrammeItem, 'counted_by'>[]> {
  const programmes = await query<Omit<ProgrammeItem, 'region' | 'counted_by'>>(`
    select code, name, data_version, synthetic, boundary_set,
      (select case when count(*) > 0 then array[min(ST_XMin(box)), min(ST_YMin(box)), max(ST_XMax(box)), max(ST_YMax(box))] end
        from (
          select ST_Extent(geom)::geometry as box from hazardous_area where hazardous_area.programme_id = programme.programme_id
          union all select ST_Extent(point)::geometry from hazardous_area where hazardous_area.programme_id = programme.programme_id
          union all select ST_Extent(geom)::geometry from land_release where land_release.programme_id = programme.programme_id
          union all select ST_Extent(point)::geometry from accident where accident.programme_id = programme.programme_id
        ) extents where box is not null) as bbox,
      (select min(day) from ledger_movement where ledger_movement.programme_id = programme.programme_id) as first_day,
      (select max(day) from ledger_movement where ledger_movement.programme_id = programme.programme_id) as last_day,
      (select count(*)::integer from ledger_span where ledger_span.programme_id = programme.programme_id) as spans,
      exists (select from published_figure where published_figure.programme_id = programme.programme_id) as published_figures
    from programme order by code`);
  return programmes.map((programme) => ({ ...programme, region: regionOf(programme.code) }));
}

/** Places of a programme, one level or all, by level and code; last the row for ground in no place. */
export async function listPlaces(query: Query, programme: Programme, level: number | null): Promise<PlaceItem[]> {
  const places = await query<PlaceItem>(
    `select place.code, place.name, place.names, place.level, parent.code as parent, (place.area_m2 / 1000000)::float8 as area_km2,
       case when place.geom is not null then
         array[ST_XMin(place.geom), ST_YMin(place.geom), ST_XMax(place.geom), ST_YMax(place.geom)] end as bbox
     from place left join place parent on parent.place_id = place.parent_id
     where place.programme_id = $1 and ($2::integer is null or place.level = $2)
     order by place.level, place.code collate "C"`,
    [programme.id, level],
  );
  return [...places, { code: NO_PLACE, name: 'No place', names: {}, level: null, parent: null, area_km2: null, bbox: null }];
}

/** Operators by code; last the row for released land whose operator is not known, where there is such land. */
export function listOperators(query: Query, programme: Programme): Promise<{ code: string; name: string }[]> {
  return query(
    `(select code, name from operator where programme_id = $1 and code <> '${NO_OPERATOR}' order by code collate "C")
     union all select '${NO_OPERATOR}', 'Not known' where exists (select from ledger_span where programme_id = $1
       and operator_id is null and state not in ('suspected', 'confirmed', 'closed'))`,
    [programme.id],
  );
}

/** Ids and codes by code: what columns name operators by. One that is not among them is not known. */
export function operatorIds(query: Query, programme: Programme): Promise<{ operator_id: number; code: string }[]> {
  return query(
    `select operator_id, code from operator where programme_id = $1 and code <> '${NO_OPERATOR}' order by code collate "C"`,
    [programme.id],
  );
}

/** Those of these codes that operators of the programme have. */
export function operatorsWith(query: Query, programme: Programme, codes: readonly string[]) {
  if (codes.length === 0) return Promise.resolve([]);
  return query<{ operator_id: number; code: string }>(
    'select operator_id, code from operator where programme_id = $1 and code = any($2)',
    [programme.id, codes],
  );
}

/**
 * Ids of the leaf places at or below the places with these codes; 0 stands for ground in no place.
 * @throws Problem 404 for a code that names no place of the programme.
 */
export async function leafPlaceIds(query: Query, programme: Programme, codes: string[]): Promise<number[]> {
  const rows = await query<{ code: string; leaf_id: number }>(
    `with recursive below as (
       select code, place_id from place where programme_id = $1 and code = any($2)
       union
       select below.code, place.place_id from below join place on place.parent_id = below.place_id
     )
     select code, place_id as leaf_id from below
     where not exists (select from place child where child.parent_id = below.place_id)`,
    [programme.id, codes],
  );
  const stranger = codes.find((code) => code !== NO_PLACE && !rows.some((row) => row.code === code));
  if (stranger !== undefined)
    throw unknown('place', `place=${stranger} is not a place of ${programme.code}; /api/places lists them.`);
  const ids = rows.map((row) => row.leaf_id);
  return codes.includes(NO_PLACE) ? [...ids, 0] : ids;
}

/** The places that cut the land: those with no children, by code. */
export function leafPlaces(query: Query, programme: Programme): Promise<{ place_id: number; code: string }[]> {
  return query(
    `select place_id, code from place where programme_id = $1
       and not exists (select from place child where child.parent_id = place.place_id) order by code collate "C"`,
    [programme.id],
  );
}
