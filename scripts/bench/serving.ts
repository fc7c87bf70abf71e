import '../check-node.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildApp } from '../../server/app.ts';
import type { Database } from '../../server/database/database.ts';
import { openPostgisTestDatabase, testServerUrl } from '../../server/database/testing.ts';
import type { LandFilter } from '../../server/engine/filter.ts';
import { NO_FILTER } from '../../server/engine/filter.ts';
import { SPANS, tableColumns } from '../../server/land/columns.ts';
import { resolveFilter } from '../../server/land/filters.ts';
import { type HeldLand, type HeldLedger, loadLand } from '../../server/land/memory/load.ts';
import { summaryOf } from '../../server/land/summary.ts';
import { sqlFilterOf } from '../../server/land/testing/sql/filters.ts';
import { summaryAt } from '../../server/land/testing/sql/summary.ts';
import { compareRemaining, timelineBetween } from '../../server/land/timeline.ts';
import { bumpDataVersion } from '../../server/places/programmes.ts';
import { findProgramme } from '../../server/places/queries.ts';
import { Programmes } from '../../server/programmes.ts';
import { Readiness } from '../../server/readiness.ts';
import { article5Report } from '../../server/reports/article-5.ts';
import { randomNumbers } from '../generate/belt.ts';
import { type Load, load, type Measured, measuredOf } from './clients.ts';
import { type Line, versionOf, writeBenchmarks } from './document.ts';
import { landTiles } from './land-tiles.ts';
import { writeNation } from './nation.ts';
import { ms, timed } from './words.ts';

/**
 * npm run bench:serving: how fast figures and tiles are served, beside what they are compared with, in one run; docs/benchmarks.md is
 * written anew. PostGIS: LANDCLEAR_TEST_DATABASE_URL names a server on which databases may be made.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const [SMALL, LARGE] = [115_000, 1_000_000];
const TILE = '/tiles/land/10/808/475.mvt?programme=KHM';

const lines: Line[] = [];
function report(what: string, measured: string, aim = '–'): void {
  lines.push({ what, measured, aim });
  console.log(`${what}: ${measured} (aim ${aim})`);
}
const rate = ({ perSecond }: Measured) => `${Math.round(perSecond).toLocaleString('en')}/s`;
const times = (one: number, other: number) => `${(one / other).toFixed(one / other < 10 ? 2 : 0)} ×`;

const random = randomNumbers(7);
const below = (count: number) => Math.floor(random() * count);
/** Filters and dates as people choose them, at random. */
const questions = Array.from({ length: 500 }, () => {
  const place = below(2) === 0 ? [`P${1 + below(200)}`, `P${1 + below(200)}`] : [];
  return {
    asOf: `${1992 + below(34)}-06-30`,
    place,
    operator: below(3) === 0 ? [`O${1 + below(14)}`] : [],
    method: below(4) === 0 ? ['cleared'] : [],
    kind: below(5) === 0 ? ['CHA'] : [],
  };
});
const addressOf = ({ asOf, ...lists }: (typeof questions)[number]): string =>
  `/api/summary?programme=KHM&as_of=${asOf}${Object.entries(lists)
    .map(([name, values]) => (values.length === 0 ? '' : `&${name}=${values.join()}`))
    .join('')}`;
const filterOf = ({ place, operator, method, kind }: (typeof questions)[number]) =>
  ({ ...NO_FILTER, places: place, operators: operator, methods: method, kinds: kind }) as LandFilter;

const landOf = (database: Database): Promise<HeldLand> =>
  database.asAudience('manager', async (query) => loadLand(query, await findProgramme(query, 'KHM')));

