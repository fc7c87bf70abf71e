import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '../server/database/connect.ts';
import { belt, beltFile } from './generate/belt.ts';
import { startProgram } from './testing/programs.ts';

const KILLS = process.env.LANDCLEAR_LONG ? 40 : 4;
const serverUrl = process.env.LANDCLEAR_TEST_DATABASE_URL;
const COUNT = `select (select count(*) from import_batch)::int as batches, (select count(*) from hazardous_area)::int as records,
  (select count(*) from face)::int as faces, (select count(*) from record_revision)::int as revisions`;
interface Stored {
  batches: number;
  records: number;
  faces: number;
  revisions: number;
}

const lineFile = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { id: '1' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [105, 12],
          [106, 12],
        ],
      },
    },
  ],
};

describe('npm run import', () => {
  let folder: string;
  let hazards: string;
  const hazardCount = belt(400, 7).filter(({ type }) => type === 'hazardous_area').length;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'landclear-import-'));
    hazards = join(folder, 'hazards.geojson');
    writeFileSync(hazards, beltFile(belt(400, 7), 'hazardous_area'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const importing = (settings: Record<string, string>, ...parameters: string[]) =>
    startProgram(
      'import',
      parameters.length > 0 ? parameters : [hazards, '--as', 'hazardous-areas', '--programme', 'KHM'],
      settings,
    );

  async function stored(databaseUrl: string | null, dataDirectory: string): Promise<Stored> {
    const database = await connectDatabase({ databaseUrl, dataDirectory });
    try {
      const [row] = await database.asKeeper((query) => query<Stored>(COUNT));
      return row as Stored;
    } finally {
      await database.close();
    }
  }

  /** Kills imports at moments spread over the whole of one, and looks at what is there after each. */
  async function killAtRandomMoments(databaseUrl: string | null, directory: string): Promise<void> {
    const settings = { DATA_DIR: directory, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) };
    // the schema, so that what is timed is the import alone
    await stored(databaseUrl, directory);
    const before = Date.now();
    // what an import does besides importing: starting, opening the database
    await importing(settings, '--undo', '999').ended;
    const idle = Date.now() - before;
    let whole = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const program = importing(settings);
      const timer = delay(idle * 0.5 + Math.random() * 4000).then(() => program.process.kill('SIGKILL'));
      const { signal } = await program.ended;
      await timer;
      const now = await stored(databaseUrl, directory);
      if (now.records > 0) whole += 1;
      expect(now.records === 0 || now.records === hazardCount, JSON.stringify(now)).toBe(true);
      expect(now.batches > 0).toBe(now.records > 0);
      expect(now.faces > 0).toBe(now.records > 0);
      expect(now.revisions).toBe(now.records);
      if (signal === null) expect(now.records).toBe(hazardCount);
    }
    const { code, out } = await importing(settings).ended;
    expect(code).toBe(0);
    expect(out).toContain(whole > 0 ? `0 new, 0 corrected or changed, ${hazardCount} unchanged` : `${hazardCount} new`);
    expect((await stored(databaseUrl, directory)).records).toBe(hazardCount);
  }

  test('killed at random moments on the embedded database: wholly in or not at all', () =>
    killAtRandomMoments(null, join(folder, 'embedded')));

  test.runIf(serverUrl)('killed at random moments on PostGIS: wholly in or not at all', async () => {
    const name = `landclear_killed_${process.pid}`;
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(`create database ${name}`);
      const url = new URL(serverUrl as string);
      url.pathname = `/${name}`;
      await killAtRandomMoments(url.href, join(folder, 'postgis'));
    } finally {
      await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    }
  });

  test('a report that cannot be written is said, and the import is loaded: exit code 0', async () => {
    const settings = { DATA_DIR: join(folder, 'no-report') };
    await stored(null, settings.DATA_DIR);
    // where the folder of reports should be
    writeFileSync(join(settings.DATA_DIR, 'reports'), '');
    const { code, out, err } = await importing(settings).ended;
    expect(err).toMatch(/^The report could not be written to .*reports/m);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toContain(`accepted ${hazardCount}`);
    expect(code).toBe(0);
  });

  test('an unknown --status is refused in one sentence, the values named', async () => {
    const { code, err } = await importing(
      { DATA_DIR: join(folder, 'status') },
      hazards,
      '--as',
      'hazardous-areas',
      '--programme',
      'KHM',
      '--status',
      'nonsense',
    ).ended;
    expect(code).toBe(1);
    expect(err).toContain('status "nonsense" is not known; for hazardous-areas it is one of open, ');
    expect(err).not.toMatch(/\n\s+at /);
  });

  const words = { DATA_DIR: '' };
  const bad: [string, string, string][] = [
    ['empty.geojson', '', 'empty'],
    ['truncated.geojson', '', 'whole'],
    ['text.geojson', 'these are no polygons', 'JSON'],
    ['lines.geojson', JSON.stringify(lineFile), 'LineString'],
    ['metres.geojson', JSON.stringify(polygonFile([500000, 1300000])), '500000'],
    ['nothing.geojson', JSON.stringify({ type: 'FeatureCollection', features: [] }), 'no '],
  ];
  test('what cannot be imported gets one sentence, and the database is as before', async () => {
    words.DATA_DIR = join(folder, 'bad');
    for (const [name, text, expected] of bad) {
      const path = join(folder, name);
      const content = name.startsWith('truncated') ? readFileSync(hazards, 'utf8').slice(0, 9_000) : text;
      writeFileSync(path, content);
      const { code, err } = await importing(words, path, '--as', 'hazardous-areas', '--programme', 'KHM', '--kind', 'SHA').ended;
      expect(code, name).toBe(1);
      expect(err, name).toContain(expected);
      expect(err, name).not.toMatch(/\n\s+at /);
    }
    expect(await stored(null, words.DATA_DIR)).toEqual({ batches: 0, records: 0, faces: 0, revisions: 0 });
  });

  test.each([
    [['no-such-file.geojson', '--as', 'accidents', '--programme', 'KHM'], 'There is no file no-such-file.geojson.'],
    [['package.json', '--programme', 'KHM'], '--as is missing'],
    [['package.json', '--as', 'accidents'], '--programme is missing'],
    [['package.json', '--as', 'minefields', '--programme', 'KHM'], '--as minefields is not known; the values are'],
    [['package.json', '--as', 'places', '--level', '9', '--programme', 'KHM'], '--level 9 must be a whole number from 1 to 6.'],
    [['package.json', '--as', 'accidents', '--programme', 'KHM', '--report', 'docs'], '--report docs is a folder; name the file'],
    [
      ['package.json', '--as', 'accidents', '--programme', 'KHM', '--report', '/dev/null/x.csv'],
      '--report /dev/null/x.csv cannot be',
    ],
    [['--sideways'], "Unknown option '--sideways'"],
    [[], 'Name the file to import.'],
  ])('a command that cannot work, %j: one sentence and the usage', async (parameters, sentence) => {
    const { code, err } = await startProgram('import', parameters, { DATA_DIR: join(folder, 'usage') }).ended;
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).toContain('Usage: npm run import');
  });
});

function polygonFile([x, y]: [number, number]) {
  const ring = [
    [x, y],
    [x + 100, y],
    [x + 100, y + 100],
    [x, y],
  ];
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { id: '1' }, geometry: { type: 'Polygon', coordinates: [ring] } }],
  };
}
