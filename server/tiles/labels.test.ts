import { readFileSync } from 'node:fs';
import * as turf from '@turf/turf';
import type { Feature, FeatureCollection, MultiPolygon } from 'geojson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openEmbeddedTestDatabase, openPostgisTestDatabase, openTestDatabase, testDatabaseKind } from '../database/testing.ts';
import { importFile } from '../imports/load.ts';
import { findProgramme } from '../places/queries.ts';
import { boundsOf, EXTENT, type Tile, WORLD } from './grid.ts';
import { tileOf } from './queries.ts';
import { type Drawn, decode, tileHolding } from './testing.ts';

type Province = Feature<MultiPolygon, { code: string; name: string; name_km: string }>;
const bytes = readFileSync(new URL('../../data/cambodia-provinces.geojson', import.meta.url));
const provinces = (JSON.parse(bytes.toString()) as FeatureCollection<MultiPolygon, Province['properties']>).features;
const district = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: 'D1', name: 'Sampov Lun', parent: 'KH-2' },
      geometry: turf.bboxPolygon([102.4, 13.3, 102.6, 13.5]).geometry,
    },
  ],
};

async function withPlaces(database: Database): Promise<Database> {
  for (const [level, content] of [
    [1, bytes],
    [2, new TextEncoder().encode(JSON.stringify(district))],
  ] as const)
    await importFile(database, content, {
      entity: 'places',
      programme: 'KHM',
      fileName: `level-${level}.geojson`,
      kind: null,
      method: null,
      status: null,
      dateOrder: null,
      snapshotDay: '2025-01-01',
      snapshotGiven: true,
      changeAsOf: null,
      complete: false,
      level,
      boundarySet: null,
      mapping: null,
      today: '2026-01-01',
    });
  return database;
}

/** Every label of a zoom over Cambodia, with where it stands in degrees. */
async function labelsAt(database: Database, z: number): Promise<(Drawn & { at: [number, number]; tile: Tile })[]> {
  const [first, last] = [tileHolding(z, 102.3, 14.7), tileHolding(z, 107.7, 10.3)];
  const labels = [];
  for (let x = first.x; x <= last.x; x += 1) {
    for (let y = first.y; y <= last.y; y += 1) {
      const tile = { z, x, y };
      const { west, south, size } = boundsOf(tile);
      const content = await database.asAudience('manager', async (query) =>
        tileOf(query, database.kind, 'places', (await findProgramme(query, 'KHM')).id, tile),
      );
      for (const label of decode(content).places_label ?? []) {
        const point = label.rings[0]?.[0] as { x: number; y: number };
        const [mercatorX, mercatorY] = [west + (point.x / EXTENT) * size, south + size - (point.y / EXTENT) * size];
        const latitude = (2 * Math.atan(Math.exp((mercatorY / WORLD) * Math.PI)) * 180) / Math.PI - 90;
        labels.push({ ...label, tile, at: [(mercatorX / WORLD) * 180, latitude] as [number, number] });
      }
    }
  }
  return labels;
}

describe('names of places', () => {
  let database: Database;
  beforeAll(async () => {
    database = await withPlaces(await openTestDatabase());
  });
  afterAll(() => database.close());

  it.each([0, 5, 7, 9])('at zoom %i each province is named once, inside itself, in both scripts', async (z) => {
    const labels = (await labelsAt(database, z)).filter(({ properties }) => properties.level === 1);
    expect(labels.map(({ properties }) => properties.code).sort()).toEqual(
      provinces.map(({ properties }) => properties.code).sort(),
    );
    for (const { properties, at } of labels) {
      const province = provinces.find((other) => other.properties.code === properties.code) as Province;
      expect(properties).toMatchObject({ name: province.properties.name, name_km: province.properties.name_km });
      // a unit of the tile is the most that a point may have moved
      if (z > 0) expect(turf.booleanPointInPolygon(at, province), province.properties.name).toBe(true);
    }
  });

  it('districts are named from where there is room for their names', async () => {
    const districts = async (z: number) =>
      (await labelsAt(database, z)).filter(({ properties }) => properties.level === 2).map(({ properties }) => properties.name);
    expect(await districts(7)).toEqual([]);
    expect(await districts(8)).toEqual(['Sampov Lun']);
  });
});

describe.runIf(testDatabaseKind === 'postgis')('names of places on both databases', () => {
  let databases: Database[];
  beforeAll(async () => {
    databases = await Promise.all([openEmbeddedTestDatabase(), openPostgisTestDatabase()]);
    for (const database of databases) await withPlaces(database);
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  it.each([0, 6, 9])('at zoom %i they are the same, within a unit of the tile', async (z) => {
    const [one, other] = await Promise.all(databases.map((database) => labelsAt(database, z)));
    const named = (labels: Drawn[] = []) => labels.map(({ properties }) => properties);
    expect(named(one)).toEqual(named(other));
    expect(one?.length).toBeGreaterThan(24);
    for (const [index, label] of (one ?? []).entries()) {
      const [mine, theirs] = [label, other?.[index]].map((drawn) => drawn?.rings[0]?.[0] as { x: number; y: number });
      expect(Math.abs((mine?.x ?? 0) - (theirs?.x ?? 9999))).toBeLessThanOrEqual(1);
      expect(Math.abs((mine?.y ?? 0) - (theirs?.y ?? 9999))).toBeLessThanOrEqual(1);
    }
  });
});
