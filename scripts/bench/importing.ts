import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Database } from '../../server/database/database.ts';
import { openEmbeddedTestDatabase, openPostgisTestDatabase, testServerUrl } from '../../server/database/testing.ts';
import { importFile } from '../../server/imports/load.ts';
import type { ImportOptions } from '../../server/imports/options.ts';
import { rebuildLedger } from '../../server/land/ledger/rebuild.ts';
import { findProgramme } from '../../server/places/queries.ts';
import { belt, beltFile } from '../generate/belt.ts';
import { type Line, versionOf, writeBenchmarks } from './document.ts';
import { StepTimes } from './step-times.ts';

/**
 * npm run bench:import -- [embedded] [crowded] [5000 20000 ...]: how each step of an import grows with the file, beside ogr2ogr and one ST_Union of
 * the same polygons on the same server. Quote ratios and exponents, not seconds: machines differ and drift.
 * Twice as many polygons are of half the size, so that each meets as many others; with the argument crowded they are not, and faces grow
 * with the square of the file.
 */
const EMBEDDED = process.argv.includes('embedded');
const CROWDED = process.argv.includes('crowded');
const sizes = process.argv.slice(2).map(Number).filter(Number.isFinite);
const SIZES = sizes.length > 0 ? sizes : [5_000, 20_000];
/** Of what is measured beside the import the least counts: others use the machine too. */
const ROUNDS = 3;
const PLACES = resolve(import.meta.dirname, '../../data/cambodia-provinces.geojson');
const PEERS = ['one ST_Union', 'ogr2ogr'] as const;
const LEDGER = ['members', 'faces', 'places', 'days', 'intervals', 'states', 'tiles'];

const options = (entity: ImportOptions['entity']): ImportOptions => ({
  ...{ entity, programme: 'KHM', fileName: 'belt.geojson', kind: null, method: null, status: null, dateOrder: null },
  ...{ snapshotDay: '2024-12-31', snapshotGiven: true, changeAsOf: null, complete: false, boundarySet: null, mapping: null },
  level: entity === 'places' ? 1 : null,
  today: '2025-01-01',
});

/** Seconds of every step of importing and of measuring the same beside it. */
async function measure(database: Database, count: number): Promise<Map<string, number>> {
  const times = new StepTimes();
  await importFile(database, readFileSync(PLACES), options('places'));
  const records = belt(count, 1, CROWDED ? 1 : 20_000 / count);
  const files = { 'hazardous-areas': beltFile(records, 'hazardous_area'), 'land-releases': beltFile(records, 'land_release') };
  for (const [entity, text] of Object.entries(files)) {
    times.begin('read');
    await importFile(
      times.watching(database),
      new TextEncoder().encode(text),
      options(entity as ImportOptions['entity']),
      (step) => times.step(step),
    );
    times.end();
  }
  const { id } = await database.asAudience('manager', (query) => findProgramme(query, 'KHM'));
  const [{ name } = { name: '' }] = await database.asKeeper((query) =>
    query<{ name: string }>('select current_database() as name'),
  );
  const least = new Map<string, number>();
  const keepLeast = (what: string, seconds: number) => least.set(what, Math.min(seconds, least.get(what) ?? Infinity));
  for (let round = 0; round < ROUNDS; round += 1) {
    const rebuilt = new StepTimes();
    await database.asKeeper((query) => rebuildLedger(query, id, 'all', (step) => rebuilt.step(step)));
    rebuilt.end();
    for (const step of LEDGER)
      if (rebuilt.seconds.has(step)) keepLeast(`whole ledger: ${step}`, rebuilt.seconds.get(step) as number);
    keepLeast('whole ledger', rebuilt.total);
    keepLeast('one ST_Union', await timed(() => database.asKeeper((query) => query(UNION))));
    if (!EMBEDDED) keepLeast('ogr2ogr', ogr2ogr(name, Object.values(files)));
  }
  const rest = times.total - sum(times.seconds, LEDGER);
  const rows = new Map([...times.seconds, ['import, ledger left out', rest], ['import', times.total], ...least]);
  const ratio = (what: string, over: string) => (rows.get(what) as number) / (rows.get(over) ?? Number.NaN);
  rows.set('whole ledger / one ST_Union (aim 1.5)', ratio('whole ledger', 'one ST_Union'));
  rows.set('import, ledger left out / ogr2ogr (aim 3)', ratio('import, ledger left out', 'ogr2ogr'));
  rows.set('import / ogr2ogr', ratio('import', 'ogr2ogr'));
  for (const [statement, seconds] of times.slowest(12)) console.log(`    ${seconds.toFixed(2)} s  ${statement}`);
  return rows;
}

