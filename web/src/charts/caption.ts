import { dateOf } from '../../../server/engine/days.ts';
import type { LandFigures } from '../../../server/engine/figures.ts';
import type { LandFilter } from '../../../server/engine/filter.ts';
import type { PlaceItem, ProgrammeItem } from '../../../server/places/contract.ts';
import { NO_OPERATOR } from '../../../server/vocabulary.ts';
import { placeName } from '../filters/place-name.ts';
import type { Speech, TextKey } from '../i18n/index.ts';

/** What a saved chart must say about itself once it has left the page, in the user's language. */
export interface Caption {
  programme: string;
  title: string;
  /** The filters in words; one entry a filter, at least one. */
  filters: string[];
  /** The figures of the date that the page shows. */
  figures: string;
  /** ISO date that the page shows. */
  date: string;
  dataVersion: string;
  source: string;
  /** What the figures leave out or assume; for demonstration data that they are synthetic. */
  notes: string[];
}

/** The filters by the names the user knows: never a code where there is a name. */
export function filterWords(
  filter: LandFilter,
  places: readonly PlaceItem[],
  speech: Speech,
  areaSquareMetres: number | null = null,
): string[] {
  const named = (key: TextKey, values: readonly string[]) =>
    values.length === 0 ? [] : [`${speech.text(key)}: ${values.join(', ')}`];
  const inPlaces = filter.places.map((code) => placeName(code, places, speech));
  const words = [
    ...(inPlaces.length > 1
      ? [speech.text('severalPlaces', { count: speech.whole(inPlaces.length), names: inPlaces.join(', ') })]
      : named('place', inPlaces)),
    ...named(
      'ordnance',
      filter.ordnance.map((kind) => speech.text(`ordnance_${kind}`)),
    ),
    ...named(
      'stateTitle',
      filter.states.map((state) => speech.text(state)),
    ),
    ...named(
      'method',
      filter.methods.map((method) => speech.text(method)),
    ),
    ...named(
      'operator',
      filter.operators.map((code) => (code === NO_OPERATOR ? speech.text('operatorUnknown') : code)),
    ),
    ...named(
      'kindOfArea',
      filter.kinds.map((kind) => speech.text(kind === 'SHA' ? 'suspectedArea' : 'confirmedArea')),
    ),
  ];
  if (filter.bbox !== null) {
    const [west, south, east, north] = filter.bbox.map((degrees) => degrees.toFixed(4));
    words.push(speech.text('chartInView', { west, south, east, north } as Record<string, string>));
  }
  if (areaSquareMetres !== null) words.push(speech.text('drawnFilter', { area: speech.area(areaSquareMetres) }));
  return words.length === 0 ? [speech.text('chartNotFiltered')] : words;
}

export interface Captioned {
  programme: ProgrammeItem;
  filter: LandFilter;
  places: readonly PlaceItem[];
  /** Of the drawn area that is counted; left out: none is. */
  areaSquareMetres?: number | null;
  /** Days since 1970. */
  day: number;
  figures: LandFigures;
  dataVersion: string;
  /** The day of the last point. */
  lastDay: number;
  undated: { hundredths: number; firstDay: number | null } | null;
}

/** What a chart says of itself where it is not the land at the end of each year: what it shows, its figures in words, its notes. */
export interface Told {
  title: string;
  figures: string;
  notes: string[];
}

export function captionOf(captioned: Captioned, speech: Speech, told: Told | null = null): Caption {
  const { programme, filter, places, day, figures, dataVersion, lastDay, undated, areaSquareMetres } = captioned;
  const notes = told?.notes.slice() ?? [
    speech.text('chartLastPoint', { date: speech.day(lastDay) }),
    speech.text('chartNotDrawn'),
  ];
  if (told === null && undated !== null && undated.firstDay !== null) {
    notes.push(speech.text('undated', { area: speech.km2(undated.hundredths / 1e8), date: speech.day(undated.firstDay) }));
  }
  if (programme.synthetic) notes.push(speech.text('synthetic'));
  return {
    programme: speech.programme(programme),
    title: told?.title ?? speech.text('chartTitle'),
    filters: filterWords(filter, places, speech, areaSquareMetres),
    figures:
      told?.figures ??
      speech.text('chartFigures', {
        date: speech.day(day),
        remaining: speech.km2(figures.remaining.total),
        released: speech.km2(figures.released.total + figures.outside.total),
      }),
    date: dateOf(day),
    dataVersion,
    source: speech.text('chartSource', { version: dataVersion }),
    notes,
  };
}
