import fc from 'fast-check';
import { CLOSURE_REASONS, ORDNANCE_KINDS, RELEASE_METHODS, RELEASE_STATUSES } from '../../vocabulary.ts';
import { box, type Hazard, type MultiPolygon, OPERATORS, type Release } from './story.ts';

/** Random polygons as the field sends them, and random histories. Coordinates crowd into 2 × 2 km so that most of them meet. */

const round7 = (value: number): number => Math.round(value * 1e7) / 1e7;
const at = (x: number, y: number): [number, number] => [round7(103 + x / 1000), round7(13 + y / 1000)];
const closedRing = (points: [number, number][]): [number, number][] => [...points, points[0] as [number, number]];

/** Boxes on a coarse lattice: they touch, nest, share edges and repeat often. */
const latticeBox = fc
  .tuple(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 8 }),
  )
  .map(([x, y, width, height]) => box(x, y, width, height));

/** A star-shaped polygon of 3 to 12 vertices, 20 m to 800 m across. */
const star: fc.Arbitrary<MultiPolygon> = fc
  .tuple(
    fc.double({ min: 0, max: 14, noNaN: true }),
    fc.double({ min: 0, max: 14, noNaN: true }),
    fc.double({ min: 0.2, max: 8, noNaN: true }),
    fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }),
  )
  .map(([x, y, radius, reaches]) => [
    [
      closedRing(
        reaches.map((reach, index) => {
          const angle = (2 * Math.PI * index) / reaches.length + reach / 3;
          return at(x + radius * reach * Math.cos(angle), y + radius * reach * Math.sin(angle));
        }),
      ),
    ],
  ]);

/** A box with a hole, which touches its shell at a corner or not at all. */
const holed: fc.Arbitrary<MultiPolygon> = fc.tuple(latticeBox, fc.boolean()).map(([shell, touches]) => {
  const ring = shell[0]?.[0] as [number, number][];
  const [[west, south], , [east, north]] = ring as [[number, number], [number, number], [number, number]];
  const inset = touches ? 0 : 0.2;
  const [left, right] = [west + (east - west) * inset, west + (east - west) * 0.6];
  const [bottom, top] = [south + (north - south) * 0.3, south + (north - south) * 0.7];
  const hole = closedRing(
    (
      [
        [left, (bottom + top) / 2],
        [right, top],
        [right, bottom],
      ] as [number, number][]
    ).map(([x, y]) => [round7(x), round7(y)]),
  );
  return [[ring, hole]];
});

/** A strip some centimetres to metres wide. */
const sliver: fc.Arbitrary<MultiPolygon> = fc
  .tuple(
    fc.integer({ min: 0, max: 10 }),
    fc.integer({ min: 0, max: 10 }),
    fc.constantFrom(0.0002, 0.001, 0.02),
    fc.integer({ min: 2, max: 10 }),
  )
  .map(([x, y, width, length]) => [
    [closedRing([at(x, y), at(x + length, y + 1), at(x + length, y + 1 + width), at(x, y + width)])],
  ]);

/** Its edges cross: invalid until repaired. */
const bowTie: fc.Arbitrary<MultiPolygon> = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 6 }))
  .map(([x, y, size]) => [[closedRing([at(x, y), at(x + size, y + size), at(x + size, y), at(x, y + size)])]]);

/** Nothing is left of it on a grid of 1 cm. */
const collapsing: fc.Arbitrary<MultiPolygon> = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }))
  .map(([x, y]) => [
    [
      [
        [103 + x / 1000, 13 + y / 1000],
        [103 + x / 1000 + 1e-9, 13 + y / 1000],
        [103 + x / 1000, 13 + y / 1000 + 1e-9],
        [103 + x / 1000, 13 + y / 1000],
      ],
    ],
  ]);

const twoParts: fc.Arbitrary<MultiPolygon> = fc
  .tuple(latticeBox, fc.integer({ min: 10, max: 16 }))
  .map(([first, x]) => [...first, ...box(x, x, 2, 2)]);

