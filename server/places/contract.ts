import Type, { type Static } from 'typebox';

export const ProgrammeCode = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'ISO 3166-1 alpha-3 code of the programme, for example KHM',
});

export const ProgrammeQuery = Type.Object({ programme: ProgrammeCode });

export const ProgrammeItem = Type.Object({
  code: Type.String(),
  name: Type.String(),
  data_version: Type.String(),
  region: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 3166-1 alpha-2 code of the country or territory; null: none',
  }),
  synthetic: Type.Boolean({ description: 'true: synthetic demonstration data, not for navigation' }),
  boundary_set: Type.Union([Type.String(), Type.Null()]),
  bbox: Type.Union([Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), Type.Null()], {
    description: 'west, south, east, north of all that is mapped, in degrees',
  }),
  first_day: Type.Union([Type.String(), Type.Null()], { description: 'first day on which the ledger changes' }),
  last_day: Type.Union([Type.String(), Type.Null()]),
  spans: Type.Integer({ description: 'rows of the land ledger: pieces of land, each as long as it was in one state' }),
  counted_by: Type.Union([Type.Literal('page'), Type.Literal('server')], {
    description: 'server: the ledger has more spans than a browser should hold (BROWSER_SPANS)',
  }),
  published_figures: Type.Boolean({ description: 'true: /api/published-figures has some' }),
});
export type ProgrammeItem = Static<typeof ProgrammeItem>;
export const ProgrammeList = Type.Object({ items: Type.Array(ProgrammeItem) });

export const PlacesQuery = Type.Object({
  programme: ProgrammeCode,
  level: Type.Optional(Type.Integer({ minimum: 1, maximum: 6, description: '1 is the level below the country' })),
});
export type PlacesQuery = Static<typeof PlacesQuery>;

export const PlaceItem = Type.Object({
  code: Type.String({ description: 'unique in the programme; none: ground in no place' }),
  name: Type.String(),
  names: Type.Record(Type.String(), Type.String(), { description: 'by language tag' }),
  level: Type.Union([Type.Integer(), Type.Null()]),
  parent: Type.Union([Type.String(), Type.Null()]),
  area_km2: Type.Union([Type.Number(), Type.Null()]),
  bbox: Type.Union([Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), Type.Null()], {
    description: 'west, south, east, north in degrees',
  }),
});
export type PlaceItem = Static<typeof PlaceItem>;
export const PlaceList = Type.Object({ items: Type.Array(PlaceItem) });

export const OperatorList = Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })) });

const Version = Type.Object({
  data_version: Type.String(),
  made_at: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601; null: not known' }),
  boundary_set: Type.Union([Type.String(), Type.Null()], { description: 'whose codes the places had' }),
});
export const DataVersionQuery = Type.Object({
  programme: ProgrammeCode,
  version: Type.String({ minLength: 1, maxLength: 40, description: 'a data_version, as an answer or a link has it' }),
});
export const DataVersionAnswer = Type.Object({
  programme: Type.String(),
  standing: Type.Enum(['current', 'older', 'unknown'], {
    description:
      'older: these data were so before. unknown: these data never had that version: it is of another database, or of one that was put back to an earlier state',
  }),
  asked: Type.Union([Version, Type.Null()], { description: 'null: unknown' }),
  current: Version,
});
export type DataVersionAnswer = Static<typeof DataVersionAnswer>;
