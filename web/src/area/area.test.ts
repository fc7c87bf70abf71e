import { execFileSync, spawnSync } from 'node:child_process';
import * as turf from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AreaCut, pointTester } from './cut.ts';
import { squareMetresOf } from './measure.ts';
import { decodeOutline, encodeOutline, type Polygons, snapped } from './outline.ts';
import { OutlineProblem, parseOutline } from './parse.ts';
import { widened } from './widen.ts';

const SQUARE = [
  [103, 13],
  [103.1, 13],
  [103.1, 13.1],
  [103, 13.1],
  [103, 13],
] as [number, number][];

const outlines: fc.Arbitrary<Polygons> = fc.array(
  fc.array(
    fc
      .array(
        fc.tuple(
          fc.integer({ min: -18_000_000, max: 18_000_000 }).map((x) => x / 1e5),
          fc.integer({ min: -9_000_000, max: 9_000_000 }).map((y) => y / 1e5),
        ),
        { minLength: 3, maxLength: 20 },
      )
      .map((ring) => [...ring, [...(ring[0] as [number, number])] as [number, number]]),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 3 },
);

describe('an outline in the address', () => {
  it('comes back as it was, whatever its shape', () => {
    fc.assert(
      fc.property(outlines, (polygons) => {
        expect(decodeOutline(encodeOutline(polygons))).toEqual(polygons);
      }),
    );
  });

  it('needs no escaping and few letters', () => {
    const text = encodeOutline([[SQUARE]]);
    expect(text).toMatch(/^[\w-]+$/);
    expect(new URLSearchParams({ area: `${text}.${text}*${text}` }).toString()).toBe(`area=${text}.${text}*${text}`);
    expect(text.length).toBeLessThanOrEqual(22);
  });

  it('that is cut off or made up is told from one that can be read', () => {
    for (const text of ['', 'AAAA', '_', '____________________', 'AAAAAA_', 'ä', 'AAAAAAA', '8888888888888888'])
      expect(decodeOutline(text), text).toBeNull();
  });

  it('that falls together on the grid of a metre is none', () => {
    expect(snapped([[SQUARE.map(([x, y]) => [x / 1e6 + 103, y / 1e6 + 13] as [number, number])]])).toEqual([]);
    expect(snapped([[SQUARE.map(([x]) => [x, x - 90] as [number, number])]])).toEqual([]);
    expect(snapped([[SQUARE.map(([x, y]) => [x + 0.000003, y - 0.000004] as [number, number])]])).toEqual([[SQUARE]]);
  });
});

describe('an outline that a user pastes', () => {
  const polygon = { type: 'Polygon', coordinates: [SQUARE] };
  it.each([
    ['a geometry', polygon],
    ['a feature', { type: 'Feature', properties: null, geometry: polygon }],
    ['a collection of features', { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon }] }],
    ['a collection of geometries', { type: 'GeometryCollection', geometries: [polygon] }],
    ['several polygons', { type: 'MultiPolygon', coordinates: [[SQUARE]] }],
    ['with heights', { type: 'Polygon', coordinates: [SQUARE.map(([x, y]) => [x, y, 12])] }],
    ['a ring that does not close', { type: 'Polygon', coordinates: [SQUARE.slice(0, -1)] }],
  ])('may be %s', (_name, shape) => {
    expect(parseOutline(JSON.stringify(shape))).toEqual({ polygons: [[SQUARE]], lines: [], leftOut: 0 });
  });

  it('may be longitude and latitude, line by line', () => {
    for (const text of ['103,13\n103.1, 13\n103.1 13.1\n103\t13.1', '\ufeff103 13; 103.1 13; 103.1 13.1; 103 13.1;\r\n'])
      expect(parseOutline(text).polygons).toEqual([[SQUARE]]);
  });

  it('may hold lines, which want a width; points are left out, and it is said how many', () => {
    const line = { type: 'LineString', coordinates: SQUARE.slice(0, 2) };
    const features = [line, { type: 'Point', coordinates: [1, 2] }, null].map((geometry) => ({ type: 'Feature', geometry }));
    expect(parseOutline(JSON.stringify({ type: 'FeatureCollection', features }))).toEqual({
      polygons: [],
      lines: [SQUARE.slice(0, 2)],
      leftOut: 2,
    });
  });

  it.each([
    ['', 'noOutline'],
    ['a road', 'notGeoJson'],
    ['{"type":"Polygon"', 'notGeoJson'],
    ['{}', 'notGeoJson'],
    ['[1, 2]', 'notGeoJson'],
    ['{"type":"Polygon","coordinates":7}', 'notGeoJson'],
    ['{"type":"Polygon","coordinates":[[["a","b"]]]}', 'notGeoJson'],
    ['{"type":"Polygon","coordinates":[[]]}', 'notGeoJson'],
    ['{"type":"Point","coordinates":[103,13]}', 'noOutline'],
    ['{"type":"FeatureCollection","features":[]}', 'noOutline'],
    ['{"type":"Polygon","coordinates":[[[456000,1440000],[456100,1440000],[456100,1440100],[456000,1440000]]]}', 'outOfRange'],
    [Array.from({ length: 2500 }, (_, index) => `${index / 100}, 1`).join('\n'), 'tooMany'],
  ])('that is none is told why: %.40s', (text, code) => {
    let said: unknown;
    try {
      parseOutline(text);
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(OutlineProblem);
    expect((said as OutlineProblem).code).toBe(code);
  });

  it('a road counts with its width on each side', () => {
    // along the equator a degree is 111,319.5 m: 0.1° with 50 m on each side, and half a circle at each end
    const [shell] = widened(
      [
        [
          [103, 0],
          [103.1, 0],
        ],
      ],
      50,
    )[0] as [number, number][][];
    const expected = 0.1 * 111_319.49 * 100 + Math.PI * 2500;
    expect(Math.abs(squareMetresOf([[shell as [number, number][]]]) / expected - 1)).toBeLessThan(0.01);
    const north = Math.max(...(shell as [number, number][]).map(([, latitude]) => latitude));
    expect(north * 110_574).toBeGreaterThan(49);
    expect(north * 110_574).toBeLessThan(51);
  });
});

