import Type, { type Static } from 'typebox';
import { ProgrammeCode } from '../places/contract.ts';

export const SearchQuery = Type.Object({
  programme: ProgrammeCode,
  q: Type.String({
    description: '1–100 characters of a name, a place code or a local id; no wildcards; case and accents do not matter',
  }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
});

export const SearchItem = Type.Object({
  type: Type.Union([Type.Literal('place'), Type.Literal('hazardous_area'), Type.Literal('land_release')]),
  id: Type.String({ description: 'place code or local id; the key of the record where it has no local id. Once per type' }),
  name: Type.Union([Type.String(), Type.Null()], { description: 'of a place the name that was found, in whichever language' }),
  detail: Type.Union([Type.String(), Type.Null()], {
    description: 'of a place the code of its parent; SHA or CHA; of a release method/status, for example cleared/completed',
  }),
  at: Type.Union([Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), Type.Null()], {
    description: 'longitude, latitude of a point on it; null: nowhere known',
  }),
  bbox: Type.Union([Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), Type.Null()], {
    description: 'west, south, east, north in degrees; of all records with this local id; null: no polygon',
  }),
});
export type SearchItem = Static<typeof SearchItem>;

export const SearchResults = Type.Object({
  items: Type.Array(SearchItem, {
    description: 'what is so called exactly, then what begins so, then what contains it; places before areas before releases',
  }),
});
