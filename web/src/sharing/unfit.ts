import type { PlaceItem } from '../../../server/places/contract.ts';
import { type Dimension, type Measure, measuresOf } from '../ranking/multiples.ts';
import { levelsOf } from '../ranking/multiples-cuts.ts';
import { readChosen } from '../records/chosen.ts';
import { isTableChoice } from '../reports/choice.ts';
import type { ChoiceName, Parameters } from '../state/url.ts';

/** Parts of the panel that open, as `open` names them. */
export const PARTS = [
  ...['area', 'filters', 'polygon-sum', 'published', 'chart-table'],
  ...['movements-chart', 'movements-table', 'waterfall-chart', 'waterfall-table', 'pace-chart', 'pace-table'],
  ...['multiples-chart', 'multiples-table', 'multiples-years'],
] as const;

/** What choices are judged by: the programme that is shown. */
export interface Shown {
  places: readonly PlaceItem[];
  hasPublished: boolean;
}

/**
 * What an address chooses within parts of the page and that is not here. Each value was well-formed: whether it names something is
 * known by the part, or by the programme. Of a list, those of its values that name nothing.
 */
export function unfitChoices(asked: Parameters, { places, hasPublished }: Shown): { name: ChoiceName; value: string }[] {
  const unfit: { name: ChoiceName; value: string }[] = [];
  const judge = (name: ChoiceName, fits: (value: string) => boolean) => {
    const value = asked[name];
    if (value !== undefined && !fits(value)) unfit.push({ name, value });
  };
  for (const value of asked.open?.split(',') ?? []) {
    const isPart = (PARTS as readonly string[]).includes(value) && (value !== 'published' || hasPublished);
    if (!isPart) unfit.push({ name: 'open', value });
  }
  readChosen(
    (name) => asked[name],
    (name, value) => unfit.push({ name, value }),
  );
  judge('at_open', () => asked.at !== undefined);
  judge('report_table', isTableChoice);
  judge('multiples_level', (value) => levelsOf(places, []).includes(Number(value)));
  const measures = measuresOf((asked.multiples_by as Dimension | undefined) ?? 'place');
  judge('multiples_measure', (value) => measures.includes(value as Measure));
  judge('published_marks', () => hasPublished);
  return unfit;
}
