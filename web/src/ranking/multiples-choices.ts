import type { LandFilter } from '../../../server/engine/filter.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';
import type { OrdnanceChoice } from '../../../server/vocabulary.ts';
import { type Dimension, type Measure, measuresOf } from './multiples.ts';
import { levelsOf } from './multiples-cuts.ts';

/** By what a user ranks, what of it, and how it is drawn. */
export interface ChosenMultiples {
  dimension: Dimension;
  measure: Measure;
  /** Those that can be chosen. */
  measures: readonly Measure[];
  levels: readonly number[];
  /** Of places; null: none lie below what is chosen. */
  level: number | null;
  /** The level that was asked for and is not there; null: none was, or it is shown. */
  missingLevel: number | null;
  /** Each small chart has a scale of its own. */
  hasOwnScale: boolean;
  showsAll: boolean;
}

type AskedName = `multiples_${'by' | 'measure' | 'level' | 'scale' | 'all'}`;

/** What is asked for where it can be had, else the first that can. @param asked tells what the address says. @param within codes of the places that are chosen. */
export function chosenMultiples(
  asked: (name: AskedName) => string | undefined,
  places: readonly PlaceItem[],
  within: readonly string[],
): ChosenMultiples {
  const dimension = (asked('multiples_by') as Dimension | undefined) ?? 'place';
  const measures = measuresOf(dimension);
  const measure = asked('multiples_measure') as Measure | undefined;
  const levels = levelsOf(places, within);
  const askedLevel = asked('multiples_level');
  const level = askedLevel !== undefined && levels.includes(Number(askedLevel)) ? Number(askedLevel) : (levels[0] ?? null);
  return {
    dimension,
    measure: measure !== undefined && measures.includes(measure) ? measure : (measures[0] as Measure),
    measures,
    levels,
    level,
    missingLevel: dimension === 'place' && askedLevel !== undefined && level !== Number(askedLevel) ? Number(askedLevel) : null,
    hasOwnScale: asked('multiples_scale') === 'own',
    showsAll: asked('multiples_all') === '1',
  };
}

/** What the filter has of the dimension, as the code of a part. */
export const filteredPart = ({ places, operators, ordnance }: LandFilter, dimension: Dimension): string =>
  (dimension === 'place' ? places : dimension === 'operator' ? operators : ordnance).join();

/** The filter with this part and no other of its dimension; without any where it is chosen already. */
export function filteredBy(filter: LandFilter, dimension: Dimension, code: string): LandFilter {
  const isChosen = code === filteredPart(filter, dimension);
  if (dimension === 'place') return { ...filter, places: isChosen ? [] : [code] };
  if (dimension === 'operator') return { ...filter, operators: isChosen ? [] : [code] };
  return { ...filter, ordnance: isChosen ? [] : (code.split(',') as OrdnanceChoice[]) };
}
