import type { Database, Query } from '../../database/database.ts';
import { bumpDataVersion } from '../../places/programmes.ts';
import type { ClosureReason, DatePrecision, HazardKind, OrdnanceKind, ReleaseMethod, ReleaseStatus } from '../../vocabulary.ts';
import { rebuildLedger } from '../ledger/rebuild.ts';
import { openTouchedGround } from '../ledger/touched-ground.ts';

/** Rings of longitude, latitude; the first polygon's first ring is its shell. */
export type MultiPolygon = [number, number][][][];

export interface Hazard {
  type: 'hazardous_area';
  key: string;
  geometry: MultiPolygon | null;
  kind: HazardKind;
  recorded?: string | null;
  recordedPrecision?: DatePrecision;
  confirmed?: string | null;
  closed?: string | null;
  closedPrecision?: DatePrecision;
  closedReason?: ClosureReason | null;
  ordnance?: OrdnanceKind[];
  snapshot?: string;
  statedM2?: number | null;
  edition?: number;
}

export interface Release {
  type: 'land_release';
  key: string;
  geometry: MultiPolygon | null;
  method: ReleaseMethod;
  status?: ReleaseStatus;
  started?: string | null;
  completed?: string | null;
  completedPrecision?: DatePrecision;
  names?: string[];
  target?: OrdnanceKind[];
  /** One of `OPERATORS`; null: not known. */
  operator?: string | null;
  snapshot?: string;
  statedM2?: number | null;
}

export type LandRecord = Hazard | Release;

/** Codes of the operators of every story. */
export const OPERATORS = ['alpha', 'beta'] as const;
export const SNAPSHOT = '2024-07-31';
const SIDE_DEGREES = 0.001;

/** A box in thousandths of a degree (about 100 m) from 103° E 13° N. */
export function box(x: number, y: number, width: number, height: number): MultiPolygon {
  const [west, south] = [103 + x * SIDE_DEGREES, 13 + y * SIDE_DEGREES];
  const [east, north] = [west + width * SIDE_DEGREES, south + height * SIDE_DEGREES];
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ].map(([a, b]) => [round7(a), round7(b)] as [number, number]),
    ],
  ];
}

const round7 = (value: number | undefined): number => Math.round((value ?? 0) * 1e7) / 1e7;

export const hazard = (key: string, geometry: MultiPolygon | null, details: Partial<Hazard> = {}): Hazard => ({
  type: 'hazardous_area',
  key,
  geometry,
  kind: 'SHA',
  ...details,
});

export const release = (
  key: string,
  geometry: MultiPolygon | null,
  method: ReleaseMethod,
  details: Partial<Release> = {},
): Release => ({
  type: 'land_release',
  key,
  geometry,
  method,
  ...details,
});

const REPAIRED = `ST_Multi(ST_CollectionExtract(ST_ReducePrecision(ST_Multi(ST_CollectionExtract(
  ST_MakeValid(ST_GeomFromGeoJSON(nullif($1::text, ''))), 3)), 1e-7), 3))`;

/** Geometry as it is stored: repaired, on the grid of 1e-7 degrees; null where nothing is left. */
async function storedGeometry(query: Query, geometry: MultiPolygon | null): Promise<string | null> {
  if (geometry === null) return null;
  const [row] = await query<{ geom: string | null }>(
    `select case when ST_IsEmpty(fixed) then null else fixed::text end as geom from (select ${REPAIRED} as fixed) repaired`,
    [JSON.stringify({ type: 'MultiPolygon', coordinates: geometry })],
  );
  return row?.geom ?? null;
}

/** A programme whose records a test writes directly, as an import would, and whose ledger it rebuilds. */
export class Story {
  readonly database: Database;
  readonly code: string;
  readonly programmeId: number;
  readonly #batchId: number;

  private constructor(database: Database, code: string, programmeId: number, batchId: number) {
    this.database = database;
    this.code = code;
    this.programmeId = programmeId;
    this.#batchId = batchId;
  }

