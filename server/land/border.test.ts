import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { Readiness } from '../readiness.ts';
import type { AreaSummary, Border, Summary } from './contract.ts';
import { geographicLibSquareMetres } from './testing/geodesic.ts';
import { box, hazard, type MultiPolygon, release, Story } from './testing/story.ts';

describe('a drawn area', () => {
  let database: Database;
  let app: FastifyInstance;
  let story: Story;
  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
    story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 10, 4), { recorded: '2001-01-01' }),
      release('R', box(4, 0, 2, 4), 'cleared', { completed: '2005-01-01' }),
      hazard('K', box(30, 0, 2, 2), { recorded: '2001-01-01', kind: 'CHA' }),
    ]);
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const post = (path: string, coordinates: unknown, query = '', type = 'MultiPolygon') =>
    app.inject({
      method: 'POST',
      url: `${path}?programme=${story.code}${query}`,
      headers: { host: '127.0.0.1:3000', 'content-type': 'application/json' },
      payload: JSON.stringify({ type, coordinates }),
    });
  const borderIn = async (area: MultiPolygon) => (await post('/api/land/border', area)).json() as Border;
  const summaryIn = async (area: MultiPolygon, query = '') =>
    (await post('/api/summary/area', area, query)).json() as AreaSummary;
  const whole = async () => {
    const answer = await app.inject({ url: `/api/summary?programme=${story.code}`, headers: { host: '127.0.0.1:3000' } });
    return answer.json() as Summary;
  };

  it('that holds all the land counts all of it, and asks for no geometry', async () => {
    const area = box(-5, -5, 50, 50);
    const { inside, border } = await borderIn(area);
    expect(inside).toHaveLength(4);
    expect(border).toEqual([]);
    const { remaining_km2, released_km2, recorded_km2 } = await whole();
    expect(await summaryIn(area)).toMatchObject({ remaining_km2, released_km2, recorded_km2 });
  });

  it('cuts the faces on its border: the parts are those that GeographicLib measures, on every date', async () => {
    const area = box(-1, 1, 6, 2);
    const { inside, border } = await borderIn(area);
    expect(inside).toEqual([]);
    expect(border).toHaveLength(2);
    const now = await summaryIn(area);
    expect(now.remaining_km2.suspected * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 1, 4, 2)), 1);
    expect(now.released_km2.cleared * 1e6).toBeCloseTo(geographicLibSquareMetres(box(4, 1, 1, 2)), 1);
    const before = await summaryIn(area, '&as_of=2004-12-31');
    expect(before.remaining_km2.total * 1e6).toBeCloseTo(geographicLibSquareMetres(box(0, 1, 5, 2)), 1);
    expect(before.released_km2.total).toBe(0);
  });

  it('and what lies beside it are the whole, to the hundredth of a square metre a face', async () => {
    const west = await summaryIn(box(-5, -5, 8, 20));
    const east = await summaryIn(box(3, -5, 40, 20));
    const { remaining_km2 } = await whole();
    expect(west.remaining_km2.total).toBeGreaterThan(0);
    expect(Math.abs(west.remaining_km2.total + east.remaining_km2.total - remaining_km2.total) * 1e6).toBeLessThan(0.03);
  });

  it('takes the filters of every other figure', async () => {
    const area = box(-5, -5, 50, 50);
    expect((await summaryIn(area, '&kind=CHA')).remaining_km2.suspected).toBe(0);
    expect((await summaryIn(area, '&method=cancelled')).released_km2.total).toBe(0);
  });

  it('on another continent holds nothing, and says so with zeros', async () => {
    const area: MultiPolygon = [
      [
        [
          [-60, -10],
          [-50, -10],
          [-50, 0],
          [-60, -10],
        ],
      ],
    ];
    const { inside, border } = await borderIn(area);
    expect([inside, border]).toEqual([[], []]);
    expect((await summaryIn(area)).recorded_km2).toBe(0);
  });

  it('that reaches the pole is no error', async () => {
    expect(
      (
        await borderIn([
          [
            [
              [100, 10],
              [110, 10],
              [110, 90],
              [100, 90],
              [100, 10],
            ],
          ],
        ])
      ).inside,
    ).toHaveLength(4);
  });

  it('that crosses itself is repaired, counted as what it encloses, and said to be so', async () => {
    const [a, b, c, d] = box(-1, 1, 6, 2)[0]?.[0] as [number, number][];
    const bowTie = [[[a, c, b, d, a]]] as MultiPolygon;
    const { area } = await borderIn(bowTie);
    expect(area.repaired).toBe(true);
    expect(area.coordinates).toHaveLength(2);
    expect(area.area_m2).toBeCloseTo(
      area.coordinates.reduce((sum, rings) => sum + geographicLibSquareMetres([rings] as MultiPolygon), 0),
      1,
    );
    const { area: sound } = await borderIn(box(-1, 1, 6, 2));
    expect(sound.repaired).toBe(false);
    expect(sound.coordinates.flat(2)).toHaveLength(5);
  });

  const ring = (length: number) => {
    const points = Array.from({ length }, (_, index) => [
      103 + Math.cos((index / length) * 6.28),
      13 + Math.sin((index / length) * 6.28),
    ]);
    return [[[...points, points[0]]]];
  };
  it.each([
    ['nothing', [], /empty/],
    ['a polygon without a ring', [[]], /no ring/],
    [
      'two positions',
      [
        [
          [
            [103, 13],
            [103, 14],
          ],
        ],
      ],
      /fewer than four/,
    ],
    [
      'a ring that does not close',
      [
        [
          [
            [103, 13],
            [104, 13],
            [104, 14],
            [103, 14],
          ],
        ],
      ],
      /does not end where it begins/,
    ],
    [
      'metres',
      [
        [
          [
            [456000, 1440000],
            [456100, 1440000],
            [456100, 1440100],
            [456000, 1440000],
          ],
        ],
      ],
      /456000,1440000.*not a position/,
    ],
    [
      'words',
      [
        [
          [
            ['east', 'north'],
            [1, 2],
            [3, 4],
            ['east', 'north'],
          ],
        ],
      ],
      /not a position/,
    ],
    [
      'a line',
      [
        [
          [
            [103, 13],
            [104, 14],
            [103, 13],
            [103, 13],
          ],
        ],
      ],
      /encloses no land/,
    ],
    [
      'the world',
      [
        [
          [
            [-180, -90],
            [180, -90],
            [180, 90],
            [-180, 90],
            [-180, -90],
          ],
        ],
      ],
      /360 degrees wide/,
    ],
    ['too many positions', ring(2000), /2001 positions, 2000 are the most/],
  ])('%s: 400, in words that say what would be right', async (_name, coordinates, words) => {
    for (const path of ['/api/land/border', '/api/summary/area']) {
      const answer = await post(path, coordinates);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ field: 'coordinates', detail: expect.stringMatching(words) });
    }
  });

  it('of another kind of geometry, of a programme that is not there, or too large, is refused', async () => {
    expect((await post('/api/land/border', [103, 13], '', 'Point')).statusCode).toBe(400);
    expect((await post('/api/land/border', ring(2500))).statusCode).toBe(400);
    expect((await post('/api/land/border', Array(60_000).fill([[1.5, 2.5]]))).statusCode).toBe(413);
    const strange = await app.inject({
      method: 'POST',
      url: '/api/land/border?programme=ZZZ',
      headers: { host: '127.0.0.1:3000' },
      payload: { type: 'Polygon', coordinates: box(0, 0, 1, 1)[0] },
    });
    expect(strange.statusCode).toBe(404);
  });
});
