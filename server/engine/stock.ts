import { groupOf, LAND_STATES, type LandState, STATE_GROUPS } from '../vocabulary.ts';
import { entriesIn, pickedColumns } from './chosen.ts';
import type { LedgerColumns } from './columns.ts';
import type { LandCube } from './cube.ts';
import { areasAt } from './figures.ts';
import { groundOf, isChosen, type LandFilter } from './filter.ts';
import { keptGroups, keptSpans } from './kept.ts';
import type { PlaceNode } from './places.ts';
import { areasOn, gainedBy, type LandTimeline, timelineFor, timelineOf } from './timeline.ts';

/** Land by state in km²; recorded: all ground inside recorded hazards. */
export interface Stock {
  recorded_km2: number;
  remaining_km2: { suspected: number; confirmed: number; total: number };
  released_km2: ReleasedKm2;
  closed_km2: number;
  outside_km2: ReleasedKm2;
}
interface ReleasedKm2 {
  cancelled: number;
  reduced: number;
  cleared: number;
  total: number;
}

/** Spans, as columns and as a cube. */
export interface Spans {
  columns: LedgerColumns;
  cube: LandCube;
}

const INSIDE = LAND_STATES.filter((state) => !state.startsWith('outside'));

/**
 * Sums by state as figures: whole hundredths are added first and divided once. Recorded land counts every state inside recorded hazards
 * that is chosen, whoever released it and of whatever kind it is.
 * @param all hundredths of m² by state on the ground that is chosen. @param meant of them, what is meant.
 */
export function stockOf(all: Float64Array, meant: Float64Array, filter: LandFilter): Stock {
  const sum = (areas: Float64Array, states: readonly LandState[]) =>
    states.reduce((total, state) => total + (areas[LAND_STATES.indexOf(state)] as number), 0) / 1e8;
  const released = (prefix: '' | 'outside_'): ReleasedKm2 => ({
    cancelled: sum(meant, [`${prefix}cancelled`]),
    reduced: sum(meant, [`${prefix}reduced`]),
    cleared: sum(meant, [`${prefix}cleared`]),
    total: sum(meant, [`${prefix}cancelled`, `${prefix}reduced`, `${prefix}cleared`]),
  });
  return {
    recorded_km2: sum(
      all,
      INSIDE.filter((state) => isChosen(groupOf(state), filter)),
    ),
    remaining_km2: {
      suspected: sum(meant, ['suspected']),
      confirmed: sum(meant, ['confirmed']),
      total: sum(meant, ['suspected', 'confirmed']),
    },
    released_km2: released(''),
    closed_km2: sum(meant, ['closed']),
    outside_km2: released('outside_'),
  };
}

/** Whether a filter says more than what ground is chosen. */
const choosesMore = ({ operators, methods, kinds, states }: LandFilter): boolean =>
  operators.length + methods.length + kinds.length > 0 || (states.length > 0 && states.length < STATE_GROUPS.length);

/** Land by state at the end of a day: a search in the changes of each group that is chosen; a third of a millisecond for 100,000 spans. */
export function stockOn(spans: Spans, filter: LandFilter, places: readonly PlaceNode[], day: number): Stock {
  const all = areasOf(spans, groundOf(filter), places, day);
  return stockOf(all, choosesMore(filter) ? areasOf(spans, filter, places, day) : all, filter);
}

/** Hundredths of m² by state at the end of a day. */
export function areasOf({ columns, cube }: Spans, filter: LandFilter, places: readonly PlaceNode[], day: number): Float64Array {
  if (filter.bbox !== null) return areasAt(columns, day, keptSpans(columns, filter, places));
  const entries = entriesIn({ place: cube.groups.place, places: columns.places }, filter, places);
  if (entries === null) return areasUpTo(cube, keptGroups(cube, columns, filter, places), day);
  const groups = pickedColumns(cube.groups, entries);
  return areasUpTo(cube, keptGroups({ groups }, columns, { ...filter, places: [] }, places), day, entries);
}

/**
 * The sums of one day from the cube, without those of all others.
 * @param kept 1 for groups that count; null: all do. @param among which groups; null: all.
 */
export function areasUpTo(cube: LandCube, kept: Uint8Array | null, day: number, among: Int32Array | null = null): Float64Array {
  if (kept === null && among === null) return areasOn(wholeOf(cube), day);
  const sums = new Float64Array(cube.codes);
  const sumOf = gainedBy(cube, day);
  const count = among?.length ?? cube.groups.length;
  for (let at = 0; at < count; at += 1) {
    if (kept !== null && kept[at] === 0) continue;
    const group = among === null ? at : (among[at] as number);
    const code = cube.groups.code[group] as number;
    sums[code] = (sums[code] as number) + sumOf(group);
  }
  return sums;
}

/** Every day of all land, added up once a cube: most ask for all of a programme. */
const wholes = new WeakMap<LandCube, LandTimeline>();
function wholeOf(cube: LandCube): LandTimeline {
  const whole = wholes.get(cube) ?? timelineOf(cube);
  wholes.set(cube, whole);
  return whole;
}

/** Land by state at the end of each of these days: one pass, then a look-up a day. */
export function stocksOn(spans: Spans, filter: LandFilter, places: readonly PlaceNode[], days: readonly number[]): Stock[] {
  const { columns, cube } = spans;
  const timeline = (chosen: LandFilter) => timelineFor(cube, columns, keptGroups(cube, columns, chosen, places), chosen.bbox);
  const all = timeline(groundOf(filter));
  const meant = choosesMore(filter) ? timeline(filter) : all;
  return days.map((day) => stockOf(areasOn(all, day), areasOn(meant, day), filter));
}
