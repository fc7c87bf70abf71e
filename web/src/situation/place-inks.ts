import type { CellLook } from '../../../server/engine/cells.ts';
import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { LAST_OPEN } from '../../../server/engine/rank.ts';
import { LAND_STATES, RANKED_STATES } from '../../../server/vocabulary.ts';
import type { Frame } from '../map/picture.ts';

/** How each state is inked; `waits`: a hazard without a date, before it counts. */
export interface Ink {
  code: number;
  waits: boolean;
}

/** What is drawn of the land on a day. */
export interface MapLand {
  columns: LedgerColumns;
  /** 1 for spans that are drawn, and for those of the neighbours that are drawn faintly; null: all are. */
  kept: Uint8Array | null;
  faint: Uint8Array | null;
  day: number;
  /** Codes of the places whose outlines are strong. */
  places: readonly string[];
  /** What the columns do not hold, counted by the server. */
  squares: readonly Square[];
}

const RANKED: readonly Ink[] = RANKED_STATES.map((state) => ({ code: LAND_STATES.indexOf(state), waits: false }));
/** In the order in which they are drawn, what is more dangerous over what is less; what waits lies under land that is open. */
export const INK_STEPS: readonly Ink[] = [
  ...RANKED.slice(0, -2),
  ...[
    { code: 0, waits: true },
    { code: LAST_OPEN, waits: true },
  ],
  ...RANKED.slice(-2),
];

export interface FaceInk extends Ink {
  isFaint: boolean;
  /** Where the face stands in the columns. */
  span: number;
}

/** Of each face what is there on the day; faces that are drawn not at all are missing. Spans are read as `squaresAt` reads them. */
export function inksByFace({ columns, kept, faint, day }: MapLand): Map<number, FaceInk> {
  const inks = new Map<number, FaceInk>();
  for (let span = 0; span < columns.length; span += 1) {
    const isKept = kept === null || kept[span] === 1;
    if (!isKept && (faint === null || faint[span] === 0)) continue;
    const code = columns.state[span] as number;
    const isLater = (columns.fromDay[span] as number) > day;
    const waits = isLater && columns.undated[span] === 1 && code <= LAST_OPEN;
    if (!waits && (isLater || (columns.toDay[span] as number) <= day)) continue;
    const face = columns.face[span] as number;
    if (waits && inks.has(face)) continue;
    inks.set(face, { code, waits, isFaint: !isKept, span });
  }
  return inks;
}

/** A cell of the grid as it is drawn: a square of the most dangerous state in it. */
export interface Square extends Ink {
  /** Upper left corner and side, px of the drawing. */
  x: number;
  y: number;
  side: number;
  isFaint: boolean;
}

/**
 * Cells as squares. Where the neighbours' land is of another state than the place's own, the place's square is smaller: theirs
 * stays to be seen around it.
 * @param own of the place. @param all with the neighbours' land; null: nobody is shown beside it.
 */
export function squaresOfCells(frame: Frame, zoom: number, own: readonly CellLook[], all: readonly CellLook[] | null): Square[] {
  const count = 2 ** (zoom + 6);
  const cell = frame.scale / count;
  const squareOf = ({ id, state }: CellLook, isFaint: boolean, side: number): Square[] => {
    if (state === 'none') return [];
    const x = (Math.floor(id / count) / count - frame.left) * frame.scale + (cell - side) / 2;
    const y = ((id % count) / count - frame.top) * frame.scale + (cell - side) / 2;
    // without a date it may be suspected or confirmed: waiting ink is the same for both
    const ink = state === 'undated' ? { code: 0, waits: true } : { code: LAND_STATES.indexOf(state), waits: false };
    return [{ ...ink, x, y, side, isFaint }];
  };
  const around = new Map(all?.map(({ id, state }) => [id, state]));
  return [
    ...(all ?? []).flatMap((look) => squareOf(look, true, cell)),
    ...own.flatMap((look) => squareOf(look, false, (around.get(look.id) ?? look.state) === look.state ? cell : cell / 2)),
  ];
}
