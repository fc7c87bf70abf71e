import { isChosen, isFiltered } from '../../../server/engine/filter.ts';
import { keptMovements } from '../../../server/engine/kept.ts';
import { firstsOf, firstsOn, movedDays, reasonsOfZero, type ZeroReason } from '../../../server/engine/zero.ts';
import { filterWords } from '../charts/caption.ts';
import type { Page } from '../state/page.svelte.ts';

/** What says why there is nothing. */
export type Told = Pick<Page, 'area' | 'land' | 'preferences' | 'programme' | 'time'>;

/** What is chosen in words; null: all land is shown. */
function chosenWords({ area, programme: { places }, preferences: { speech }, land: { counted } }: Told): string | null {
  const isOfArea = area.text !== null;
  return isOfArea || isFiltered(counted)
    ? filterWords(counted, places, speech, isOfArea ? (area.cut?.squareMetres ?? null) : null).join('; ')
    : null;
}

/** Why the figures at the end of the page's date are 0; none where they are not, or are not there yet. */
export function zeroReasons(page: Told): ZeroReason[] {
  const { area } = page;
  const { day } = page.time;
  const { timeline, kept, figures, columns, counted } = page.land;
  if (figures === null || columns === null) return [];
  // most often nothing is 0: then no first day is looked for
  if (figures.remaining.total > 0 && figures.released.total + figures.outside.total > 0) return [];
  return reasonsOfZero({
    figures,
    day,
    firsts: timeline === null ? firstsOf(columns, kept) : firstsOn(timeline),
    isMapped: (page.programme.columns?.length ?? 0) > 0,
    isChosen: area.text !== null || isFiltered(counted),
    isOfOneKind: counted.kinds.length > 0,
    isRemainingChosen: isChosen('remaining', counted),
    isReleasedChosen: isChosen('released', counted),
  });
}

/** A reason as a sentence, and what is chosen where something is. */
export function zeroSentence({ key, first }: ZeroReason, page: Told): string {
  const { speech } = page.preferences;
  const { day } = page.time;
  const chosen = chosenWords(page);
  const sentence = speech.text(key, {
    date: speech.day(day),
    first: first === null ? '' : speech.day(first),
    chosen: chosen ?? '',
  });
  return chosen === null || key === 'zeroNothing' || key === 'zeroUnmapped'
    ? sentence
    : `${sentence} ${speech.text('zeroChosen', { chosen })}`;
}

/** Why a chart of land is empty. */
export const emptyLand = (page: Told): string => {
  const [reason] = zeroReasons(page);
  return reason === undefined ? page.preferences.speech.text('chartEmpty') : zeroSentence(reason, page);
};

/** That nothing moved in the page's period, and when something did; null: something moved, or movements are not there yet. */
export function nothingMoved(page: Told): string | null {
  const { places } = page.programme;
  const { from, day } = page.time;
  const { speech } = page.preferences;
  const { movementColumns, countedHere, movements } = page.land;
  if (movementColumns === null || movements === null || from === null) return null;
  const { inside, outside } = movements;
  if ([...Object.values(inside), ...Object.values(outside)].some((km2) => km2 > 0)) return null;
  const said = speech.text('zeroMoved', { from: speech.day(from + 1), to: speech.day(day) });
  return `${said} ${noMovementElse(page, movedDays(movementColumns, keptMovements(movementColumns, countedHere, places)))}`;
}

function noMovementElse(page: Told, moved: { first: number; last: number } | null): string {
  const { speech } = page.preferences;
  const chosen = chosenWords(page);
  const said =
    moved === null
      ? speech.text('zeroMovedNever')
      : speech.text('zeroMovedElse', { first: speech.day(moved.first), last: speech.day(moved.last) });
  return chosen === null ? said : `${said} ${speech.text('zeroChosen', { chosen })}`;
}

/** Why a chart of movements is empty: none is dated, or none is chosen. */
export const emptyMovements = (page: Told): string => noMovementElse(page, null);
