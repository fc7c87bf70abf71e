import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import * as turf from '@turf/turf';
import fc from 'fast-check';
import type { MultiPolygon } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Arc, packSteps, unpackSteps } from '../src/map/arcs.ts';
import { type Basemap, unpackBasemap } from '../src/map/basemap.ts';
import { packBasemap } from './build.ts';

const steps = fc.array(fc.tuple(fc.integer({ min: -60000, max: 60000 }), fc.integer({ min: -60000, max: 60000 })), {
  minLength: 1,
  maxLength: 30,
});
const ends = (arc: Arc) => arc.reduce(([sumX, sumY], [x, y]) => [sumX + x, sumY + y], [0, 0]);

it('what is packed is unpacked, whatever the length of its steps, in characters that JSON keeps', () => {
  fc.assert(
    fc.property(steps, (arc) => {
      const packed = JSON.parse(new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(packSteps(arc))))) as string;
      const again = unpackSteps(arc[0] as [number, number], packed);
      expect(ends(again)).toEqual(ends(arc));
      if (arc.every(([x, y]) => Math.abs(x) < 27000 && Math.abs(y) < 27000)) expect(again).toEqual(arc);
    }),
  );
});

describe('the basemap that ships', () => {
  let basemap: Basemap;
  let bytes: number;
  beforeAll(() => {
    const atlas = readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8');
    const packed = JSON.stringify(packBasemap(JSON.parse(atlas)));
    bytes = gzipSync(packed).length;
    basemap = unpackBasemap(JSON.parse(packed));
  });

  it('is at most 90 kB', () => expect(bytes).toBeLessThanOrEqual(90_000));

  // capitals and towns on either side of a coast, from any atlas
  it.each([
    ['Phnom Penh', 104.92, 11.56, true],
    ['Sihanoukville', 103.55, 10.63, true],
    ['the Gulf of Thailand', 102.5, 10.2, false],
    ['Sarajevo', 18.41, 43.86, true],
    ['Split', 16.46, 43.53, true],
    ['the Adriatic', 15.5, 42.9, false],
    ['Luanda', 13.35, -8.84, true],
    ['off Luanda', 12.6, -8.9, false],
    ['Colombo', 79.9, 6.92, true],
    ['Antarctica', 100, -78, true],
    ['the Bay of Bengal', 88, 15, false],
  ])('%s is where it is', (_, longitude, latitude, isLand) => {
    const inside = basemap.land.features.some((land) => turf.booleanPointInPolygon([longitude, latitude], land as never));
    expect(inside).toBe(isLand);
  });

  it('no ring runs around the world: Fiji and Chukotka go on beyond the date line', () => {
    const rings = basemap.land.features.flatMap(({ geometry }) => (geometry as MultiPolygon).coordinates.flat());
    const around = rings.filter((ring) =>
      ring.some(([x], index) => Math.abs((x as number) - ((ring[index - 1] ?? ring[0])?.[0] as number)) > 180),
    );
    // Antarctica alone does
    expect(around.every((ring) => ring.every(([, y]) => (y as number) < -60))).toBe(true);
    expect(rings.some((ring) => ring.some(([x]) => Math.abs(x as number) > 180.1))).toBe(true);
  });

  it('names each country once, on its land, with the code of ISO 3166-1', () => {
    const { features } = basemap.countries;
    expect(features.length).toBeGreaterThan(230);
    const codes = Object.fromEntries(features.map(({ properties }) => [properties.name, properties.code]));
    expect(codes).toMatchObject({
      Cambodia: 'KH',
      'Bosnia and Herz.': 'BA',
      Angola: 'AO',
      Kosovo: 'XK',
      France: 'FR',
    });
    for (const { properties, geometry } of features.filter(({ properties: { rank } }) => rank < 100)) {
      const isOnLand = basemap.land.features.some((land) => turf.booleanPointInPolygon(geometry, land as never));
      expect(isOnLand, properties.name).toBe(true);
    }
  });

  it('borders run between neighbours only: none along a coast', () => {
    // the Thai border north of Poipet, and the coast at Kep
    const near = (longitude: number, latitude: number) =>
      Math.min(
        ...basemap.borders.coordinates.map((line) =>
          turf.pointToLineDistance([longitude, latitude], turf.lineString(line), { units: 'kilometers' }),
        ),
      );
    expect(near(102.56, 13.66)).toBeLessThan(8);
    expect(near(103.2, 10.9)).toBeGreaterThan(20);
  });
});
