import type { LandFilter } from '../../../server/engine/filter.ts';
import { outermost, type PlaceNode } from '../../../server/engine/places.ts';
import { HAZARD_KINDS, ORDNANCE_CHOICES, RELEASE_METHODS, STATE_GROUPS } from '../../../server/vocabulary.ts';

/** The filter as parameters of an API address, to follow `programme=…`. */
export function filterQuery({ places, operators, ordnance, states, methods, kinds, bbox }: LandFilter): string {
  const search = new URLSearchParams();
  if (places.length > 0) search.set('place', places.join(','));
  if (operators.length > 0) search.set('operator', operators.join(','));
  if (ordnance.length > 0) search.set('ordnance', ordnance.join(','));
  if (states.length > 0) search.set('state', states.join(','));
  if (methods.length > 0) search.set('method', methods.join(','));
  if (kinds.length > 0) search.set('kind', kinds.join(','));
  if (bbox !== null) search.set('bbox', bbox.join(','));
  const text = search.toString();
  return text === '' ? '' : `&${text}`;
}

const listOf = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(','));

/** The filter an address asks for; what names nothing here is left out and handed to `ignore`. */
export function readFilter(
  asked: { place?: string; operator?: string; ordnance?: string; state?: string; method?: string; kind?: string },
  places: readonly PlaceNode[],
  operators: readonly string[],
  ignore: (parameter: string, value: string) => void,
): LandFilter {
  const known = <Code extends string>(parameter: string, values: string[], list: readonly Code[]): Code[] =>
    values.filter((value): value is Code => {
      const isKnown = (list as readonly string[]).includes(value);
      if (!isKnown) ignore(parameter, value);
      return isKnown;
    });
  const codes = places.map(({ code }) => code);
  return {
    places: outermost(known('place', listOf(asked.place), codes), places),
    operators: known('operator', listOf(asked.operator), operators),
    ordnance: known('ordnance', listOf(asked.ordnance), ORDNANCE_CHOICES),
    states: known('state', listOf(asked.state), STATE_GROUPS),
    methods: known('method', listOf(asked.method), RELEASE_METHODS),
    kinds: known('kind', listOf(asked.kind), HAZARD_KINDS),
    bbox: null,
  };
}
