import { readFileSync } from 'node:fs';
import type { ImportEntity } from '../../vocabulary.ts';

/** The table behind an entity. Names are ours, never a caller's: they may stand in the text of a statement. */
export interface RecordTable {
  name: 'hazardous_area' | 'land_release' | 'accident' | 'place';
  hasEditions: boolean;
  /** Its polygons are the land of the ledger. */
  isLand: boolean;
  /** Writes the rows of the temporary table import_plan. */
  write: string;
}

const table = (name: RecordTable['name'], hasEditions: boolean, isLand: boolean): RecordTable => ({
  name,
  hasEditions,
  isLand,
  write: readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8'),
});

export const TABLES: Readonly<Record<ImportEntity, RecordTable>> = {
  'hazardous-areas': table('hazardous_area', true, true),
  'land-releases': table('land_release', true, true),
  accidents: table('accident', true, false),
  places: table('place', false, false),
};
