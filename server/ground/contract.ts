import Type, { type Static } from 'typebox';

/** Schemas of the street maps under the land. */

const Index = Type.String({ pattern: '^\\d{1,9}$' });
const File = Type.String({ pattern: '^[\\w.-]{1,100}$', description: 'name of a file of MAP_PMTILES, without its ending' });

export const GroundFileParameters = Type.Object({ file: File });
export const GroundTileParameters = Type.Object({ file: File, z: Index, x: Index, y: Index });
export const GroundQuery = Type.Object({
  version: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'the version of the file that is meant; while it is that, the answer may be kept for ever. TileJSON gives it',
    }),
  ),
});

/** Why a file of MAP_PMTILES is not shown. */
export const GroundRefusal = Type.Union([
  Type.Literal('missing'),
  Type.Literal('unreadable'),
  Type.Literal('not_pmtiles'),
  Type.Literal('damaged'),
  Type.Literal('raster'),
  Type.Literal('encoding'),
  Type.Literal('schema'),
]);
export type GroundRefusal = Static<typeof GroundRefusal>;

export const RefusedFile = Type.Object({ file: Type.String(), reason: GroundRefusal });
export type RefusedFile = Static<typeof RefusedFile>;
