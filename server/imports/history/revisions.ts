import type { Query } from '../../database/database.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { sendChunks, slices } from '../chunks.ts';
import type { Note } from '../issues.ts';
import { writeShape } from '../outlines.ts';
import type { PreparedRecord, Progress } from '../prepare.ts';
import type { Wording } from './fold.ts';

/** A wording that the database holds, and what became of its geometry. */
export interface StoredWording {
  wording: Wording;
  geometryNotes: Note[];
}

/** A row with WORDING_COLUMNS. */
export type WordingRow = Omit<Wording, 'ground'> & { said: string };
type FoundWording = WordingRow & { content_hash: string; geometryNotes: Note[] };

/** An outline whatever corner it begins at and which way it goes round; without one the point. */
const SHAPE =
  'coalesce(ST_AsBinary(ST_Normalize(ST_SnapToGrid(record_revision.geom, 1e-7))), ST_AsBinary(record_revision.point))';

/** What the rule of server/imports/history/fold.ts looks at, from a row of record_revision. */
export const WORDING_COLUMNS = `record_revision_id as "revisionId", content ->> 'kind' as kind, content ->> 'recorded_on' as "recordedOn",
  coalesce(md5(${SHAPE}), '') as outline,
  concat_ws('|', content ->> 'kind', content ->> 'closed_reason', content ->> 'closed_on', content ->> 'ordnance', content ->> 'stated_m2') as said,
  ST_X(record_revision.point) as x, ST_Y(record_revision.point) as y,
  content ? 'closed_reason' as closed, coalesce(content ->> 'status' in ('completed', 'handed_over'), false) as counts`;
const FOUND_COLUMNS = `content_hash, geometry_notes as "geometryNotes", ${WORDING_COLUMNS}`;

/**
 * Stores wordings that the programme does not have yet, their geometry repaired. $1 programme_id, $2 entity, $3 JSON list.
 * Every step is materialised: a repair is dear, and an overlay of what is not repaired stops the embedded database. Validity is judged on
 * the outline as given, which is what the report speaks of; repaired is the one on the grid. Of an outline that can be read in two ways
 * danger has all the ground, released land what every reading has: docs/decisions/0013. A settled outline needs none of it (outlines.ts).
 */
const STORE = `
  with incoming as materialized (
    select * from jsonb_to_recordset($3::jsonb) as row(content_hash text, content jsonb, source_geom geometry, grid_geom geometry,
      settled_geom geometry, is_polygon boolean, longitude float8, latitude float8)
  ), judged as materialized (
    select *, case when grid_geom is not null and not ST_IsValid(source_geom) then ST_IsValidReason(source_geom) end as complaint from incoming
  ), read as materialized (
    select judged.*, enclosed, certain, case when $2 = 'land-releases' then certain else enclosed end as repaired
    -- "offset 0": else it is called for settled outlines too
    from judged left join lateral (select enclosed, certain from readings_of(grid_geom) where grid_geom is not null offset 0) reading on true
  ), repaired as materialized (
    select content_hash, content, source_geom, is_polygon, longitude, latitude, complaint,
      coalesce(ST_Multi(ST_SnapToGrid(settled_geom, 1e-7)), repaired) as polygons,
      case when complaint is not null or ST_IsEmpty(repaired) then round(geodesic_area_m2(enclosed)) end as enclosed_m2,
      case when complaint is not null then round(geodesic_area_m2(certain)) end as certain_m2
    from read
  )
  insert into record_revision (programme_id, entity, content_hash, content, source_geom, geom, point, geometry_notes)
  select $1, $2, content_hash, content, source_geom,
    case when not ST_IsEmpty(polygons) then polygons end,
    case
      when not ST_IsEmpty(polygons) then ST_PointOnSurface(polygons)
      when is_polygon then ST_PointN(ST_ExteriorRing(ST_GeometryN(source_geom, 1)), 1)
      when longitude is not null then ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)
    end,
    case
      when ST_IsEmpty(polygons) then jsonb_build_array(jsonb_build_object('outcome', 'unmapped', 'field', 'geometry', 'code', 'collapsed', 'message',
        'The polygon encloses no land' || coalesce(' (' || complaint || ')', '')
          || case when enclosed_m2 > 0 then ' in every reading, ' || enclosed_m2 || ' m² in one' else '' end || ': kept without a shape on the map.'))
      when complaint is not null then jsonb_build_array(jsonb_build_object('outcome', 'repaired', 'field', 'geometry', 'code', 'invalid_polygon', 'message',
        rtrim(replace(complaint, '[', ' at '), ']') || ': the outline was untangled where it meets itself, into '
          || case ST_NumGeometries(polygons) when 1 then '1 polygon. ' else ST_NumGeometries(polygons) || ' polygons. ' end
          || case
            when enclosed_m2 = certain_m2 then 'It has ' || enclosed_m2 || ' m² by either reading.'
            when $2 = 'land-releases' then 'Only ground that every reading encloses is released: ' || certain_m2 || ' m²; all that the outline encloses would be ' || enclosed_m2 || ' m².'
            else 'All ground that it encloses counts: ' || enclosed_m2 || ' m²; what is enclosed twice left out, it would be ' || certain_m2 || ' m².'
          end))
      else '[]'
    end
  from repaired
  on conflict (programme_id, entity, content_hash) do nothing
  returning ${FOUND_COLUMNS}`;