/** The sums as SQL says them, eight at a time, as the server once did. */
async function sqlSummaries(database: Database, seconds: number): Promise<Measured> {
  const taken: number[] = [];
  const end = Date.now() + seconds * 1000;
  let turn = 0;
  const client = async () => {
    while (Date.now() < end) {
      turn += 1;
      const { asOf, place, operator, method, kind } = questions[turn % questions.length] as (typeof questions)[number];
      const lists = Object.entries({ place, operator, method, kind }).filter(([, values]) => values.length > 0);
      const asked = { programme: 'KHM', ...Object.fromEntries(lists.map(([name, values]) => [name, values.join()])) };
      const [, time] = await timed(() =>
        database.asAudience('manager', async (query) =>
          summaryAt(query, sqlFilterOf(await resolveFilter(query, asked)), asOf, null),
        ),
      );
      taken.push(time);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  return measuredOf(taken, seconds);
}

async function serve(database: Database) {
  const readiness = new Readiness();
  readiness.open(database);
  readiness.done('client');
  const app = await buildApp({ readiness });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  await app.loadProgrammes();
  return { app, url };
}

/** The same bytes from a Map in plain Node, and from a file by nginx where it is installed. */
async function peersOf(body: Buffer): Promise<{ name: string; url: string; stop: () => void }[]> {
  const node = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.mapbox-vector-tile', 'content-length': body.length }).end(body);
  });
  await new Promise<void>((listening) => node.listen(0, '127.0.0.1', listening));
  const peers = [
    {
      name: 'plain Node',
      url: `http://127.0.0.1:${(node.address() as { port: number }).port}/tile`,
      stop: () => void node.close(),
    },
  ];
  if (spawnSync('nginx', ['-v']).status !== 0) return peers;
  const folder = mkdtempSync(join(tmpdir(), 'landclear-nginx-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'tile'), body);
  chmodSync(join(folder, 'tile'), 0o644);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `worker_processes 1; pid ${folder}/pid; error_log ${folder}/error; daemon off; events {}
     http { access_log off; sendfile on; keepalive_requests 10000000; server { listen 127.0.0.1:3999; root ${folder}; } }`,
  );
  const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  await delay(500);
  const stop = () => {
    nginx.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return [...peers, { name: 'nginx, the same bytes as a file', url: 'http://127.0.0.1:3999/tile', stop }];
}

/** An answer as it travels. */
const packed = (url: string, headers: Record<string, string>): Promise<{ body: Buffer; etag: string }> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ body: Buffer.concat(parts), etag: answer.headers.etag ?? '' }));
    }).on('error', reject);
  });

async function benchSmall(): Promise<void> {
  const database = await openPostgisTestDatabase();
  await database.asKeeper((query) => writeNation(query, SMALL));
  const { app, url } = await serve(database);
  const asked: Load = { urls: questions.map((question) => url + addressOf(question)), clients: 8, seconds: 4 };
  const sql = await sqlSummaries(database, 4);
  const [eight, one] = [await load(asked), await load({ ...asked, clients: 1 })];
  report(
    `summary, random filters, ${SMALL.toLocaleString('en')} spans, 8 clients; beside SQL`,
    `${rate(eight)}, p99 ${ms(eight.p99)}; SQL ${rate(sql)}, p99 ${ms(sql.p99)}: ${times(eight.perSecond, sql.perSecond)}`,
    '≥ 100 ×, p99 ≤ 5 ms',
  );
  report('the same, 1 client', `${rate(one)}, median ${ms(one.median)}`);
  const land = await landOf(database);
  const days = { asOf: '2020-12-31', from: '2010-12-31', to: '2020-12-31', level: 1, madeOn: '2026-01-01' };
  const [, tables] = await timed(() => article5Report(land, NO_FILTER, days, {}));
  report(`Article 5 tables, ${SMALL.toLocaleString('en')} spans`, ms(tables), '≤ 100 ms');

  for (const { clients, said } of await landTiles(database, await nameOf(database)))
    report(
      `land tiles that are neither kept nor packed, from the database over HTTP, ${clients} client${clients === 1 ? '' : 's'}, median/p99`,
      said,
      'ahead at each',
    );

  const headers = { 'accept-encoding': 'br' };
  const { body, etag } = await packed(url + TILE, headers);
  const kept: Load = { urls: [url + TILE], clients: 8, seconds: 4, headers };
  const own = await load(kept);
  const known = await load({ ...kept, headers: { ...headers, 'if-none-match': etag } });
  for (const peer of await peersOf(body)) {
    const measured = await load({ ...kept, urls: [peer.url] }).finally(peer.stop);
    report(
      `kept tile (${Math.round(body.length / 1024)} kB), 8 clients, beside ${peer.name}`,
      `${rate(own)}; ${rate(measured)}: ${times(own.perSecond, measured.perSecond)}`,
      peer.name.startsWith('nginx') ? '≥ 1/3' : '–',
    );
  }
  report('the same, known to the browser (304)', `${rate(known)}, p99 ${ms(known.p99)}`);

  const memory = () => {
    globalThis.gc?.();
    return process.memoryUsage().rss / 1024 ** 2;
  };
  const changes = async (count: number) => {
    for (let index = 0; index < count; index += 1)
      await database.asKeeper(async (query) => bumpDataVersion(query, (await findProgramme(query, 'KHM')).id));
  };
  await changes(20);
  const before = memory();
  await changes(500);
  report('memory over 500 new versions of it', `${Math.round(before)} MB before, ${Math.round(memory())} MB after`, 'flat');
  await app.close();
  await database.close();
}

