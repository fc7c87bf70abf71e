import { LAND_STATES, type LandState, METHOD_OF_KIND, type ReleaseMethod } from '../vocabulary.ts';
import { yearOf } from './days.ts';
import { groundOf, type LandFilter } from './filter.ts';
import { keptGroups, keptMovementGroups, keptMovements, keptSpans } from './kept.ts';
import { isOutside } from './movements.ts';
import type { ProgrammeLand } from './programme-land.ts';
import { gainedBy } from './timeline.ts';

/** Hundredths of m² in one state, by leaf place (index into `places`) and ordnance (bits). */
export interface GroundSum {
  place: number;
  ordnance: number;
  state: LandState;
  hundredths: number;
}

/** Ground in some states at the end of a day, by place, ordnance and state: one pass over the changes. Rows add up to the whole. */
export function groundOn(land: ProgrammeLand, filter: LandFilter, states: readonly LandState[], day: number): GroundSum[] {
  const { columns, cube, places } = land;
  const ground = groundOf(filter);
  const isMeant = LAND_STATES.map((state) => states.includes(state));
  const found = new Map<number, GroundSum>();
  const add = (place: number, ordnance: number, code: number, hundredths: number) => {
    if (hundredths === 0) return;
    const key = (place * 256 + ordnance) * LAND_STATES.length + code;
    const known = found.get(key);
    if (known === undefined) found.set(key, { place, ordnance, state: LAND_STATES[code] as LandState, hundredths });
    else known.hundredths += hundredths;
  };
  if (ground.bbox !== null) {
    const kept = keptSpans(columns, ground, places);
    const { state, fromDay, toDay, area } = columns;
    for (let span = 0; span < columns.length; span += 1) {
      const code = state[span] as number;
      if (isMeant[code] !== true || (fromDay[span] as number) > day || (toDay[span] as number) <= day || kept?.[span] === 0)
        continue;
      add(columns.place[span] as number, columns.ordnance[span] as number, code, area[span] as number);
    }
    return [...found.values()];
  }
  const kept = keptGroups(cube, columns, ground, places);
  const { groups } = cube;
  const sumOf = gainedBy(cube, day);
  for (let group = 0; group < groups.length; group += 1) {
    const code = groups.code[group] as number;
    if (isMeant[code] !== true || (kept !== null && kept[group] === 0)) continue;
    add(groups.place[group] as number, groups.ordnance[group] as number, code, sumOf(group));
  }
  return [...found.values()];
}

/** Hundredths of m² released in a year, by leaf place and operator (indexes), method, inside or outside recorded hazards. */
export interface ReleasedSum {
  place: number;
  operator: number;
  /** Null: without a date of its own. */
  year: number | null;
  method: ReleaseMethod;
  outside: boolean;
  hundredths: number;
}

/** What was released in (from, to], by place, operator, year and method; what has no date up to `to`. One pass over the changes. */
export function releasedIn(land: ProgrammeLand, filter: LandFilter, from: number | null, to: number): ReleasedSum[] {
  const { movements, movementCube: cube, places } = land;
  const sums = new ReleasedSums();
  if (filter.bbox !== null) {
    const kept = keptMovements(movements, filter, places);
    for (let index = 0; index < movements.length; index += 1) {
      const method = METHOD_OF_KIND[movements.kind[index] as number] ?? null;
      const day = movements.day[index] as number;
      if (method === null || day > to || kept?.[index] === 0) continue;
      const isUndated = movements.undated[index] === 1;
      if (!isUndated && from !== null && day <= from) continue;
      const [place, operator] = [movements.place[index] as number, movements.operator[index] as number];
      const year = isUndated ? null : yearOf(day);
      sums.add({ place, operator, year, method, outside: isOutside(movements, index) }, movements.area[index] as number);
    }
    return sums.all;
  }
  const kept = keptMovementGroups(cube, movements, filter, places);
  const { alike, groups, offsets, slots, changes, days } = cube;
  const years = Array.from(days, yearOf);
  for (let group = 0; group < groups.length; group += 1) {
    const code = groups.code[group] as number;
    const method = METHOD_OF_KIND[alike.kind[code] as number] ?? null;
    if (method === null || (kept !== null && kept[group] === 0)) continue;
    const isUndated = alike.undated[code] === 1;
    const [place, operator] = [groups.place[group] as number, groups.operator[group] as number];
    const of = { place, operator, method, outside: isOutside(alike, code) };
    // changes rise by day: one sum a year
    let [year, hundredths]: [number | null, number] = [null, 0];
    for (let change = offsets[group] as number; change < (offsets[group + 1] as number); change += 1) {
      const at = (slots[change] as number) - code * days.length;
      const day = days[at] as number;
      if (day > to) break;
      if (!isUndated && from !== null && day <= from) continue;
      const ofYear = isUndated ? null : (years[at] as number);
      if (ofYear !== year) {
        sums.add({ ...of, year }, hundredths);
        [year, hundredths] = [ofYear, 0];
      }
      hundredths += changes[change] as number;
    }
    sums.add({ ...of, year }, hundredths);
  }
  return sums.all;
}

class ReleasedSums {
  readonly #found = new Map<string, ReleasedSum>();

  add(of: Omit<ReleasedSum, 'hundredths'>, hundredths: number): void {
    if (hundredths === 0) return;
    const key = `${of.place} ${of.operator} ${of.year} ${of.method} ${of.outside}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { ...of, hundredths });
    else known.hundredths += hundredths;
  }

  get all(): ReleasedSum[] {
    return [...this.#found.values()];
  }
}
