import type { LedgerColumns, MovementColumns } from './columns.ts';
import type { LandCube } from './cube.ts';
import type { Moved } from './moved.ts';
import type { MovementCube } from './movement-cube.ts';
import type { PlaceNode } from './places.ts';
import type { ConflictColumns, RecordColumns } from './records.ts';
import type { UnmappedLand } from './unmapped.ts';

/** Everything of one version of a programme that figures are made of: one object, so that no figure is made of two versions. */
export interface ProgrammeLand {
  code: string;
  dataVersion: string;
  places: readonly PlaceNode[];
  /** First day on which the ledger changes; null: it is empty. */
  firstDay: number | null;
  columns: LedgerColumns;
  cube: LandCube;
  movements: MovementColumns;
  movementCube: MovementCube;
  moved: Moved;
  records: RecordColumns;
  conflicts: ConflictColumns;
  unmapped: UnmappedLand;
}
