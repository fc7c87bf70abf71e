import Type, { type Static } from 'typebox';

export const Settings = Type.Object({
  map_style_url: Type.Union([Type.String(), Type.Null()], {
    description: 'the style of the ground under the land that this deployment chose; null: the one that ships',
  }),
  browser_spans: Type.Integer({ description: 'of a programme with more spans than this the server does the counting' }),
});
export type Settings = Static<typeof Settings>;
