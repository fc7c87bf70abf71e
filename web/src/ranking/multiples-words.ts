import { isChosen } from '../../../server/engine/filter.ts';
import type { OrdnanceChoice, StateGroup } from '../../../server/vocabulary.ts';
import type { FillKey } from '../charts/fills.ts';
import { operatorName } from '../filters/operator-name.ts';
import { placeName } from '../filters/place-name.ts';
import type { Speech, TextKey } from '../i18n/index.ts';
import { movementName } from '../land/movement-words.ts';
import { nothingMoved, type Told, zeroReasons, zeroSentence } from '../land/zero-words.ts';
import { type Dimension, isOfWindow, type Measure } from './multiples.ts';
import type { ChosenMultiples } from './multiples-choices.ts';

export const keyName = (key: FillKey, speech: Speech): string =>
  key === 'recorded' || key === 're-opened' ? movementName(key, speech) : speech.text(key);

export const measureName = (measure: Measure, speech: Speech): string => speech.text(`multiplesMeasure_${measure}` as TextKey);

/** 12.3%; less than a tenth of a percent that is not nothing is said so. */
export const shareWords = (share: number | null, speech: Speech): string =>
  share === null ? '–' : share > 0 && share < 0.001 ? `< ${speech.decimals(0.1, 1)}%` : `${speech.decimals(share * 100, 1)}%`;

/** @param code of a part: a place, an operator, or kinds of ordnance joined by commas. */
export function partName(code: string, dimension: Dimension, page: Told): string {
  const { speech } = page.preferences;
  const { places } = page.programme;
  if (dimension === 'operator') return operatorName(code, page);
  if (dimension === 'place') return placeName(code, places, speech);
  return code
    .split(',')
    .map((choice) => speech.text(`ordnance_${choice as OrdnanceChoice}`))
    .join(' + ');
}

/** What a file must say of itself: what it ranks and of which time, then of the whole. @param whole km² */
export function multiplesTold({ dimension, measure }: ChosenMultiples, whole: number, page: Told) {
  const { speech } = page.preferences;
  const { day, words: windowWords } = page.time;
  const when = isOfWindow(measure) ? windowWords : speech.text('until', { date: speech.day(day) });
  const measured = `${measureName(measure, speech)} (${when})`;
  return {
    title: `${speech.text('multiplesTitle')}: ${speech.text(`multiplesBy_${dimension}`)}. ${measured}`,
    figures: `${measured}: ${speech.km2(whole)} ${speech.text('squareKilometres')}`,
  };
}

/** @param most km² at the full height of the small charts, where they share a scale. */
export const scaleWords = (hasOwnScale: boolean, most: number, speech: Speech): string =>
  hasOwnScale ? speech.text('multiplesScaleOwn') : speech.text('multiplesScaleSame', { area: speech.km2(most) });

/** How the parts are to be read. @param has whether parts overlap, any share a rank, and how many have no land. */
export const multiplesNotes = (
  { dimension, measure }: ChosenMultiples,
  { overlaps, ties, zeros }: { overlaps: boolean; ties: boolean; zeros: number },
  speech: Speech,
): string[] => [
  speech.text(overlaps ? 'multiplesOverlap' : 'multiplesAdds'),
  ...(dimension === 'operator' ? [speech.text('multiplesOperatorNote')] : []),
  ...(dimension === 'ordnance' ? [speech.text('multiplesCombinationNote')] : []),
  ...(measure.startsWith('released') ? [speech.text('multiplesReleasedNote')] : []),
  ...(isOfWindow(measure) ? [speech.text('multiplesUndatedNote')] : []),
  ...(ties ? [speech.text('multiplesTies')] : []),
  ...(zeros > 0 ? [speech.text('multiplesZeros', { count: speech.whole(zeros) })] : []),
];

/** That there is nothing to rank, and why, where the page knows; nothing while its figures may still be those of another choice. */
export function whyNothingRanked(measure: Measure, page: Told): string {
  const { speech } = page.preferences;
  if (page.land.isCounting) return '';
  // filters by state leave out the land that would be ranked; what moved has two states
  if (!isOfWindow(measure) && !isChosen(measure as StateGroup, page.land.counted))
    return speech.text(`zero${measure === 'remaining' ? 'Hazard' : measure === 'released' ? 'Released' : 'Closed'}NotChosen`);
  return `${speech.text(`multiplesEmpty_${measure}` as TextKey)} ${whyZero(measure, page)}`;
}

function whyZero(measure: Measure, page: Told): string {
  if (isOfWindow(measure)) return nothingMoved(page) ?? '';
  const other = measure === 'remaining' ? 'zeroReleased' : 'zeroHazard';
  const reason = measure === 'closed' ? undefined : zeroReasons(page).find(({ key }) => !key.startsWith(other));
  return reason === undefined ? '' : zeroSentence(reason, page);
}
