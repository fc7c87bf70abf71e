import { isChosen, isFiltered } from '../../../server/engine/filter.ts';
import { keptMovements } from '../../../server/engine/kept.ts';
import { firstsOf, firstsOn, movedDays, reasonsOfZero, type ZeroReason } from '../../../server/engine/zero.ts';
import { filterWords } from '../chart/caption.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';

/** What is chosen in words; null: all land is shown. */
function chosenWords({ area, places, speech, land: { counted } }: Dashboard): string | null {
  const isOfArea = area.text !== null;
  return isOfArea || isFiltered(counted)
    ? filterWords(counted, places, speech, isOfArea ? (area.cut?.squareMetres ?? null) : null).join('; ')
    : null;
}

/** Why the figures at the end of the page's date are 0; none where they are not, or are not there yet. */
export function zeroReasons(dashboard: Dashboard): ZeroReason[] {
  const { ownColumns, day, area } = dashboard;
  const { timeline, kept, figures, columns, counted } = dashboard.land;
  if (figures === null || columns === null) return [];
  // most often nothing is 0: then no first day is looked for
  if (figures.remaining.total > 0 && figures.released.total + figures.outside.total > 0) return [];
  return reasonsOfZero({
    figures,
    day,
    firsts: timeline === null ? firstsOf(columns, kept) : firstsOn(timeline),
    isMapped: (ownColumns.columns?.length ?? 0) > 0,
    isChosen: area.text !== null || isFiltered(counted),
    isOfOneKind: counted.kinds.length > 0,
    isRemainingChosen: isChosen('remaining', counted),
    isReleasedChosen: isChosen('released', counted),
  });
}

/** A reason as a sentence, and what is chosen where something is. */
export function zeroSentence({ key, first }: ZeroReason, dashboard: Dashboard): string {
  const { speech, day } = dashboard;
  const chosen = chosenWords(dashboard);
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
export const emptyLand = (dashboard: Dashboard): string => {
  const [reason] = zeroReasons(dashboard);
  return reason === undefined ? dashboard.speech.text('chartEmpty') : zeroSentence(reason, dashboard);
};

/** That nothing moved in the page's period, and when something did; null: something moved, or movements are not there yet. */
export function nothingMoved(dashboard: Dashboard): string | null {
  const { places, from, day, speech } = dashboard;
  const { movementColumns, countedHere, movements } = dashboard.land;
  if (movementColumns === null || movements === null || from === null) return null;
  const { inside, outside } = movements;
  if ([...Object.values(inside), ...Object.values(outside)].some((km2) => km2 > 0)) return null;
  const said = speech.text('zeroMoved', { from: speech.day(from + 1), to: speech.day(day) });
  return `${said} ${noMovementElse(dashboard, movedDays(movementColumns, keptMovements(movementColumns, countedHere, places)))}`;
}

function noMovementElse(dashboard: Dashboard, moved: { first: number; last: number } | null): string {
  const { speech } = dashboard;
  const chosen = chosenWords(dashboard);
  const said =
    moved === null
      ? speech.text('zeroMovedNever')
      : speech.text('zeroMovedElse', { first: speech.day(moved.first), last: speech.day(moved.last) });
  return chosen === null ? said : `${said} ${speech.text('zeroChosen', { chosen })}`;
}

/** Why a chart of movements is empty: none is dated, or none is chosen. */
export const emptyMovements = (dashboard: Dashboard): string => noMovementElse(dashboard, null);