describe('areas in the page', () => {
  it("are those of GeographicLib's Planimeter program, hole and all", ({ skip }) => {
    if (spawnSync('Planimeter', ['--version']).error) skip('Planimeter (Debian: geographiclib-tools) is not installed');
    const small = [
      [103, 13],
      [103.0009, 13.0001],
      [103.0008, 13.0009],
      [103, 13],
    ] as [number, number][];
    const planimeter = (ring: [number, number][]) => {
      const input = ring.slice(0, -1).map(([longitude, latitude]) => `${latitude} ${longitude}`);
      return Math.abs(
        Number(execFileSync('Planimeter', ['-p', '9'], { input: `${input.join('\n')}\n\n`, encoding: 'utf8' }).split(/\s+/)[2]),
      );
    };
    expect(Math.abs(squareMetresOf([[small]]) - planimeter(small))).toBeLessThan(0.01);
    // between its corners an edge is straight in longitude and latitude: Planimeter is given the positions on it
    const dense = SQUARE.slice(0, -1).flatMap(([x, y], index) => {
      const [nextX, nextY] = SQUARE[index + 1] as [number, number];
      return Array.from({ length: 200 }, (_, step): [number, number] => [
        x + ((nextX - x) * step) / 200,
        y + ((nextY - y) * step) / 200,
      ]);
    });
    const expected = planimeter([...dense, dense[0] as [number, number]]) - planimeter(small);
    expect(Math.abs(squareMetresOf([[SQUARE, small]]) / expected - 1)).toBeLessThan(1e-8);
  });
});

describe('what lies within', () => {
  it('a point is within exactly where Turf says so', () => {
    const star = Array.from({ length: 40 }, (_, index): [number, number] => {
      const reach = 0.05 + 0.04 * Math.sin(index * 7);
      return [103.05 + reach * Math.cos((index / 40) * 2 * Math.PI), 13.05 + reach * Math.sin((index / 40) * 2 * Math.PI)];
    });
    const hole = SQUARE.map(([x, y]): [number, number] => [103.045 + (x - 103) / 10, 13.045 + (y - 13) / 10]);
    const polygons: Polygons = [[[...star, star[0] as [number, number]], hole]];
    const isWithin = pointTester(polygons);
    const shape = turf.multiPolygon(polygons);
    let within = 0;
    fc.assert(
      fc.property(
        fc.double({ min: 102.9, max: 103.2, noNaN: true }),
        fc.double({ min: 12.9, max: 13.2, noNaN: true }),
        (x, y) => {
          if (isWithin(x, y)) within += 1;
          expect(isWithin(x, y)).toBe(turf.booleanPointInPolygon([x, y], shape));
        },
      ),
      { numRuns: 2000 },
    );
    expect(within).toBeGreaterThan(50);
  });

  it('whole faces count whole, cut ones in part and never more than there is, others not at all', () => {
    const columns = {
      length: 5,
      face: Int32Array.of(7, 8, 9, 7, 11),
      area: Float64Array.of(100, 200, 300, 100, 5),
      state: 'kept',
    };
    const cut = new AreaCut(
      [[SQUARE]],
      1,
      false,
      new Map([
        [7, Number.POSITIVE_INFINITY],
        [8, 50],
        [11, 6],
      ]),
    );
    expect([...cut.columns(columns).area]).toEqual([100, 50, 0, 100, 5]);
    expect(cut.columns(columns).state).toBe('kept');
    expect([...columns.area]).toEqual([100, 200, 300, 100, 5]);
    expect([...cut.kept(columns, null)]).toEqual([1, 1, 0, 1, 1]);
    expect([...cut.kept(columns, Uint8Array.of(0, 1, 1, 1, 0))]).toEqual([0, 1, 0, 1, 0]);
    expect(cut.bounds).toEqual([103, 13, 103.1, 13.1]);
  });

  it('an accident without a point is in no area', () => {
    const accidents = {
      length: 3,
      x: Int32Array.of(1030500000, 2147483647, 1000000000),
      y: Int32Array.of(130500000, 2147483647, 130000000),
      day: Int32Array.of(1, 2, 3),
      killed: Int16Array.of(4, 5, 6),
      injured: Int16Array.of(7, 8, 9),
      place: Int16Array.of(0, 1, 0),
      places: ['none', 'KH-1'],
    };
    const within = new AreaCut([[SQUARE]], 1, false, new Map()).accidents(accidents);
    expect(within).toEqual({
      length: 1,
      x: Int32Array.of(1030500000),
      y: Int32Array.of(130500000),
      day: Int32Array.of(1),
      killed: Int16Array.of(4),
      injured: Int16Array.of(7),
      place: Int16Array.of(0),
      places: ['none', 'KH-1'],
    });
  });
});
