import { createExpression, validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { expect, it } from 'vitest';
import type { Language } from '../i18n/index.ts';
import { streetLayers, streetName, streetSources, streetTexts } from './streets.ts';

const STREETS = ['/ground/west.json', '/ground/east.json'];

it.each(['light', 'dark'] as const)('the %s style of street maps is one that MapLibre draws', (scheme) => {
  const style = {
    version: 8 as const,
    // names are drawn with the page's own fonts; the validator wants glyphs
    glyphs: 'https://example.org/{fontstack}/{range}.pbf',
    sources: streetSources(STREETS, 'http://127.0.0.1:3000'),
    layers: streetLayers(scheme, 'km', STREETS.length),
  };
  expect(validateStyleMin(style as Parameters<typeof validateStyleMin>[0])).toEqual([]);
  expect(style.sources['streets-1']).toEqual({ type: 'vector', url: 'http://127.0.0.1:3000/ground/east.json' });
});

it('the ground of one file never covers the roads of another', () => {
  const order = streetLayers('light', 'en', 2).map(({ id }) => id);
  expect(Math.max(order.indexOf('streets-earth-1'), order.indexOf('streets-water-1'))).toBeLessThan(
    order.indexOf('streets-roads-main-0'),
  );
  expect(new Set(order).size).toBe(order.length);
  expect(streetLayers('light', 'en', 0)).toEqual([]);
});

function nameIn(language: Language, properties: Record<string, string>): unknown {
  const made = createExpression(streetName(language), 'layers[0].layout.text-field');
  if (made.result === 'error') throw new Error(JSON.stringify(made.value));
  return made.value.evaluate({ zoom: 10 }, { type: 1, properties } as never);
}

it('names are in the user’s language, else as the place itself has them', () => {
  const village = { name: 'ភូមិថ្មី', 'name:en': 'Phum Thmei' };
  expect(nameIn('km', village)).toBe('ភូមិថ្មី');
  expect(nameIn('en', village)).toBe('Phum Thmei');
  expect(nameIn('fr', village)).toBe('Phum Thmei');
  const border = { name: 'Aranyaprathet', name2: 'អារញ្ញ', script2: 'Khmer', 'name:fr': 'Aranya' };
  expect(nameIn('km', border)).toBe('អារញ្ញ');
  expect(nameIn('en', border)).toBe('Aranyaprathet');
  expect(nameIn('fr', border)).toBe('Aranya');
  expect(nameIn('km', { ...border, 'name:km': 'អារញ្ញប្រទេត' })).toBe('អារញ្ញប្រទេត');
  expect(nameIn('en', {})).toBe('');
});

it('another language changes the texts of the names alone', () => {
  const layers = streetLayers('light', 'en', 1).map(({ id }) => id);
  expect(streetTexts('km', [...layers, 'place-names-above']).map(([layer]) => layer)).toEqual([
    'streets-names-rivers-0',
    'streets-names-water-0',
    'streets-names-roads-0',
    'streets-names-places-0',
  ]);
});
