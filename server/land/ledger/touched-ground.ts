import type { Query } from '../../database/database.ts';

/**
 * Makes the temporary table touched_ground (geom geometry(Geometry, 4326)), unless the transaction has it already: whoever changes
 * records puts the old and the new polygons of all that changed there, and the ledger is built anew where they are.
 */
export const openTouchedGround = (query: Query) =>
  query('create temporary table if not exists touched_ground (geom geometry(Geometry, 4326)) on commit drop');
