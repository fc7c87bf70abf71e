import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from './app.ts';
import type { Database } from './database/database.ts';
import { openTestDatabase } from './database/testing.ts';
import { chooseEncoding } from './delivery.ts';
import { box, hazard, Story } from './land/testing/story.ts';
import { Readiness } from './readiness.ts';

describe('the server, asked over HTTP', () => {
  let app: FastifyInstance;
  let database: Database;
  let programme: string;
  const readiness = new Readiness();

  beforeAll(async () => {
    database = await openTestDatabase();
    app = await buildApp({ readiness });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: '127.0.0.1:3000', ...headers } });

  it('is alive before it is ready, and says what it waits for', async () => {
    expect((await ask('/healthz')).statusCode).toBe(200);
    const waiting = await ask('/readyz');
    expect(waiting.statusCode).toBe(503);
    expect(waiting.json()).toEqual({ status: 'starting', steps: [{ step: 'opening_database', done: 0, total: 0 }] });
    const early = await ask('/api/summary?programme=KHM');
    expect(early.statusCode).toBe(503);
    expect(early.headers['content-type']).toContain('application/problem+json');

    readiness.open(database);
    expect((await ask('/readyz')).json()).toEqual({ status: 'ready' });
    const story = await Story.begin(database);
    programme = story.code;
    await story.write(
      Array.from({ length: 60 }, (_, index) => hazard(`H${index}`, box(index * 2, 0, 1, 1), { recorded: '2001-01-01' })),
    );
  });

  it('tells the page which ground the deployment chose, before the database is asked', async () => {
    const usual = { map_style_url: null, street_maps: [], street_maps_refused: [], browser_spans: 2_000_000 };
    expect((await ask('/api/settings')).json()).toEqual(usual);
    const own = await buildApp({ readiness: new Readiness(), mapStyleUrl: '/own.json' });
    const answer = await own.inject({ url: '/api/settings', headers: { host: '127.0.0.1:3000' } });
    expect(answer.json()).toEqual({ ...usual, map_style_url: '/own.json' });
    await own.close();
  });

  it('describes every address in OpenAPI', async () => {
    const { paths } = (await ask('/docs/json')).json() as { paths: Record<string, unknown> };
    for (const path of [
      '/api/summary',
      '/api/timeline',
      '/api/movements',
      '/api/places',
      '/api/ledger.arrow',
      '/api/accidents.arrow',
      '/api/accidents/summary',
      '/api/compare',
      '/ground/{file}/{z}/{x}/{y}.mvt',
      '/ground/{file}.json',
      '/api/history',
      '/api/movements.arrow',
      '/api/land/border',
      '/api/summary/area',
      '/api/search',
      '/api/published-figures',
      '/healthz',
      '/readyz',
    ])
      expect(paths).toHaveProperty([path]);
  });

  it.each([
    ['/api/summary', 400, 'programme'],
    ['/api/summary?programme=cambodia', 400, 'programme'],
    ['/api/summary?programme=ZZZ', 404, 'programme'],
    ['/api/summary?programme=CODE&as_of=2020-02-30', 400, 'as_of'],
    ['/api/summary?programme=CODE&as_of=0000-01-01', 400, 'as_of'],
    ['/api/timeline?programme=CODE&from=0000-12-31', 400, 'from'],
    ['/api/timeline?programme=CODE&to=0001-01-01', 400, 'from'],
    ['/api/summary?programme=CODE&place=XX', 404, 'place'],
    ['/api/summary?programme=CODE&place=', 400, 'place'],
    ['/api/summary?programme=CODE&place=,', 400, 'place'],
    ['/api/timeline?programme=CODE&operator=', 400, 'operator'],
    ['/api/compare?programme=CODE&method=%20', 400, 'method'],
    ['/api/summary?programme=CODE&kind=', 400, 'kind'],
    ['/api/summary?programme=CODE&ordnance=', 400, 'ordnance'],
    ['/api/accidents/summary?programme=CODE&place=', 400, 'place'],
    ['/api/summary?programme=CODE&method=burned', 404, 'method'],
    ['/api/summary?programme=CODE&bbox=1,2,3', 400, 'bbox'],
    ['/api/timeline?programme=CODE&step=week', 400, 'step'],
    ['/api/summary?programme=CODE&asof=2020-12-31', 400, 'asof'],
    ['/api/summary?programme=CODE&place=%00', 400, 'place'],
    ['/api/history?programme=CODE', 400, 'at'],
    ['/api/history?programme=CODE&at=103', 400, 'at'],
    ['/api/history?programme=CODE&at=13,103', 400, 'at'],
    ['/api/history?programme=CODE&at=103,13&as_of=yesterday', 400, 'as_of'],
    ['/api/history?programme=ZZZ&at=103,13', 404, 'programme'],
    ['/api/movements.arrow', 400, 'programme'],
    ['/api/movements.arrow?programme=CODE&columns=', 400, 'columns'],
    ['/api/ledger.arrow?programme=CODE&columns=state,password', 404, 'columns'],
    ['/api/movements.arrow?programme=ZZZ', 404, 'programme'],
    ['/api/search?programme=CODE', 400, 'q'],
    ['/api/search?programme=CODE&q=%20', 400, 'q'],
    ['/api/search?programme=CODE&q=a%00b', 400, 'q'],
    [`/api/search?programme=CODE&q=${'x'.repeat(101)}`, 400, 'q'],
    ['/api/search?programme=CODE&q=x&limit=0', 400, 'limit'],
    ['/api/search?programme=CODE&q=x&limit=51', 400, 'limit'],
    ['/api/search?programme=CODE&q=x&limit=many', 400, 'limit'],
    ['/api/search?programme=ZZZ&q=x', 404, 'programme'],
    ['/api/published-figures', 400, 'programme'],
    ['/api/published-figures?programme=ZZZ', 404, 'programme'],
    ['/api/imports?programme=ZZZ', 404, 'programme'],
    ['/tiles/land/15/0/0.mvt?programme=CODE', 400, 'z'],
    ["/api/summary?programme=CODE&ordnance=';drop table face", 404, 'ordnance'],
    ['/nothing', 404, undefined],
  ])('%s is refused with %i, naming the parameter', async (url, status, field) => {
    const answer = await ask(url.replace('CODE', programme));
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const problem = answer.json() as { status: number; field?: string; detail: string };
    expect(problem.status).toBe(status);
    if (field !== undefined) expect(problem.field).toBe(field);
    expect(problem.detail).not.toMatch(/select|undefined|\bat .*\.ts/);
  });

  it('answers what a contract promises: what does not match its schema would not arrive', async () => {
    const history = (await ask(`/api/history?programme=${programme}&at=103.0005,13.0005&as_of=2001-01-01`)).json();
    expect(history).toMatchObject({
      face: {
        spans: [{ state: 'suspected', from: '2001-01-01', to: null, hazardous_area: 'H0' }],
        movements: [{ kind: 'recorded' }],
      },
      hazardous_areas: [{ local_id: 'H0', remaining_m2: history.face.area_m2, source: { file: 'story' } }],
    });
    const found = (await ask(`/api/search?programme=${programme}&q=%20h5%20&limit=3`)).json();
    expect(found.items.map(({ id }: { id: string }) => id)).toEqual(['H5', 'H50', 'H51']);
    expect((await ask(`/api/published-figures?programme=${programme}`)).json()).toEqual({ items: [] });
  });

  it.each([
    ['ledger', 'br'],
    ['ledger', 'gzip'],
    ['movements', 'br'],
  ])('sends the %s in %s, and once only', async (columns, encoding) => {
    const url = `/api/${columns}.arrow?programme=${programme}`;
    const plain = await ask(url);
    const packed = await ask(url, { 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    const unpack = encoding === 'br' ? brotliDecompressSync : gunzipSync;
    expect(unpack(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    const again = await ask(url, { 'if-none-match': packed.headers.etag as string });
    expect(again.statusCode).toBe(304);
    expect(again.rawPayload).toHaveLength(0);
    expect((await ask(url, { 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
  });

  it('weighs what the reader accepts', () => {
    expect(chooseEncoding(undefined)).toBe('identity');
    expect(chooseEncoding('gzip, deflate, br')).toBe('br');
    expect(chooseEncoding('gzip;q=1, br;q=0.5')).toBe('gzip');
    expect(chooseEncoding('br;q=0, gzip;q=0')).toBe('identity');
    expect(chooseEncoding('*')).toBe('br');
  });

  it.each([
    [{ host: 'evil.example' }, 421],
    [{ host: '10.0.0.4:3000' }, 421],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'not an origin' }, 403],
    [{ origin: 'http://127.0.0.1:3000' }, 200],
    [{ host: 'localhost:3000' }, 200],
    [{ host: '[::1]:3000' }, 200],
  ])('headers %o get %i', async (headers, status) => {
    expect((await ask('/healthz', headers as Record<string, string>)).statusCode).toBe(status);
  });

  it('answers that carry no secrets and cannot be sniffed', async () => {
    const { headers } = await ask('/healthz');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('same-origin');
  });
});
