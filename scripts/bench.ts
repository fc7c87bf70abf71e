import './check-node.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ARROW } from '../server/arrow.ts';
import type { Database } from '../server/database/database.ts';
import { openEmbeddedTestDatabase, openPostgisTestDatabase } from '../server/database/testing.ts';
import { compress } from '../server/delivery.ts';
import { NO_FILTER } from '../server/engine/filter.ts';
import { importFile } from '../server/imports/load.ts';
import type { ImportOptions } from '../server/imports/options.ts';
import { SPANS as SPAN_TABLE, tableColumns } from '../server/land/columns.ts';
import { rebuildLedger } from '../server/land/ledger/rebuild.ts';
import { loadLand } from '../server/land/memory/load.ts';
import { summaryOf } from '../server/land/summary.ts';
import { today } from '../server/parameters.ts';
import { findProgramme } from '../server/places/queries.ts';
import { tileOf } from '../server/tiles/queries.ts';
import { raceInChromium } from './bench/page.ts';
import { linesOf, race } from './bench/race.ts';
import { OVERLAPPING, SCATTERED, syntheticLedger } from './bench/wire.ts';
import { belt, beltFile } from './generate/belt.ts';

/**
 * npm run bench: how long things take on this machine, side by side. Quote the ratios, not the times: machines differ and drift.
 * PostGIS takes part where LANDCLEAR_TEST_DATABASE_URL names a server on which databases may be made.
 */
const ROOT = resolve(import.meta.dirname, '..');
const SHARED = process.env.LANDCLEAR_SHARED_DATA ?? join(ROOT, '../shared/data');
const BELT_POLYGONS = Number(process.env.LANDCLEAR_BENCH_POLYGONS ?? 36_000);

const SPANS = 1_000_000;

const lines: [string, string][] = [];
function report(what: string, value: string): void {
  lines.push([what, value]);
  console.log(`${what.padEnd(72)} ${value}`);
}
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

const options = (entity: ImportOptions['entity'], more: Partial<ImportOptions>): ImportOptions => ({
  entity,
  programme: 'KHM',
  fileName: 'bench.geojson',
  kind: null,
  method: null,
  status: null,
  dateOrder: null,
  snapshotDay: '2024-07-31',
  snapshotGiven: true,
  changeAsOf: null,
  complete: false,
  level: null,
  boundarySet: null,
  mapping: null,
  today: today(),
  ...more,
});

async function rebuild(database: Database, code: string): Promise<number> {
  const { id } = await database.asAudience('manager', (query) => findProgramme(query, code));
  const [, time] = await timed(() => database.asKeeper((query) => rebuildLedger(query, id, 'all')));
  return time;
}

async function union(database: Database, code: string): Promise<number> {
  const [, time] = await timed(() =>
    database.asKeeper((query) =>
      query(
        `select geodesic_area_m2(ST_Union(geom)) from (
           select programme_id, geom from hazardous_area union all select programme_id, geom from land_release) polygons
         join programme using (programme_id) where code = $1`,
        [code],
      ),
    ),
  );
  return time;
}

