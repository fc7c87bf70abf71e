import type { Query } from '../database/database.ts';
import type { Programme } from '../places/queries.ts';
import { ORDNANCE_KINDS } from '../vocabulary.ts';
import type { History } from './contract.ts';
import { hazardsAt, releasesAt } from './records-at.ts';

type Position = [longitude: number, latitude: number];
type Face = NonNullable<History['face']>;

const POINT = 'ST_SetSRID(ST_MakePoint($2, $3), 4326)';

/** SQL of the columns that say which records a row of the ledger names, and of the joins that they need. */
const REFERENCES = `hazardous_area.local_id as hazardous_area, land.hazardous_area_id, land_release.local_id as land_release, land.land_release_id`;
const NAMED_RECORDS = `left join hazardous_area using (hazardous_area_id) left join land_release using (land_release_id)`;

/**
 * The face that holds a point. On a border between two the one that is open comes first (a hazard is never hidden), then the lower id.
 * The index on the Mercator geometry narrows it down; Mercator ends short of the poles.
 */
async function faceAt(query: Query, programme: Programme, [longitude, latitude]: Position, asOf: string) {
  const [face] = await query<{ id: number; area_m2: number; place_id: number | null }>(
    `select face_id::float8 as id, area_m2::float8 as area_m2, place_id
     from face
     where programme_id = $1 and ST_Intersects(geom, ${POINT})
       and geom_3857 && ST_Expand(ST_Transform(ST_SetSRID(ST_MakePoint($2, greatest(-89.9, least(89.9, $3))), 4326), 3857), 1)
     order by exists (
       select from ledger_span where ledger_span.face_id = face.face_id and state in ('suspected', 'confirmed')
         and from_day <= $4::date and (to_day is null or to_day > $4::date)) desc, face_id
     limit 1`,
    [programme.id, longitude, latitude, asOf],
  );
  return face ?? null;
}

/** The face's place, which the ledger cut it by; off all faces the leaf place that holds the point. */
async function placeAt(
  query: Query,
  programme: Programme,
  [longitude, latitude]: Position,
  face: { place_id: number | null } | null,
) {
  const [place] =
    face === null
      ? await query<{ code: string; name: string }>(
          `select code, name from place join place_part using (place_id)
           where place_part.programme_id = $1 and place_part.geom && ${POINT} and ST_Intersects(place_part.geom, ${POINT})
           order by code collate "C" limit 1`,
          [programme.id, longitude, latitude],
        )
      : await query<{ code: string; name: string }>('select code, name from place where place_id = $1', [face.place_id]);
  return place ?? null;
}

async function spansOf(query: Query, faceId: number): Promise<Face['spans']> {
  const rows = await query<Omit<Face['spans'][number], 'ordnance'> & { ordnance_mask: number }>(
    `select state, from_day as "from", to_day as "to", undated, ${REFERENCES}, operator.code as operator, ordnance_mask, land.closed_reason
     from ledger_span land ${NAMED_RECORDS} left join operator on operator.operator_id = land.operator_id
     where face_id = $1 order by from_day`,
    [faceId],
  );
  return rows.map(({ ordnance_mask, ...span }) => ({
    ...span,
    ordnance: ORDNANCE_KINDS.filter((_, bit) => ordnance_mask & (1 << bit)),
  }));
}

const movementsOf = (query: Query, faceId: number): Promise<Face['movements']> =>
  query(
    `select day, land.kind, from_state, to_state, undated, ${REFERENCES}, operator.code as operator
     from ledger_movement land ${NAMED_RECORDS} left join operator on operator.operator_id = land.operator_id
     where face_id = $1 order by day, phase, ledger_movement_id`,
    [faceId],
  );

const conflictsOf = (query: Query, faceId: number): Promise<History['conflicts']> =>
  query(
    `select ${REFERENCES}, reason, from_day as "from", to_day as "to"
     from ledger_conflict land ${NAMED_RECORDS}
     where face_id = $1 order by from_day, hazardous_area_id, land_release_id`,
    [faceId],
  );

/** All that is known of the ground at a point: what it was and is, and the records that say so. `asOf` is the day of remaining_m2. */
export async function historyAt(query: Query, programme: Programme, at: Position, asOf: string): Promise<History> {
  const face = await faceAt(query, programme, at, asOf);
  return {
    programme: programme.code,
    data_version: programme.dataVersion,
    as_of: asOf,
    at,
    place: await placeAt(query, programme, at, face),
    face: face && {
      id: face.id,
      area_m2: face.area_m2,
      spans: await spansOf(query, face.id),
      movements: await movementsOf(query, face.id),
    },
    hazardous_areas: await hazardsAt(query, programme, at, asOf),
    land_releases: await releasesAt(query, programme, at),
    conflicts: face === null ? [] : await conflictsOf(query, face.id),
  };
}
