import Type, { type Static } from 'typebox';
import { RefusedFile } from '../ground/contract.ts';

export const Settings = Type.Object({
  map_style_url: Type.Union([Type.String(), Type.Null()], {
    description: 'the style of the ground under the land that this deployment chose; null: the one that ships',
  }),
  street_maps: Type.Array(Type.String(), {
    description: 'addresses of the TileJSON of each street map that this deployment has',
  }),
  street_maps_refused: Type.Array(RefusedFile, { description: 'files of MAP_PMTILES that are not shown, and why' }),
  browser_spans: Type.Integer({ description: 'of a programme with more spans than this the server does the counting' }),
});
export type Settings = Static<typeof Settings>;
