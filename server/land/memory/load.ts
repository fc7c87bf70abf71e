import type { Query } from '../../database/database.ts';
import { CellsByZoom } from '../../engine/cell-states.ts';
import { cubeOf } from '../../engine/cube.ts';
import type { FoundColumns } from '../../engine/found.ts';
import { Moved } from '../../engine/moved.ts';
import { cubeOfMovements } from '../../engine/movement-cube.ts';
import type { ProgrammeLand } from '../../engine/programme-land.ts';
import type { PlaceItem } from '../../places/contract.ts';
import { listOperators, listPlaces, type Programme } from '../../places/queries.ts';
import { LAND_STATES } from '../../vocabulary.ts';
import { readLists } from './lists.ts';
import { readFound } from './read-found.ts';
import { readGroups } from './read-groups.ts';
import { type PartOfFaces, readLedger, type ServedColumns, type ServedMovements } from './read-ledger.ts';
import { readConflicts, readRecords } from './read-records.ts';
import { readUnmapped } from './read-unmapped.ts';

/** The spans of one version of a programme: what is there first while it is loaded. */
export interface HeldLedger {
  code: string;
  dataVersion: string;
  columns: ServedColumns;
  /** What is alike was added up: spans lie nowhere. */
  isGrouped: boolean;
}

/** One version of a programme as the server answers from it. */
export interface HeldLand extends ProgrammeLand, HeldLedger {
  columns: ServedColumns;
  movements: ServedMovements;
  cells: CellsByZoom;
  /** Empty: the programme records none at all. */
  found: FoundColumns;
  /** Of every level, and none. */
  placeCodes: ReadonlySet<string>;
  programme: { name: string; synthetic: boolean; boundarySet: string | null };
  /** All places with names, as /api/places lists them; operators with names. */
  placeItems: PlaceItem[];
  operatorNames: ReadonlyMap<string, string>;
  /** What the typed arrays take. */
  bytes: number;
}

/** Measured: a span with its movement, and the changes made of both. */
const BYTES_A_SPAN = 150;

async function firstDayOf(query: Query, { id }: Programme): Promise<number | null> {
  const [row] = await query<{ day: number | null }>(
    `select min(day) - date '1970-01-01' as day from ledger_movement where programme_id = $1`,
    [id],
  );
  return row?.day ?? null;
}

/** How many spans there are. */
async function spansOf(query: Query, programme: Programme): Promise<number> {
  const [row] = await query<{ spans: number }>('select count(*)::float8 as spans from ledger_span where programme_id = $1', [
    programme.id,
  ]);
  return row?.spans ?? 0;
}

/**
 * Loads a programme to be held: span by span, or where that takes more than these bytes what is alike added up, which is told.
 * @param ready gets the spans as soon as they are there.
 */
export async function loadHeld(
  query: Query,
  programme: Programme,
  { capacityBytes, log, ready }: { capacityBytes: number; log: (message: string) => void; ready?: (ledger: HeldLedger) => void },
): Promise<HeldLand> {
  const spans = await spansOf(query, programme);
  if (spans * BYTES_A_SPAN <= capacityBytes) return loadLand(query, programme, null, ready);
  const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2).toLocaleString('en');
  log(
    `Programme ${programme.code} has ${spans.toLocaleString('en')} spans of land, about ${megabytes(spans * BYTES_A_SPAN)} MB in memory, and ` +
      `MEMORY_MB allows ${megabytes(capacityBytes)}: what is alike is held added up, and questions about a box or a drawn area take longer.`,
  );
  return loadLand(query, programme, 'grouped');
}

async function readProgramme(query: Query, { id }: Programme): Promise<HeldLand['programme']> {
  const [row] = await query<HeldLand['programme']>(
    'select name, synthetic, boundary_set as "boundarySet" from programme where programme_id = $1',
    [id],
  );
  return row as HeldLand['programme'];
}

/**
 * Loads a programme. All of it is read in the transaction of the query, which sees one version.
 * @param programme as the same transaction found it. @param part of the faces; grouped: what is alike is added up; null: all, span by span.
 * @param ready gets the spans before the rest is read; not where they are added up.
 */
export async function loadLand(
  query: Query,
  programme: Programme,
  part: PartOfFaces | 'grouped' | null = null,
  ready: (ledger: HeldLedger) => void = () => {},
): Promise<HeldLand> {
  const lists = await readLists(query, programme);
  const isGrouped = part === 'grouped';
  const { columns, movements } = isGrouped
    ? await readGroups(query, programme, lists)
    : await readLedger(query, programme, lists, part, (columns) => {
        ready({ code: programme.code, dataVersion: programme.dataVersion, columns, isGrouped });
      });
  const parts = {
    records: await readRecords(query, programme, lists),
    conflicts: await readConflicts(query, programme, lists),
    unmapped: await readUnmapped(query, programme, lists),
    found: await readFound(query, programme, lists),
  };
  const placeItems = await listPlaces(query, programme, null);
  const cube = cubeOf({ ...columns, code: columns.state }, LAND_STATES.length);
  const movementCube = cubeOfMovements(movements);
  return {
    code: programme.code,
    programme: await readProgramme(query, programme),
    dataVersion: programme.dataVersion,
    places: placeItems,
    placeItems,
    firstDay: await firstDayOf(query, programme),
    placeCodes: new Set(placeItems.map(({ code }) => code)),
    operatorNames: new Map((await listOperators(query, programme)).map(({ code, name }) => [code, name])),
    columns,
    cube,
    movements,
    movementCube,
    moved: new Moved(movementCube, movements),
    ...parts,
    isGrouped,
    cells: new CellsByZoom(columns),
    bytes: bytesOf([
      columns,
      movements,
      cube,
      cube.groups,
      movementCube,
      movementCube.groups,
      movementCube.order,
      ...Object.values(parts),
    ]),
  };
}

const bytesOf = (objects: readonly object[]): number =>
  objects
    .flatMap((object) => Object.values(object) as unknown[])
    .reduce<number>((sum, value) => (ArrayBuffer.isView(value) ? sum + value.byteLength : sum), 0);
