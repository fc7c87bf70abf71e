import Type, { type Static } from 'typebox';
import { ProgrammeCode } from '../places/contract.ts';
import { TILE_LAYERS } from '../vocabulary.ts';

const Layer = Type.Union(TILE_LAYERS.map((layer) => Type.Literal(layer)));
const Index = Type.String({ pattern: '^\\d{1,9}$' });

export const TileParameters = Type.Object({ layer: Layer, z: Index, x: Index, y: Index });
export const TileJsonParameters = Type.Object({ layer: Layer });
export const TileQuery = Type.Object({
  programme: ProgrammeCode,
  version: Type.Optional(
    Type.String({
      maxLength: 40,
      description:
        'the data_version that is meant; while it is that of the data, the answer may be kept for ever. TileJSON gives it',
    }),
  ),
});

/** TileJSON 3.0.0, https://github.com/mapbox/tilejson-spec */
export const TileJson = Type.Object({
  tilejson: Type.Literal('3.0.0'),
  name: Type.String(),
  description: Type.String(),
  version: Type.String(),
  attribution: Type.String(),
  tiles: Type.Array(Type.String()),
  minzoom: Type.Integer(),
  maxzoom: Type.Integer(),
  bounds: Type.Optional(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
  vector_layers: Type.Array(
    Type.Object({ id: Type.String(), description: Type.String(), fields: Type.Record(Type.String(), Type.String()) }),
  ),
});
export type TileJson = Static<typeof TileJson>;
