import { Float64, Uint8 } from 'apache-arrow';
import sql from 'sql-template-tag';
import { writeArrow } from '../arrow.ts';
import type { Query } from '../database/database.ts';
import { dayOf } from '../engine/days.ts';
import { type ChangeSum, differenceOf, type LandDifference } from '../engine/difference.ts';
import { facesOf } from '../engine/faces.ts';
import { groupsOf, type LandFilter } from '../engine/filter.ts';
import { keptSpans } from '../engine/kept.ts';
import { malformed, Problem } from '../problems.ts';
import { CHANGES, LAND_STATES, TOLD_CHANGES } from '../vocabulary.ts';
import type { AreaWithin } from './border.ts';
import type { DifferenceAccount } from './contract.ts';
import type { HeldLand } from './memory/load.ts';
import { within } from './within.ts';

/** The end of the first day, and that of a later one. */
export interface TwoDays {
  earlier: string;
  later: string;
}

/** @throws Problem 400 that names the field. */
export function inOrder({ earlier, later }: TwoDays): TwoDays {
  if (earlier >= later)
    throw malformed('since', `since=${earlier} is not before as_of=${later}; give an earlier day, as YYYY-MM-DD.`);
  return { earlier, later };
}

/** Faces are not in memory; what they add up to is. */
const withoutFaces = ({ code }: HeldLand) =>
  new Problem(
    413,
    'Too large',
    `Programme ${code} is too large for the memory of this server (MEMORY_MB) to tell what became of every piece of its land; ` +
      'ask about a box (bbox) or a drawn area.',
    'bbox',
  );

/** @throws Problem 413 where faces are not held */
function differenceBetween(
  land: HeldLand,
  filter: LandFilter,
  { earlier, later }: TwoDays,
  area: AreaWithin | null,
): LandDifference {
  if (land.isGrouped) throw withoutFaces(land);
  const columns = area === null ? land.columns : within(land.columns, area.within);
  // what became of land is a change from one state to another, of which one may not be chosen
  const kept = keptSpans(columns, { ...filter, states: [] }, land.places);
  return differenceOf(columns, dayOf(earlier), dayOf(later), kept, groupsOf(filter));
}

const km2Of = (hundredths: number): number => hundredths / 1e8;
const opened = ({ suspected, confirmed }: { suspected: number; confirmed: number }) => ({
  suspected_km2: km2Of(suspected),
  confirmed_km2: km2Of(confirmed),
});
const changed = ({ area, pieces, undated, ...remaining }: ChangeSum) => ({
  km2: km2Of(area),
  pieces,
  ...opened(remaining),
  undated_km2: km2Of(undated),
});

/** Remaining land on both days, and what became of land in between. @throws Problem 413 where faces are not held */
export function differenceAccount(land: HeldLand, filter: LandFilter, days: TwoDays, area: AreaWithin | null): DifferenceAccount {
  const { opening, closing, sums } = differenceBetween(land, filter, days, area);
  return {
    programme: land.code,
    data_version: land.dataVersion,
    since: days.earlier,
    as_of: days.later,
    opening: opened(opening),
    closing: opened(closing),
    changes: TOLD_CHANGES.map((change) => ({ change, ...changed(sums[change]) })),
  };
}

/** The faces that tiles of a zoom draw as themselves, of all that a box touches. */
export async function facesDrawn(
  query: Query,
  programmeId: number,
  zoom: number,
  [west, south, east, north]: readonly [number, number, number, number],
): Promise<Set<number>> {
  // the plane ends there
  const far = 85.06;
  const [bottom, top] = [Math.max(-far, south), Math.min(far, north)];
  const sides =
    west > east
      ? [
          [west, 180],
          [-180, east],
        ]
      : [[west, east]];
  const found = new Set<number>();
  for (const [left, right] of sides) {
    const statement = sql`select distinct face_id::float8 as face from tile_span
      where programme_id = ${programmeId} and polygon_zoom <= ${zoom}
        and geom_3857 && ST_Transform(ST_MakeEnvelope(${left}, ${bottom}, ${right}, ${top}, 4326), 3857)`;
    for (const { face } of await query<{ face: number }>(statement.text, statement.values)) found.add(face);
  }
  return found;
}

/** Code of no state. */
const NONE = LAND_STATES.length;
const codeOf = (state: string): number => {
  const code = (LAND_STATES as readonly string[]).indexOf(state);
  return code === -1 ? NONE : code;
};

/**
 * What became of each face that is drawn and of each cell that the box of the filter touches: the box selects what is shown, not land.
 * A row a face (layer 0) or a cell (layer 1).
 */
export function differenceLooks(
  land: HeldLand,
  filter: LandFilter,
  zoom: number,
  days: TwoDays,
  drawn: ReadonlySet<number>,
): Uint8Array {
  const difference = differenceBetween(land, { ...filter, bbox: null }, days, null);
  const { ids } = facesOf(land.columns);
  const faces: number[] = [];
  for (let at = 0; at < ids.length; at += 1) if (drawn.has(ids[at] as number)) faces.push(at);
  const cells = land.cells.changesAt(zoom, difference, filter.bbox);
  const both = <Values extends Float64Array | Uint8Array>(
    values: new (length: number) => Values,
    ofFace: (at: number) => number,
    ofCell: (cell: (typeof cells)[number]) => number,
  ): Values => {
    const filled = new values(faces.length + cells.length);
    for (const [row, at] of faces.entries()) filled[row] = ofFace(at);
    for (const [row, cell] of cells.entries()) filled[faces.length + row] = ofCell(cell);
    return filled;
  };
  return writeArrow(
    [
      [
        'layer',
        new Uint8(),
        both(
          Uint8Array,
          () => 0,
          () => 1,
        ),
      ],
      [
        'id',
        new Float64(),
        both(
          Float64Array,
          (at) => ids[at] as number,
          ({ id }) => id,
        ),
      ],
      [
        'change',
        new Uint8(),
        both(
          Uint8Array,
          (at) => difference.change[at] as number,
          ({ change }) => CHANGES.indexOf(change),
        ),
      ],
      [
        'state',
        new Uint8(),
        both(
          Uint8Array,
          (at) => difference.state[at] as number,
          ({ state }) => codeOf(state),
        ),
      ],
      [
        'left',
        new Uint8(),
        both(
          Uint8Array,
          () => NONE,
          ({ left }) => codeOf(left),
        ),
      ],
    ],
    { programme: land.code, data_version: land.dataVersion, since: days.earlier, as_of: days.later },
  );
}