async function benchDatabase(name: string, database: Database): Promise<void> {
  if (existsSync(join(SHARED, 'bih-west'))) {
    const file = (part: string) => readFileSync(join(SHARED, 'bih-west', part));
    const [, time] = await timed(async () => {
      await importFile(
        database,
        file('suspect_areas_simplyfied.geojson'),
        options('hazardous-areas', { programme: 'BIH', kind: 'SHA' }),
      );
      await importFile(
        database,
        file('cleared_areas_simplyfied.geojson'),
        options('land-releases', { programme: 'BIH', method: 'cleared' }),
      );
    });
    report(`${name}: bih-west imported (2,638 records)`, seconds(time));
    const [build, united] = [await rebuild(database, 'BIH'), await union(database, 'BIH')];
    report(
      `${name}: bih-west ledger built; ST_Union of the same; ratio`,
      `${seconds(build)}; ${seconds(united)}; ${(build / united).toFixed(2)}`,
    );
  } else report(`${name}: bih-west`, 'left out: the test data is absent');

  const [, imported] = await timed(async () => {
    const records = belt(BELT_POLYGONS);
    const file = (type: 'hazardous_area' | 'land_release') => new TextEncoder().encode(beltFile(records, type));
    await importFile(database, file('hazardous_area'), options('hazardous-areas', {}));
    await importFile(database, file('land_release'), options('land-releases', {}));
  });
  report(`${name}: belt of ${BELT_POLYGONS} polygons imported, ledger included`, seconds(imported));
  const [build, united] = [await rebuild(database, 'KHM'), await union(database, 'KHM')];
  report(
    `${name}: belt ledger built; ST_Union of the same; ratio (aim 2)`,
    `${seconds(build)}; ${seconds(united)}; ${(build / united).toFixed(2)}`,
  );

  const programme = await database.asAudience('manager', (query) => findProgramme(query, 'KHM'));
  for (const z of [0, 4, 6, 8, 10, 12, 14]) {
    const times: number[] = [];
    let bytes = 0;
    for (const [longitude, latitude] of [
      [103.1, 13.7],
      [104.2, 12.6],
      [105.0, 13.2],
    ] as const) {
      const sine = Math.sin((latitude * Math.PI) / 180);
      const x = Math.floor(((longitude + 180) / 360) * 2 ** z);
      const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z);
      const [tile, time] = await timed(() =>
        database.asAudience('manager', (query) => tileOf(query, database.kind, 'land', programme.id, { z, x, y })),
      );
      times.push(time);
      bytes = Math.max(bytes, tile.length);
    }
    report(`${name}: land tile at zoom ${z}, median of 3; largest`, `${ms(median(times))}; ${Math.round(bytes / 1024)} kB`);
  }
  const [land, loaded] = await timed(() => database.asAudience('manager', (query) => loadLand(query, programme)));
  report(
    `${name}: ${land.columns.length} spans into memory; bytes a span`,
    `${ms(loaded)}; ${Math.round(land.bytes / Math.max(1, land.columns.length))}`,
  );
  const [, summary] = await timed(() => summaryOf(land, NO_FILTER, '2015-12-31', null));
  report(`${name}: summary`, ms(summary));
  const [columns, columnsTime] = await timed(() => tableColumns(land, SPAN_TABLE));
  report(`${name}: ledger.arrow made; size`, `${seconds(columnsTime)}; ${Math.round(columns.length / 1024)} kB`);
}

async function start(folder: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: folder, PORT: '0', DEMO: '0', DATABASE_URL: '' },
  });
  const ready = await new Promise<number>((done, fail) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('ready at') && done(performance.now() - begun));
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
  return ready;
}

async function benchClient(): Promise<void> {
  for (const [name, laps] of [
    ['client in Node', async () => race(SPANS)],
    ['client in Chromium', () => raceInChromium(SPANS)],
  ] as const)
    try {
      for (const [round, value] of linesOf(await laps())) report(`${name}: ${round}`, value);
    } catch (error) {
      report(name, `left out: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  for (const [name, profile] of [
    ['overlapping as in the demonstration', OVERLAPPING],
    ['each ground once', SCATTERED],
  ] as const) {
    const ledger = syntheticLedger(SPANS, profile);
    const [sent, time] = await timed(() => compress(ledger, 'br', ARROW));
    report(
      `ledger.arrow of 1,000,000 spans, ${name}; brotli (aim 12 MB)`,
      `${(ledger.length / 1e6).toFixed(1)} MB; ${(sent.length / 1e6).toFixed(1)} MB in ${seconds(time)}`,
    );
  }
}

await benchClient();
const folder = mkdtempSync(join(tmpdir(), 'landclear-bench-'));
try {
  report('embedded: first start to ready', seconds(await start(folder)));
  report('embedded: second start to ready', seconds(await start(folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const databases: [string, () => Promise<Database>][] = [['embedded', () => openEmbeddedTestDatabase()]];
if (process.env.LANDCLEAR_TEST_DATABASE_URL) {
  databases.push(['PostGIS', () => openPostgisTestDatabase()]);
} else console.log('PostGIS is left out: LANDCLEAR_TEST_DATABASE_URL names no server.');
for (const [name, open] of databases) {
  const database = await open();
  try {
    await benchDatabase(name, database);
  } finally {
    await database.close();
  }
}