const UNION = `select geodesic_area_m2(ST_Union(geom)) from (select geom from hazardous_area union all select geom from land_release) polygons`;

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const sum = (seconds: ReadonlyMap<string, number>, steps: readonly string[]) =>
  steps.reduce((total, step) => total + (seconds.get(step) ?? 0), 0);

/** What is written down of one size. @param growth the exponent of a step beside the size before; null: there was none */
function linesOf(count: number, rows: ReadonlyMap<string, number>, growth: (step: string) => number | null): Line[] {
  const of = (what: string) => `${what}, ${count.toLocaleString('en')} polygons`;
  const seconds = (step: string) => `${(rows.get(step) ?? Number.NaN).toFixed(1)} s`;
  const beside = (one: string, other: string) =>
    `${seconds(one)}; ${seconds(other)}: ${((rows.get(one) ?? Number.NaN) / (rows.get(other) ?? Number.NaN)).toFixed(2)} ×`;
  const steps = [...rows.keys()].filter(
    (step) => !step.includes(' / ') && growth(step) !== null && !(PEERS as readonly string[]).includes(step),
  );
  const steepest = steps.sort((one, other) => (growth(other) as number) - (growth(one) as number))[0];
  return [
    { what: of('whole ledger; one ST_Union'), measured: beside('whole ledger', PEERS[0]), aim: '≤ 1.5 ×' },
    { what: of('import, ledger left out; ogr2ogr'), measured: beside('import, ledger left out', PEERS[1]), aim: '≤ 3 ×' },
    { what: of('import; ogr2ogr'), measured: beside('import', PEERS[1]), aim: '–' },
    ...(steepest === undefined
      ? []
      : [
          {
            what: of(`exponent: import; steepest step (${steepest})`),
            measured: `${growth('import')?.toFixed(2)}; ${growth(steepest)?.toFixed(2)}`,
            aim: '≤ 1.05',
          },
        ]),
  ];
}

/** Seconds that ogr2ogr takes to load the files into tables of their own. */
function ogr2ogr(database: string, texts: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'landclear-bench-'));
  const url = new URL(testServerUrl);
  const env = { ...process.env, PGHOST: url.searchParams.get('host') ?? url.hostname, PGPORT: url.port || '5432' };
  Object.assign(env, { PGUSER: decodeURIComponent(url.username), PGPASSWORD: decodeURIComponent(url.password) });
  try {
    let seconds = 0;
    for (const [index, text] of texts.entries()) {
      const file = join(folder, `${index}.geojson`);
      writeFileSync(file, text);
      const start = performance.now();
      execFileSync('ogr2ogr', ['-f', 'PostgreSQL', `PG:dbname=${database}`, file, '-nln', `public.ogr_${index}`, '-overwrite'], {
        env,
      });
      seconds += (performance.now() - start) / 1000;
    }
    return seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines: Line[] = [];
let before: { count: number; rows: Map<string, number> } | null = null;
for (const count of SIZES) {
  const database = await (EMBEDDED ? openEmbeddedTestDatabase() : openPostgisTestDatabase());
  try {
    console.log(`${count} polygons`);
    const rows = await measure(database, count);
    const growth = (step: string) => {
      const was = before?.rows.get(step);
      return was === undefined ? null : Math.log((rows.get(step) as number) / was) / Math.log(count / (before?.count ?? 1));
    };
    for (const [step, value] of rows) {
      const isRatio = step.includes(' / ');
      const exponent = isRatio ? null : growth(step);
      const grows = exponent === null ? '' : `exponent ${exponent.toFixed(2)}`;
      console.log(`  ${step.padEnd(42)} ${value.toFixed(2).padStart(8)} ${isRatio ? ' ' : 's'}  ${grows}`);
    }
    lines.push(...linesOf(count, rows, growth));
    before = { count, rows };
  } finally {
    await database.close();
  }
}
if (!EMBEDDED && !CROWDED)
  writeBenchmarks(resolve(import.meta.dirname, '../..'), {
    file: 'benchmarks-importing.md',
    title: 'Benchmarks: importing',
    command: `bench:import -- ${SIZES.join(' ')}`,
    lines,
    versions: ['PostgreSQL with PostGIS', versionOf('ogr2ogr', '--version')],
    data: 'The files are generated (`scripts/generate/belt.ts`): polygons that overlap along 350 km of belt, 55% of them hazardous areas, cut by the provinces.',
    notes: [
      '*Ledger*: the overlay of the faces is as dear as the union; cutting them by place, the states and the tiles come on top.',
      '*The rest*: ogr2ogr copies. Here every record is checked and given its key and revision, its wording is kept word for word and ' +
        'compared with what earlier files said; loading and writing those rows is two thirds of it.',
    ],
  });
