import { Int32, Uint8 } from 'apache-arrow';
import type { Query } from '../database/connect.ts';
import type { Programme } from '../places/queries.ts';
import { CLOSURE_REASONS, LAND_STATES, MOVEMENT_KINDS } from '../vocabulary.ts';
import { COMMON_COLUMNS, indexOf, type LedgerTable, tableColumns } from './columns.ts';

/** Marks in `from_state` that nothing was known of the land before, in `closed_reason` that it was not closed. */
export const NOTHING_KNOWN = 255;

export const MOVEMENTS: LedgerTable = {
  table: 'ledger_movement',
  key: 'ledger_movement_id',
  columns: [
    ['day', new Int32(), Int32Array, "day - date '1970-01-01'"],
    ['phase', new Uint8(), Uint8Array, 'phase'],
    ['kind', new Uint8(), Uint8Array, indexOf(7, 'kind')],
    ['from_state', new Uint8(), Uint8Array, `coalesce(${indexOf(6, 'from_state')}, ${NOTHING_KNOWN})`],
    ['to_state', new Uint8(), Uint8Array, indexOf(6, 'to_state')],
    ['face', new Int32(), Int32Array, 'land.face_id'],
    [
      'closed_reason',
      new Uint8(),
      Uint8Array,
      `case when kind = 'closed' then ${indexOf(8, "coalesce(closed_reason, 'other')")} else ${NOTHING_KNOWN} end`,
    ],
    COMMON_COLUMNS.area,
    COMMON_COLUMNS.place,
    COMMON_COLUMNS.operator,
    COMMON_COLUMNS.ordnance,
    COMMON_COLUMNS.undated,
    COMMON_COLUMNS.x,
    COMMON_COLUMNS.y,
  ],
  codes: [LAND_STATES, MOVEMENT_KINDS, CLOSURE_REASONS],
};

/** The movements of a programme's ledger as columns, a row a change of state of a face (docs/architecture.md lists them). */
export const movementColumns = (query: Query, programme: Programme): Promise<Uint8Array> =>
  tableColumns(query, programme, MOVEMENTS);
