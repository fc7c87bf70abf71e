import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belt, beltFile } from '../../scripts/generate/belt.ts';
import type { Database } from '../database/database.ts';
import { openEmbeddedTestDatabase, openPostgisTestDatabase, testDatabaseKind } from '../database/testing.ts';
import { importFile } from '../imports/load.ts';
import type { ImportOptions } from '../imports/options.ts';
import { findProgramme } from '../places/queries.ts';
import { tileOf } from './queries.ts';
import { type Drawn, decode, tileHolding } from './testing.ts';

const records = belt(200, 11);
const options = (entity: ImportOptions['entity']): ImportOptions => ({
  entity,
  programme: 'KHM',
  fileName: 'belt.geojson',
  kind: null,
  method: null,
  status: null,
  dateOrder: null,
  snapshotDay: '2025-01-01',
  snapshotGiven: true,
  changeAsOf: null,
  complete: false,
  level: null,
  boundarySet: null,
  mapping: null,
  today: '2026-01-01',
});

describe.runIf(testDatabaseKind === 'postgis')('the same files on both databases', () => {
  let databases: Database[];
  beforeAll(async () => {
    databases = await Promise.all([openEmbeddedTestDatabase(), openPostgisTestDatabase()]);
    for (const database of databases) {
      const text = (type: 'hazardous_area' | 'land_release') => new TextEncoder().encode(beltFile(records, type));
      await importFile(database, text('hazardous_area'), options('hazardous-areas'));
      await importFile(database, text('land_release'), options('land-releases'));
    }
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  /** Features in an order of their own: an id of the ledger is an address, not a thing, and may differ after another history. */
  const drawn = async (
    database: Database,
    layer: 'land' | 'hazardous_areas' | 'land_releases',
    z: number,
    at: [number, number],
  ) => {
    const bytes = await database.asAudience('manager', async (query) => {
      const { id } = await findProgramme(query, 'KHM');
      return tileOf(query, database.kind, layer, id, tileHolding(z, ...at));
    });
    return decode(bytes);
  };
  /** Areas are rounded to hundredths of a square metre; another version of the geometry library may round the last one the other way. */
  const withoutArea = (properties: Drawn['properties']) => {
    const { m2 = 0, outside_m2 = 0, area_m2 = 0, ...rest } = properties;
    return { rest, area: Number(m2) + Number(outside_m2) + Number(area_m2) };
  };
  /** Every point of one lies within a unit of a point of the other. */
  const expectNear = (one: Drawn, other: Drawn) => {
    const points = other.rings.flat();
    for (const { x, y } of one.rings.flat())
      expect(points.some((point) => Math.abs(point.x - x) <= 1 && Math.abs(point.y - y) <= 1)).toBe(true);
  };

  it.each([3, 7, 10, 12, 14])('tiles of zoom %i have the same ids, attributes and, within one unit, shapes', async (z) => {
    let seen = 0;
    for (const { ring } of records.filter((_, index) => index % 20 === 0)) {
      for (const layer of ['land', 'hazardous_areas', 'land_releases'] as const) {
        const [one, other] = (await Promise.all(
          databases.map((database) => drawn(database, layer, z, ring[0] as [number, number])),
        )) as [Record<string, Drawn[]>, Record<string, Drawn[]>];
        expect(Object.keys(one)).toEqual(Object.keys(other));
        for (const [name, features] of Object.entries(one)) {
          const others = other[name] ?? [];
          const ids = (list: Drawn[]) => list.map(({ id }) => id).sort((a, b) => a - b);
          expect(ids(features), name).toEqual(ids(others));
          seen += features.length;
          for (const feature of features) {
            const match = others.find(({ id }) => id === feature.id) as Drawn;
            const [mine, theirs] = [withoutArea(feature.properties), withoutArea(match.properties)];
            expect(mine.rest).toEqual(theirs.rest);
            expect(Math.abs(mine.area - theirs.area)).toBeLessThan(0.05);
            expectNear(feature, match);
            expectNear(match, feature);
          }
        }
      }
    }
    expect(seen).toBeGreaterThan(20);
  });
});
