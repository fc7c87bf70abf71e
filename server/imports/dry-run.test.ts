import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { resolveFilter } from '../land/filters.ts';
import { summaryAt } from '../land/testing/figures.ts';
import { box } from '../land/testing/story.ts';
import { Readiness } from '../readiness.ts';
import { issuesOf } from './history/batches.ts';
import { changeInWords } from './history/change.ts';
import { undoBatch } from './history/undo.ts';
import { importFile } from './load.ts';
import type { ImportOptions } from './options.ts';
import { feature, file, importOptions } from './testing.ts';

describe('a dry run', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  /** All there is, table by table. */
  const everything = () =>
    database.asKeeper(async (query) => {
      const tables = await query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = 'landclear' order by tablename`,
      );
      const found: Record<string, unknown> = {};
      for (const { name } of tables) {
        const [row] = await query(
          `select count(*)::int, md5(coalesce(string_agg(held::text, '|' order by held::text), '')) from "${name}" held`,
        );
        found[name] = row;
      }
      return found;
    });
  const summary = (programme: string) =>
    database.asAudience('manager', async (query) =>
      summaryAt(query, await resolveFilter(query, { programme }), '2026-01-01', null),
    );
  const hazards = file(
    feature({ id: 'A', date: '2001-01-01' }, box(0, 0, 4, 4)),
    feature({ id: 'B', date: '2001-01-01', kind: 'CHA' }, box(9, 9, 2, 2)),
    feature({ id: 'U', date: '2001-01-01', area_m2: 250000 }, null),
    feature({ id: 'X', date: '31/31/2001' }, box(20, 20, 2, 2)),
  );
  const load = (entity: ImportOptions['entity'], programme: string, bytes: Uint8Array, more: Partial<ImportOptions> = {}) =>
    importFile(database, bytes, importOptions(entity, programme, more));
  const dryRun = true;

  it('of a programme that is not known makes none, and says what the import then says', async () => {
    const before = await everything();
    const dry = await load('hazardous-areas', 'AFG', hazards, { dryRun });
    expect(await everything()).toEqual(before);
    const real = await load('hazardous-areas', 'AFG', hazards);
    const { issues, dryRun: isDry, batch, dataVersion, ...said } = dry;
    const { dryRun: isReal, batch: _, dataVersion: version, ...done } = real;
    expect([isDry, isReal]).toEqual([true, false]);
    expect(said).toEqual(done);
    const kept = await database.asAudience('manager', (query) => issuesOf(query, real.batch));
    expect(issues).toEqual(kept);
    expect(kept.map(({ outcome }) => outcome)).toContain('refused');
  });

  it('gives the land by state that the figures have before and after, and changes neither figures nor version', async () => {
    await load('hazardous-areas', 'AGO', hazards);
    const release = file(feature({ id: 'R', date: '2010-01-01' }, box(0, 0, 2, 4)), feature({ id: 'O' }, box(40, 0, 2, 2)));
    const before = await summary('AGO');
    const stored = await everything();
    const { change } = await load('land-releases', 'AGO', release, { dryRun });
    expect(await everything()).toEqual(stored);
    expect(await summary('AGO')).toEqual(before);
    expect((await load('land-releases', 'AGO', release)).change).toEqual(change);
    const after = await summary('AGO');
    const of = (state: string) => change.find((one) => one.state === state);
    expect(of('suspected')?.before_km2).toBeCloseTo(before.remaining_km2.suspected, 8);
    expect(of('suspected')?.after_km2).toBeCloseTo(after.remaining_km2.suspected, 8);
    expect(of('confirmed')?.after_km2).toBeCloseTo(after.remaining_km2.confirmed, 8);
    expect(of('cleared')).toMatchObject({ before_km2: 0 });
    expect(of('cleared')?.after_km2).toBeCloseTo(after.released_km2.cleared, 8);
    expect(of('outside_cleared')?.after_km2).toBeCloseTo(after.outside_km2.cleared, 8);
    expect(of('unmapped_suspected')).toMatchObject({ before_km2: 0.25, after_km2: 0.25 });
  });

  it('of a complete list shows what it would close and how to confirm it, where the import would only ask', async () => {
    const one = file(feature({ id: 'A', date: '2001-01-01' }, box(0, 0, 4, 4)));
    await load('hazardous-areas', 'ALB', hazards);
    const stored = await everything();
    const asked = { complete: true, confirmClosing: null };
    await expect(load('hazardous-areas', 'ALB', one, asked)).rejects.toThrow(/--confirm-closing 2 /);
    const dry = await load('hazardous-areas', 'ALB', one, { ...asked, dryRun });
    expect(await everything()).toEqual(stored);
    expect(dry).toMatchObject({ closed: 2, closing: { areas: 2, open_areas: 3 } });
    expect(dry.remarks.join(' ')).toMatch(/--confirm-closing 2 /);
    expect(dry.change.find(({ state }) => state === 'confirmed')).toMatchObject({ after_km2: 0 });
  });

  it('of an undo gives what the undo then does, and changes nothing', async () => {
    const { batch } = await load('hazardous-areas', 'ARE', hazards);
    const stored = await everything();
    const dry = await undoBatch(database, batch, () => {}, true);
    expect(await everything()).toEqual(stored);
    const { dataVersion, ...done } = await undoBatch(database, batch);
    expect(dry).toMatchObject({ ...done, dryRun: true });
    expect(done.change.find(({ state }) => state === 'suspected')).toMatchObject({ after_km2: 0 });
  });

  it('over HTTP answers the result with its issues, and lists no import', async () => {
    const readiness = new Readiness();
    readiness.open(database);
    const app = await buildApp({ readiness });
    try {
      const headers = { host: '127.0.0.1:3000', 'content-type': 'application/octet-stream' };
      const ask = async (url: string, payload = Buffer.from(hazards)) => {
        const answer = await app.inject({ method: 'POST', url, headers, payload });
        return JSON.parse(answer.body.trim().split('\n').at(-1) ?? '');
      };
      const stored = await everything();
      const { result } = await ask('/api/imports?as=hazardous-areas&programme=ARG&kind=SHA&dry_run=true');
      expect(result).toMatchObject({ dryRun: true, accepted: 3, refused: 1, created: 3 });
      expect(result.issues.length).toBeGreaterThan(1);
      expect(await everything()).toEqual(stored);
      const { batch } = await load('hazardous-areas', 'ARG', hazards);
      const undone = await ask(`/api/imports/${batch}/undo?dry_run=true`, Buffer.alloc(0));
      expect(undone.result).toMatchObject({ batch, dryRun: true, removed: 3 });
      const few = Buffer.from(file(feature({ id: 'A', date: '2001-01-01' }, box(0, 0, 4, 4))));
      const complete = '/api/imports?as=hazardous-areas&programme=ARG&kind=SHA&complete=true';
      expect((await ask(complete, few)).problem).toMatchObject({ status: 409, field: 'confirm_closing' });
      expect((await ask(`${complete}&confirm_closing=2`, few)).result).toMatchObject({ closed: 2, dryRun: false });
    } finally {
      await app.close();
    }
  });

  it('tells of accidents and places too, which change no land', async () => {
    const before = await everything();
    const places = file(feature({ code: 'P1', name: 'P1' }, box(0, 0, 9, 9)));
    const dry = await load('places', 'AND', places, { dryRun, kind: null, level: 1 });
    expect(dry).toMatchObject({ accepted: 1, change: [] });
    expect(await everything()).toEqual(before);
  });

  it('says the change in a line a state', () => {
    const change = [
      { state: 'suspected', before_km2: 12.3, after_km2: 14 },
      { state: 'closed', before_km2: 1, after_km2: 0.5 },
      { state: 'outside_cleared', before_km2: 2, after_km2: 2.0000000001 },
    ];
    expect(changeInWords(change)).toEqual([
      'remaining suspected 12.300000 → 14.000000 km² (+1.700000)',
      'closed 1.000000 → 0.500000 km² (-0.500000)',
      'released outside any hazardous area, cleared 2.000000 → 2.000000 km² (unchanged)',
    ]);
  });
});