  static async begin(database: Database): Promise<Story> {
    return database.asKeeper(async (query) => {
      const [{ count }] = (await query<{ count: number }>('select count(*)::integer as count from programme')) as [
        { count: number },
      ];
      const letter = (index: number) => String.fromCharCode(65 + (Math.floor(index) % 26));
      const code = `${letter(count / 676)}${letter(count / 26)}${letter(count)}`;
      const [programme] = await query<{ programme_id: number }>(
        'insert into programme (code, name) values ($1, $1) returning programme_id',
        [code],
      );
      const programmeId = programme?.programme_id as number;
      await query('insert into operator (programme_id, code, name) select $1, code, initcap(code) from unnest($2::text[]) code', [
        programmeId,
        [...OPERATORS],
      ]);
      const [batch] = await query<{ import_batch_id: number }>(
        `insert into import_batch (programme_id, entity, file_name, file_sha256, snapshot_day)
         values ($1, 'hazardous-areas', 'story', 'story', $2) returning import_batch_id`,
        [programmeId, SNAPSHOT],
      );
      return new Story(database, code, programmeId, batch?.import_batch_id as number);
    });
  }

  /** Writes records (a key that exists is replaced), takes others away, and rebuilds what they touch, or everything. */
  async write(records: readonly LandRecord[], gone: readonly string[] = [], scope: 'touched' | 'all' = 'touched'): Promise<void> {
    await this.database.asKeeper(async (query) => {
      await query('drop table if exists touched_ground');
      await openTouchedGround(query);
      const keys = [...gone, ...records.map((record) => record.key)];
      for (const table of ['hazardous_area', 'land_release']) {
        await query(
          `with removed as (delete from ${table} where programme_id = $1 and record_key = any($2) returning geom)
           insert into touched_ground select geom from removed where geom is not null`,
          [this.programmeId, keys],
        );
      }
      for (const record of records) {
        const geom = await storedGeometry(query, record.geometry);
        await (record.type === 'hazardous_area'
          ? this.#writeHazard(query, record, geom)
          : this.#writeRelease(query, record, geom));
        if (geom !== null) await query('insert into touched_ground values ($1::geometry)', [geom]);
      }
      await rebuildLedger(query, this.programmeId, scope);
      await bumpDataVersion(query, this.programmeId);
    });
  }

  /** Writes leaf places that do not overlap, under one parent `P`, and cuts the ledger by them. */
  async cutByPlaces(places: readonly { code: string; geometry: MultiPolygon }[]): Promise<void> {
    await this.database.asKeeper(async (query) => {
      const [parent] = await query<{ place_id: number }>(
        `insert into place (programme_id, record_key, code, name, level, content_hash) values ($1, 'P', 'P', 'P', 1, 'story') returning place_id`,
        [this.programmeId],
      );
      for (const place of places) {
        await query(
          `with leaf as (
             insert into place (programme_id, record_key, code, name, level, parent_id, geom, content_hash)
             values ($1, $2, $2, $2, 2, $3, ST_SetSRID(ST_GeomFromGeoJSON($4), 4326), 'story') returning place_id, programme_id, geom
           )
           insert into place_part (place_id, programme_id, geom) select place_id, programme_id, geom from leaf`,
          [this.programmeId, place.code, parent?.place_id, JSON.stringify({ type: 'MultiPolygon', coordinates: place.geometry })],
        );
      }
      await rebuildLedger(query, this.programmeId, 'all');
      await bumpDataVersion(query, this.programmeId);
    });
  }

  /** Takes the whole ledger apart and builds it anew. */
  rebuildAll(): Promise<void> {
    return this.database.asKeeper(async (query) => {
      await rebuildLedger(query, this.programmeId, 'all');
      await bumpDataVersion(query, this.programmeId);
    });
  }

  async #writeHazard(query: Query, record: Hazard, geom: string | null): Promise<void> {
    await query(
      `insert into hazardous_area (programme_id, record_key, edition, import_batch_id, local_id, kind, recorded_on, recorded_precision,
         confirmed_on, confirmed_precision, closed_on, closed_precision, closed_reason, snapshot_day, ordnance, stated_m2, geom, content_hash)
       values ($1, $2, $3, $4, $2, $5, $6, $7, $8, 'day', $9, $10, $11, $12, $13, $14, $15::geometry, 'story')`,
      [
        this.programmeId,
        record.key,
        record.edition ?? 1,
        this.#batchId,
        record.kind,
        record.recorded ?? null,
        record.recordedPrecision ?? 'day',
        record.confirmed ?? null,
        record.closed ?? null,
        record.closedPrecision ?? 'day',
        record.closedReason ?? (record.closed ? 'other' : null),
        record.snapshot ?? SNAPSHOT,
        record.ordnance ?? [],
        record.statedM2 ?? null,
        geom,
      ],
    );
  }