/** The wording in a row with WORDING_COLUMNS, without what else the row holds. */
export const wordingOf = ({ revisionId, kind, recordedOn, closed, said, outline, x, y, counts }: WordingRow): Wording => ({
  revisionId,
  kind,
  recordedOn,
  closed,
  ground: `${outline}|${said}`,
  outline,
  x,
  y,
  counts,
});

function keep(found: Map<string, StoredWording>, rows: readonly FoundWording[]): void {
  for (const row of rows) found.set(row.content_hash, { wording: wordingOf(row), geometryNotes: row.geometryNotes });
}

async function findWordings(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  hashes: readonly string[],
): Promise<Map<string, StoredWording>> {
  const found = new Map<string, StoredWording>();
  for (const some of slices(hashes)) {
    const rows = await query<FoundWording>(
      `select ${FOUND_COLUMNS} from record_revision where programme_id = $1 and entity = $2 and content_hash = any($3)`,
      [programmeId, entity, some],
    );
    keep(found, rows);
  }
  return found;
}

/** The stored wording of each content hash; those not known yet are repaired and stored first. */
export async function storeWordings(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  records: readonly PreparedRecord[],
  progress: Progress,
): Promise<Map<string, StoredWording>> {
  const byHash = new Map(records.map((record) => [record.contentHash, record]));
  const wordings = await findWordings(query, programmeId, entity, [...byHash.keys()]);
  const fresh = [...byHash.values()].filter(({ contentHash }) => !wordings.has(contentHash));
  if (fresh.length === 0) return wordings;
  await storeOperators(query, programmeId, fresh);
  let done = 0;
  progress('load', 0, fresh.length);
  await sendChunks(rowsToStore(fresh), async ({ json, rows }) => {
    keep(wordings, await query<FoundWording>(STORE, [programmeId, entity, json]));
    done += rows;
    progress('load', done, fresh.length);
  });
  return wordings;
}

function* rowsToStore(records: readonly PreparedRecord[]): Generator<object> {
  for (const { contentHash, content, geometry } of records) {
    yield {
      content_hash: contentHash,
      content,
      ...(geometry.source !== null && writeShape(geometry.source)),
      is_polygon: geometry.isPolygon,
      longitude: geometry.point?.[0],
      latitude: geometry.point?.[1],
    };
  }
}

async function storeOperators(query: Query, programmeId: number, records: readonly PreparedRecord[]): Promise<void> {
  const names = new Map<string, unknown>();
  for (const { content } of records)
    if (content.operator_code !== undefined) names.set(content.operator_code as string, content.operator_name);
  if (names.size === 0) return;
  await query(
    `insert into operator (programme_id, code, name) select $1, code, name from unnest($2::text[], $3::text[]) as named(code, name)
     order by code on conflict (programme_id, code) do nothing`,
    [programmeId, [...names.keys()], [...names.values()]],
  );
}
