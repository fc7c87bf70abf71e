import type { Query } from '../../database/connect.ts';
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
import { readLedger, type ServedColumns, type ServedMovements } from './read-ledger.ts';
import { readConflicts, readRecords } from './read-records.ts';
import { readUnmapped } from './read-unmapped.ts';

/** One version of a programme as the server answers from it. */
export interface HeldLand extends ProgrammeLand {
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

async function readProgramme(query: Query, { id }: Programme): Promise<HeldLand['programme']> {
  const [row] = await query<HeldLand['programme']>(
    'select name, synthetic, boundary_set as "boundarySet" from programme where programme_id = $1',
    [id],
  );
  return row as HeldLand['programme'];
}

/**
 * Loads a programme. All of it is read in the transaction of the query, which sees one version.
 * @param programme as the same transaction found it.
 */
export async function loadLand(query: Query, programme: Programme): Promise<HeldLand> {
  const lists = await readLists(query, programme);
  const { columns, movements } = await readLedger(query, programme, lists);
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
    placeCodes: new Set(placeItems.map(({ code }) => code)),
    operatorNames: new Map((await listOperators(query, programme)).map(({ code, name }) => [code, name])),
    columns,
    cube,
    movements,
    movementCube,
    moved: new Moved(movementCube, movements),
    ...parts,
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
