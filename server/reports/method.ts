import type { Article5Report } from './contract.ts';

type Values = Record<string, string | number>;

/** How the figures were made, in English; the page says the same in its languages, by key. */
const SENTENCES = {
  ledger:
    'Areas are geodesic square metres of pieces of ground that do not overlap: land recorded or released twice on the same day counts once.',
  remaining:
    'Remaining is mapped land where a hazardous area is open at the end of {as_of}. Where a confirmed and a suspected area overlap, the ground counts as confirmed.',
  unmapped:
    'Areas without a polygon stand beside the mapped ones with the size that their records state, less what releases that name them took; {without_size} of them state no size and add no square metres.',
  areas:
    'An area is counted once, in the place that holds most of it and under the ordnance of its own record. Square metres are counted where the ground lies and under all ordnance recorded on it, so a row may have square metres and no area.',
  ordnance:
    'Ordnance is by combination, so that rows add up. Improvised anti-personnel mines count as anti-personnel mines in the sense of Article 5.',
  movements:
    'Progress sums movements: ground that was released {period}, by the method that released it. Ground where no hazard was recorded by then stands apart as outside, and is in the total. Ground that was recorded again and released again counts each time.',
  undated: 'Releases without a date of their own ({undated_m2} m²) stand beside: they are in no year and in no total.',
  destroyed: 'Ordnance destroyed counts the finds of releases, surveys and spot tasks.',
  destroyed_not_recorded: 'Ordnance destroyed is not recorded in this programme: that is not zero.',
  filters:
    'Filters: {filters}. Operator and method select released land only; progress is of land that was or is in a chosen state.',
  not_filtered: 'The whole programme, not filtered.',
  places: 'Places are those of the boundary set {boundary_set}, level {level}; ground in none of them is a row of its own.',
  places_unnamed: 'Places are of level {level}, from a boundary set without a name; ground in none of them is a row of its own.',
  source: 'Source: Landclear, programme {programme}, data version {data_version}, made on {made_on}.',
  synthetic: 'Synthetic demonstration data, not for navigation.',
} as const;
export type MethodKey = keyof typeof SENTENCES;

/** A sentence with its values filled in. */
export const sentence = (key: MethodKey, values: Values = {}): Article5Report['method'][number] => ({
  key,
  values,
  text: SENTENCES[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
});