async function benchLarge(): Promise<void> {
  const database = await openPostgisTestDatabase();
  await database.asKeeper((query) => writeNation(query, LARGE));
  await landOf(database);
  const [land, loaded] = await timed(() => landOf(database));
  const spans = land.columns.length;
  report(`${spans.toLocaleString('en')} spans and as many movements into memory`, ms(loaded), '≤ 5 s a million');
  report('memory', `${Math.round((land.bytes / 1024 ** 2 / spans) * 1e6)} MB a million spans, movements and cubes with them`);
  const medianOf = (work: (question: (typeof questions)[number]) => unknown) => {
    const taken = questions.slice(0, 60).map((question) => {
      const start = performance.now();
      work(question);
      return performance.now() - start;
    });
    const { median, p99 } = measuredOf(taken, 1);
    return `median ${ms(median)}, largest ${ms(p99)}`;
  };
  const large = `${spans.toLocaleString('en')} spans`;
  report(
    `summary, random filters, ${large}`,
    medianOf((asked) => summaryOf(land, filterOf(asked), asked.asOf, null)),
    '≤ 20 ms',
  );
  report(
    `timeline by year, random filters, ${large}`,
    medianOf((asked) => timelineBetween(land, filterOf(asked), { from: null, to: '2026-01-01' }, 'year')),
    '≤ 20 ms',
  );
  report(
    `compare, random filters, ${large}`,
    medianOf((asked) => compareRemaining(land, filterOf(asked), '2005-12-31', asked.asOf > '2006' ? asked.asOf : '2020-12-31')),
    '≤ 20 ms',
  );
  const cold = new Programmes<HeldLand, HeldLedger>(database, {
    load: (query, programme, ready) => loadLand(query, programme, null, ready),
    capacityBytes: Number.POSITIVE_INFINITY,
  });
  const [, arrow] = await timed(async () => tableColumns(await cold.first('KHM'), SPANS));
  await cold.land('KHM');
  const [kept, keptTime] = await timed(() => tableColumns(land, SPANS));
  const copy = copyOf(await nameOf(database));
  report(
    `ledger.arrow of ${large}, cold (of a version that is not in memory), beside a binary COPY of the same rows`,
    `${ms(arrow)}; ${copy === null ? 'no psql' : `${ms(copy)}: ${times(arrow, copy)}`}`,
    '≤ 1.2 ×',
  );
  report('the same from memory', `${ms(keptTime)}, ${Math.round(kept.length / 1024 ** 2)} MB`);
  await database.close();
}

const nameOf = async (database: Database): Promise<string> =>
  ((await database.asKeeper((query) => query<{ name: string }>('select current_database() as name')))[0] as { name: string })
    .name;

/** How long PostgreSQL takes to send the rows of the ledger, with where they lie, as binary; null: no psql. */
function copyOf(database: string): number | null {
  const url = new URL(testServerUrl);
  url.pathname = database;
  const text = `copy (select ledger_span_id, ledger_span.face_id, state, from_day, to_day, ledger_span.area_m2, ledger_span.place_id, operator_id,
    ledger_span.ordnance_mask, undated, ST_X(point), ST_Y(point), polygon_zoom, hazardous_area_id, land_release_id
    from landclear.ledger_span join landclear.face using (face_id)) to stdout (format binary)`;
  const start = performance.now();
  const { status } = spawnSync('psql', [url.href, '-c', text], { stdio: ['ignore', 'ignore', 'ignore'] });
  return status === 0 ? performance.now() - start : null;
}

await benchSmall();
await benchLarge();
writeBenchmarks(ROOT, {
  file: 'benchmarks.md',
  title: 'Benchmarks: serving',
  command: 'bench:serving',
  lines,
  versions: ['PostgreSQL with PostGIS', versionOf('nginx', '-v'), versionOf('mapserv', '-v')],
  data: 'The programme is generated (`scripts/bench/nation.ts`): 200 places, 14 operators, 12 sets of ordnance, 35 years.',
  notes: [
    '*Summary*: HTTP and JSON beside the engine; the clients share the cores with the server, and eight of them wait for one thread.',
    '*Kept tile*: the clients take as much as the server, so that all rates are rather theirs; a client in C (`ab`) tells the servers apart.',
    '*Tiles*: below z10 hardly any shape of this programme is drawn as itself. Ours has the cells, *the same shapes* has next to nothing, ' +
      '*every shape* has what a map that drops no hazard must send without cells. From z6 to z9 a tile has the most cells, and reading them is ' +
      'what it costs.',
    '*ledger.arrow, cold*: faces and spans are read, then it is answered while movements and records are read; nearly all of it is the work ' +
      'of the database.',
  ],
});
