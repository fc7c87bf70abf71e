import { tableFromIPC } from 'apache-arrow';
import { expect } from 'vitest';
import type { Query } from '../../database/database.ts';
import type { Apart } from '../../engine/changes.ts';
import { dayOf } from '../../engine/days.ts';
import { destroyedIn } from '../../engine/found.ts';
import type { Step } from '../../engine/periods.ts';
import type { Programme } from '../../places/queries.ts';
import { NO_OPERATOR } from '../../vocabulary.ts';
import * as engineBorder from '../border.ts';
import { areaOf } from '../border.ts';
import * as engineChanges from '../changes.ts';
import { MOVEMENTS, SPANS, tableColumns } from '../columns.ts';
import type { Comparison, DrawnOutline, MovementList, Summary, Timeline } from '../contract.ts';
import type { ResolvedFilter } from '../filters.ts';
import { loadLand } from '../memory/load.ts';
import * as engineMovements from '../movements.ts';
import { summaryOf } from '../summary.ts';
import * as engineTimeline from '../timeline.ts';
import * as sqlCells from './sql/cells.ts';
import type { Destroyed } from './sql/destroyed.ts';
import * as sqlDestroyed from './sql/destroyed.ts';
import { sqlFilterOf } from './sql/filters.ts';
import * as sqlMovements from './sql/movements.ts';
import * as sqlSummary from './sql/summary.ts';
import * as sqlTimeline from './sql/timeline.ts';

/**
 * Figures told twice: by the engine, from columns in memory, and by SQL that was written without it. Each must be the other in every
 * digit, whatever a test then asks of them. Sums of hundredths of m² are whole numbers: there is nothing to round.
 */

type Range = { from: string | null; to: string };

/** What the engine and SQL both say. @throws where they differ, or where only one refuses. */
async function both<Figures>(engine: () => Figures, sql: () => Promise<Figures>): Promise<Figures> {
  let said: Figures;
  try {
    said = engine();
  } catch (error) {
    await expect(sql()).rejects.toMatchObject({ message: (error as Error).message });
    throw error;
  }
  expect(said).toEqual(await sql());
  return said;
}

export async function summaryAt(query: Query, filter: ResolvedFilter, asOf: string, place: string | null): Promise<Summary> {
  const land = await loadLand(query, filter.programme);
  return both(
    () => summaryOf(land, filter.filter, asOf, place),
    () => sqlSummary.summaryAt(query, sqlFilterOf(filter), asOf, place),
  );
}

export async function timelineBetween(query: Query, filter: ResolvedFilter, range: Range, step: Step): Promise<Timeline> {
  const land = await loadLand(query, filter.programme);
  return both(
    () => engineTimeline.timelineBetween(land, filter.filter, range, step),
    () => sqlTimeline.timelineBetween(query, sqlFilterOf(filter), range, step),
  );
}

export async function compareRemaining(
  query: Query,
  filter: ResolvedFilter,
  from: string | null,
  to: string,
): Promise<Comparison> {
  const land = await loadLand(query, filter.programme);
  return both(
    () => engineTimeline.compareRemaining(land, filter.filter, from, to),
    () => sqlTimeline.compareRemaining(query, sqlFilterOf(filter), from, to),
  );
}

export async function movementsBetween(query: Query, filter: ResolvedFilter, range: Range, step: Step): Promise<MovementList> {
  const land = await loadLand(query, filter.programme);
  return both(
    () => engineMovements.movementsBetween(land, filter.filter, range, step),
    () => sqlMovements.movementsBetween(query, sqlFilterOf(filter), range, step),
  );
}

/** The columns of the ledger, as others get them. */
export const ledgerColumns = async (query: Query, programme: Programme): Promise<Uint8Array> =>
  tableColumns(await loadLand(query, programme), SPANS);

export const movementColumns = async (query: Query, programme: Programme): Promise<Uint8Array> =>
  tableColumns(await loadLand(query, programme), MOVEMENTS);

interface SumsAsked {
  filter: ResolvedFilter;
  by: readonly Apart[];
  outline: DrawnOutline | null;
}

const sumsOf = async (
  query: Query,
  { filter, by, outline }: SumsAsked,
  make: typeof engineChanges.landChanges,
): Promise<Uint8Array> =>
  make(await loadLand(query, filter.programme), {
    filter: filter.filter,
    by,
    area: outline === null ? null : await areaOf(query, filter.programme, outline),
  });

export const landChanges = (query: Query, asked: SumsAsked): Promise<Uint8Array> =>
  sumsOf(query, asked, engineChanges.landChanges);
export const movedSums = (query: Query, asked: SumsAsked): Promise<Uint8Array> => sumsOf(query, asked, engineChanges.movedSums);

/** Land within a drawn area. */
export async function summaryInArea(query: Query, filter: ResolvedFilter, outline: DrawnOutline, asOf: string) {
  const land = await loadLand(query, filter.programme);
  return engineBorder.summaryInArea(land, filter.filter, await areaOf(query, filter.programme, outline), asOf);
}

/** The cells of the grid, told twice. */
export async function cellStates(query: Query, filter: ResolvedFilter, zoom: number, asOf: string): Promise<Uint8Array> {
  const bytes = engineChanges.cellStates(await loadLand(query, filter.programme), filter.filter, zoom, asOf);
  const table = tableFromIPC(bytes);
  const [cells, states, areas] = ['cell', 'state', 'area'].map((name) => [...(table.getChild(name) ?? [])]) as [
    number[],
    number[],
    number[],
  ];
  const told = cells.map((cell, row) => ({ cell, code: states[row], hundredths: areas[row] }));
  expect(told).toEqual(await sqlCells.cellStates(query, sqlFilterOf(filter), zoom, asOf));
  return bytes;
}

/** Ordnance destroyed, told twice; null where the programme records none at all. */
export async function destroyedBetween(query: Query, filter: ResolvedFilter, range: Range): Promise<Destroyed[] | null> {
  const land = await loadLand(query, filter.programme);
  const [from, to] = [range.from === null ? null : dayOf(range.from), dayOf(range.to)];
  const engine = land.found.length === 0 ? null : destroyedIn(land.found, filter.filter, land.places, from, to);
  const sql = await sqlDestroyed.destroyedBetween(query, sqlFilterOf(filter), range);
  const sums = (rows: readonly { operator: number | string | null; year: number | null; count: number }[] | null) =>
    rows
      ?.map(({ operator, year, count }) =>
        [typeof operator === 'number' ? land.columns.operators[operator] : (operator ?? NO_OPERATOR), year, count].join(),
      )
      .sort();
  expect(sums(engine)).toEqual(sums(sql));
  return sql;
}
