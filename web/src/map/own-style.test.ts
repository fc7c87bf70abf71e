import { expect, it } from 'vitest';
import { ownStyle } from './own-style.ts';

const FROM = 'https://maps.example.org/styles/topo.json';
const STYLE = {
  version: 8,
  center: [1, 2],
  zoom: 3,
  projection: { type: 'globe' },
  state: { season: { default: 'dry' } },
  sprite: '../sprites/topo',
  glyphs: '/fonts/{fontstack}/{range}.pbf',
  sources: {
    land: { type: 'vector', tiles: ['../tiles/{z}/{x}/{y}.pbf', 'https://b.example.org/{z}/{x}/{y}.pbf'] },
    hills: { type: 'raster-dem', url: 'hills.json' },
    drawn: { type: 'geojson', data: { type: 'Point', coordinates: [0, 0] } },
  },
  layers: [
    { id: 'sea', type: 'background' },
    { id: 'places', type: 'line', source: 'land', 'source-layer': 'roads' },
  ],
};

it('names of sources and layers are set apart from ours, addresses are the style’s own', () => {
  expect(ownStyle(STYLE, FROM)).toEqual({
    version: 8,
    state: { season: { default: 'dry' } },
    sprite: 'https://maps.example.org/sprites/topo',
    glyphs: 'https://maps.example.org/fonts/{fontstack}/{range}.pbf',
    sources: {
      'own-land': {
        type: 'vector',
        tiles: ['https://maps.example.org/tiles/{z}/{x}/{y}.pbf', 'https://b.example.org/{z}/{x}/{y}.pbf'],
      },
      'own-hills': { type: 'raster-dem', url: 'https://maps.example.org/styles/hills.json' },
      'own-drawn': { type: 'geojson', data: { type: 'Point', coordinates: [0, 0] } },
    },
    layers: [
      { id: 'own-sea', type: 'background' },
      { id: 'own-places', type: 'line', source: 'own-land', 'source-layer': 'roads' },
    ],
  });
});

it.each([
  null,
  'style',
  [],
  {},
  { version: 7, sources: {}, layers: [] },
  { version: 8, sources: [], layers: {} },
])('%j is no style', (style) => {
  expect(() => ownStyle(style, FROM)).toThrow('is no MapLibre style');
});