  async #writeRelease(query: Query, record: Release, geom: string | null): Promise<void> {
    await query(
      `insert into land_release (programme_id, record_key, import_batch_id, local_id, hazardous_area_local_ids, method, status, started_on,
         completed_on, completed_precision, snapshot_day, target_ordnance, stated_m2, geom, content_hash, operator_id)
       values ($1, $2, $3, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::geometry, 'story',
         (select operator_id from operator where programme_id = $1 and code = $14))`,
      [
        this.programmeId,
        record.key,
        this.#batchId,
        record.names ?? [],
        record.method,
        record.status ?? 'completed',
        record.started ?? null,
        record.completed ?? null,
        record.completedPrecision ?? 'day',
        record.snapshot ?? SNAPSHOT,
        record.target ?? [],
        record.statedM2 ?? null,
        geom,
        record.operator ?? null,
      ],
    );
  }

  /** Square metres by state at the end of a day. */
  async areas(asOf: string): Promise<Record<string, number>> {
    const rows = await this.database.asAudience('manager', (query) =>
      query<{ state: string; area: number }>(
        `select state, sum(area_m2)::float8 as area from ledger_span
         where programme_id = $1 and from_day <= $2::date and (to_day is null or to_day > $2::date) group by state`,
        [this.programmeId, asOf],
      ),
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.area]));
  }

  /** State at the end of a day of the ground at a box's coordinates (its middle); null: nothing is known of it. */
  async stateAt(asOf: string, x: number, y: number): Promise<string | null> {
    const [row] = await this.database.asAudience('manager', (query) =>
      query<{ state: string }>(
        `select state from ledger_span join face using (face_id)
         where face.programme_id = $1 and from_day <= $2::date and (to_day is null or to_day > $2::date)
           and ST_Intersects(face.geom, ST_SetSRID(ST_MakePoint($3, $4), 4326))`,
        [this.programmeId, asOf, 103 + x * SIDE_DEGREES, 13 + y * SIDE_DEGREES],
      ),
    );
    return row?.state ?? null;
  }

  /** Movements of the ground at a point, in order, as `day kind`. */
  async movementsAt(x: number, y: number): Promise<string[]> {
    const rows = await this.database.asAudience('manager', (query) =>
      query<{ movement: string }>(
        `select day || ' ' || kind as movement from ledger_movement join face using (face_id)
         where face.programme_id = $1 and ST_Intersects(face.geom, ST_SetSRID(ST_MakePoint($2, $3), 4326)) order by day, phase`,
        [this.programmeId, 103 + x * SIDE_DEGREES, 13 + y * SIDE_DEGREES],
      ),
    );
    return rows.map((row) => row.movement);
  }

  /** Data of the programme were changed otherwise: they have a new version. */
  async changed(): Promise<void> {
    await this.database.asKeeper((query) => bumpDataVersion(query, this.programmeId));
  }
}