export const polygons: fc.Arbitrary<MultiPolygon> = fc.oneof(
  { weight: 5, arbitrary: latticeBox },
  { weight: 5, arbitrary: star },
  { weight: 1, arbitrary: holed },
  { weight: 1, arbitrary: sliver },
  { weight: 1, arbitrary: bowTie },
  { weight: 1, arbitrary: collapsing },
  { weight: 1, arbitrary: twoParts },
);

/** Few days, so that they coincide; precision makes them periods. */
const day = fc
  .tuple(fc.integer({ min: 2000, max: 2006 }), fc.constantFrom('01-01', '03-15', '06-01', '12-31'))
  .map(([year, rest]) => `${year}-${rest}`);
const dated = fc.tuple(day, fc.constantFrom('day', 'day', 'month', 'year')).map(([value, precision]) => ({
  value: precision === 'year' ? `${value.slice(0, 4)}-01-01` : precision === 'month' ? `${value.slice(0, 7)}-01` : value,
  precision: precision as 'day' | 'month' | 'year',
}));
const maybeDated = fc.option(dated, { freq: 6, nil: null });
const ordnance = fc.subarray([...ORDNANCE_KINDS.slice(0, 3), 'unknown'] as (typeof ORDNANCE_KINDS)[number][], { maxLength: 2 });
const snapshot = fc.constantFrom('2003-06-01', '2007-01-01');

const hazardNamed = (key: string): fc.Arbitrary<Hazard> =>
  fc
    .record({
      geometry: polygons,
      kind: fc.constantFrom('SHA' as const, 'CHA' as const),
      recordedOn: maybeDated,
      confirmed: fc.option(day, { freq: 3, nil: null }),
      closedOn: fc.option(fc.record({ on: maybeDated, reason: fc.constantFrom(...CLOSURE_REASONS) }), { freq: 3, nil: null }),
      ordnance,
      snapshot,
    })
    .map(({ geometry, kind, recordedOn, confirmed, closedOn, ordnance: kinds, snapshot: snapshotDay }) => ({
      type: 'hazardous_area',
      key,
      geometry,
      kind,
      recorded: recordedOn?.value ?? null,
      recordedPrecision: recordedOn?.precision ?? 'day',
      confirmed,
      closed: closedOn?.on?.value ?? null,
      closedPrecision: closedOn?.on?.precision ?? 'day',
      closedReason: closedOn?.reason ?? null,
      ordnance: kinds,
      snapshot: snapshotDay,
    }));

const releaseNamed = (key: string, names: readonly string[]): fc.Arbitrary<Release> =>
  fc
    .record({
      geometry: polygons,
      method: fc.constantFrom(...RELEASE_METHODS),
      status: fc.constantFrom(...RELEASE_STATUSES, 'completed' as const, 'completed' as const),
      completedOn: maybeDated,
      names: fc.subarray([...names], { maxLength: Math.min(2, names.length) }),
      target: ordnance,
      operator: fc.option(fc.constantFrom(...OPERATORS), { freq: 2, nil: null }),
      snapshot,
    })
    .map(({ geometry, method, status, completedOn, names: named, target, operator, snapshot: snapshotDay }) => ({
      type: 'land_release',
      key,
      geometry,
      method,
      status,
      completed: completedOn?.value ?? null,
      completedPrecision: completedOn?.precision ?? 'day',
      names: named,
      target,
      operator,
      snapshot: snapshotDay,
    }));

/** Up to `most` hazards H1… and up to `most` releases R1…, which may name them. */
export const histories = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 0, max: most }))
    .chain(([hazards, releases]) => {
      const keys = Array.from({ length: hazards }, (_, index) => `H${index + 1}`);
      return fc.tuple(
        fc.tuple(...keys.map(hazardNamed)),
        fc.tuple(...Array.from({ length: releases }, (_, index) => releaseNamed(`R${index + 1}`, keys))),
      );
    })
    .map(([hazards, releases]) => [...hazards, ...releases]);

/** Steps of a data manager: records written (new or corrected) and taken back, a few at a time. */
export const sequences = fc.array(
  fc.record({ written: histories(3), gone: fc.subarray(['H1', 'H2', 'H3', 'R1', 'R2', 'R3'], { maxLength: 2 }) }),
  { minLength: 2, maxLength: 5 },
);
