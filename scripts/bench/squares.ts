import { cellBox } from '../../server/engine/cell-grid.ts';
import { LandCells } from '../../server/engine/cells.ts';
import type { LedgerColumns } from '../../server/engine/columns.ts';
import type { LandCube } from '../../server/engine/cube.ts';
import { differenceOf } from '../../server/engine/difference.ts';
import { DifferenceCells } from '../../server/engine/difference-cells.ts';
import { keptGroups } from '../../server/engine/kept.ts';
import { areasOn, keptEntries, timelineOf } from '../../server/engine/timeline.ts';
import { FIRST_DAY, PLACES, roundsOf } from './spans.ts';

/** What a map shows: at 7 the whole programme, at 9 a province or two. Degrees, a quarter wider as the page asks. */
const VIEWS = [
  { zoom: 7, seen: [101, 10, 108.5, 15] },
  { zoom: 9, seen: [103, 12, 105.4, 13.4] },
] as const;
const ROUNDS = ['date: the next day', 'place: a province', 'ordnance', 'no filter, and one again'];

/**
 * Milliseconds of each turn, by round: what a change of date or filter makes the page do within one frame, the figures and the squares of the map
 * together. Random spans lie anywhere: hardly a square has none.
 */
export function squareTimes(columns: LedgerColumns, cube: LandCube, turns: number): Map<string, number[]> {
  const small = { ...columns, polygonZoom: new Uint8Array(columns.length).fill(14) };
  const times = new Map<string, number[]>();
  for (const { zoom, seen } of VIEWS) {
    const cells = new LandCells(small, zoom);
    const box = cellBox(zoom, [...seen]);
    cells.changesAt(0, null, box);
    for (const { name, questions } of roundsOf(turns + 1).filter((round) => ROUNDS.includes(round.name))) {
      const list = questions.map(({ filter, day }) => {
        const start = performance.now();
        // a date alone filters nothing anew
        const isDate = name.startsWith('date');
        const groups = isDate ? null : keptGroups(cube, columns, filter, PLACES);
        if (!isDate) areasOn(timelineOf(cube, groups), day as number);
        cells.changesAt(day as number, keptEntries(cube, groups), box);
        return performance.now() - start;
      });
      // the first turn of a round is the change to it
      times.set(`with squares, zoom ${zoom}: ${name}`, list.slice(1));
    }
    const changes = new DifferenceCells(small, zoom);
    const list = Array.from({ length: turns + 1 }, (_, turn) => {
      const start = performance.now();
      changes.changesOf(differenceOf(small, FIRST_DAY + 4000, FIRST_DAY + 9000 + turn, null));
      return performance.now() - start;
    });
    times.set(`what changed, zoom ${zoom}: the next day`, list.slice(1));
  }
  return times;
}
