import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import type { Summary, Timeline } from '../land/contract.ts';
import { histories } from '../land/testing/arbitrary.ts';
import { geographicLibSquareMetres } from '../land/testing/geodesic.ts';
import { box, hazard, release, Story } from '../land/testing/story.ts';
import { Readiness } from '../readiness.ts';
import type { Article5Report, ReportRow, ReportTableKey } from './contract.ts';

const HALVES = [
  { code: 'A', geometry: box(0, 0, 5, 9) },
  { code: 'B', geometry: box(5, 0, 5, 9) },
];

describe('the tables of an Article 5 report', () => {
  let app: FastifyInstance;
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = (url: string) => app.inject({ url, headers: { host: '127.0.0.1:3000' } });
  const json = async <Body>(url: string): Promise<Body> => (await ask(url)).json() as Body;
  const reportOf = (question: string) => json<Article5Report>(`/api/reports/article-5.json?${question}`);
  const tableOf = (report: Article5Report, key: ReportTableKey) => {
    const table = report.tables.find((one) => one.key === key);
    if (table === undefined) throw new Error(`no table ${key}`);
    return table;
  };
  const rowOf = (report: Article5Report, key: ReportTableKey, label: string, value: string) =>
    tableOf(report, key).rows.find((row) => row[label] === value) as ReportRow;

  it('remaining: an area counts once, in the place that holds most of it; its ground where it lies', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(1, 2, 5, 3), { recorded: '2001-01-01', ordnance: ['anti_personnel_mine'] }),
      hazard('K', box(7, 2, 1, 1), { recorded: '2001-01-01', kind: 'CHA', ordnance: ['cluster_munition_remnant'] }),
      hazard('U', null, { recorded: '2001-01-01', statedM2: 5000, ordnance: ['improvised_anti_personnel_mine'] }),
      hazard('V', null, { recorded: '2001-01-01' }),
      release('R', box(1, 2, 1, 3), 'cleared', { completed: '2005-03-01', names: ['H'] }),
    ]);
    await story.cutByPlaces(HALVES);
    const report = await reportOf(`programme=${story.code}&as_of=2006-01-01&level=2`);
    const west = rowOf(report, 'remaining_by_place', 'place', 'A');
    const east = rowOf(report, 'remaining_by_place', 'place', 'B');
    expect(west).toMatchObject({ sha_areas: 1, cha_areas: 0, all_areas: 1 });
    expect(west.sha_mapped_m2).toBeCloseTo(geographicLibSquareMetres(box(2, 2, 3, 3)), 0);
    expect(east).toMatchObject({ sha_areas: 0, cha_areas: 1 });
    expect(east.sha_mapped_m2).toBeCloseTo(geographicLibSquareMetres(box(5, 2, 1, 3)), 0);
    expect(east.cha_mapped_m2).toBeCloseTo(geographicLibSquareMetres(box(7, 2, 1, 1)), 0);
    const nowhere = rowOf(report, 'remaining_by_place', 'place', 'none');
    expect(nowhere).toMatchObject({
      all_areas: 2,
      unmapped_areas: 2,
      unmapped_without_size: 1,
      sha_unmapped_m2: 5000,
      all_total_m2: 5000,
    });
    // improvised ones count as anti-personnel mines
    const byOrdnance = tableOf(report, 'remaining_by_ordnance');
    expect(byOrdnance.rows.map(({ ordnance, anti_personnel }) => [ordnance, anti_personnel])).toEqual([
      ['none', 'no'],
      ['anti_personnel_mine', 'yes'],
      ['improvised_anti_personnel_mine', 'yes'],
      ['cluster_munition_remnant', 'no'],
    ]);
    expect(byOrdnance.beside[0]).toMatchObject({ label: 'anti_personnel', row: { all_areas: 2, all_unmapped_m2: 5000 } });
    // level 1 is the parent of both halves
    const above = await reportOf(`programme=${story.code}&as_of=2006-01-01`);
    expect(tableOf(above, 'remaining_by_place').rows.map(({ place }) => place)).toEqual(['P', 'none']);
    expect(rowOf(above, 'remaining_by_place', 'place', 'P').all_mapped_m2).toBeCloseTo(
      (west.all_mapped_m2 as number) + (east.all_mapped_m2 as number),
      2,
    );
  });

  it('progress: years without any are there, undated releases stand beside, ordnance not recorded is not zero', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 6, 2), { recorded: '2001-01-01' }),
      release('R', box(0, 0, 2, 2), 'cleared', { completed: '2003-05-01' }),
      release('S', box(2, 0, 1, 2), 'cancelled', { completed: '2005-05-01' }),
      release('O', box(6, 0, 1, 2), 'reduced', { completed: '2005-06-01' }),
      release('N', box(3, 0, 1, 2), 'cleared', { snapshot: '2006-01-01' }),
    ]);
    const question = `programme=${story.code}&from=2002-12-31&to=2007-06-30`;
    const report = await reportOf(question);
    const byYear = tableOf(report, 'progress_by_year');
    expect(byYear.rows.map(({ year }) => year)).toEqual(['2003', '2004', '2005', '2006', '2007']);
    expect(byYear.rows[1]).toMatchObject({ total_m2: 0, ordnance_destroyed: null });
    expect(byYear.rows[2]).toMatchObject({ cleared_m2: 0, released_m2: (byYear.rows[2] as ReportRow).cancelled_m2 });
    expect((byYear.rows[2] as ReportRow).outside_reduced_m2).toBeCloseTo(geographicLibSquareMetres(box(6, 0, 1, 2)), 0);
    expect(byYear.beside[0]?.label).toBe('undated');
    expect(byYear.beside[0]?.row.cleared_m2).toBeCloseTo(geographicLibSquareMetres(box(3, 0, 1, 2)), 0);
    expect(byYear.total.cleared_m2).toBeCloseTo(geographicLibSquareMetres(box(0, 0, 2, 2)), 0);
    expect(byYear.total.ordnance_destroyed).toBeNull();
    expect(report.method.map(({ key }) => key)).toContain('destroyed_not_recorded');

    await database.asKeeper((query) =>
      query(
        `insert into ordnance_found (programme_id, source, found_on, found_precision, ordnance, destroyed_count)
         values ($1, 'spot_task', '2004-02-01', 'month', 'anti_personnel_mine', 7), ($1, 'survey', null, null, 'anti_vehicle_mine', 2),
           ($1, 'release', '1999-01-01', 'day', 'unknown', 50)`,
        [story.programmeId],
      ),
    );
    await story.changed();
    const found = tableOf(await reportOf(question), 'progress_by_year');
    expect(found.rows.map((row) => row.ordnance_destroyed)).toEqual([0, 7, 0, 0, 0]);
    expect(found.total.ordnance_destroyed).toBe(7);
    expect(found.beside[0]?.row.ordnance_destroyed).toBe(2);
    const mines = tableOf(await reportOf(`${question}&ordnance=anti_vehicle_mine`), 'progress_by_year');
    expect(mines.total.ordnance_destroyed).toBe(0);
    expect(mines.beside[0]?.row.ordnance_destroyed).toBe(2);
  });

  it('every table adds up to the summary and the timeline, on random histories, days and filters', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(3),
        fc.constantFrom('2001-01-01', '2003-12-31', '2006-12-31', '2025-01-01'),
        fc.constantFrom('', '&place=A', '&place=A,none', '&ordnance=anti_personnel_mine', '&method=cleared', '&kind=CHA'),
        async (records, asOf, filters) => {
          const story = await Story.begin(database);
          await story.write(records);
          await story.cutByPlaces(HALVES);
          const report = await reportOf(`programme=${story.code}&as_of=${asOf}&level=2${filters}`);
          const summary = await json<Summary>(`/api/summary?programme=${story.code}&as_of=${asOf}${filters}`);
          const timeline = await json<Timeline>(`/api/timeline?programme=${story.code}&to=${asOf}${filters}`);
          for (const table of report.tables) {
            for (const { key, type } of table.columns) {
              if (type === 'text' || table.total[key] === null) continue;
              expect(table.rows.reduce((sum, row) => sum + (row[key] as number), 0)).toBeCloseTo(table.total[key] as number, 2);
            }
            if (table.key.startsWith('remaining')) {
              expect((table.total.sha_mapped_m2 as number) / 1e6).toBeCloseTo(summary.remaining_km2.suspected, 9);
              expect((table.total.cha_mapped_m2 as number) / 1e6).toBeCloseTo(summary.remaining_km2.confirmed, 9);
              expect(table.total.unmapped_areas).toBe(summary.unmapped.areas);
              expect((table.total.all_unmapped_m2 as number) / 1e6).toBeCloseTo(
                summary.unmapped.suspected_km2 + summary.unmapped.confirmed_km2,
                6,
              );
            } else {
              for (const method of ['cancelled', 'reduced', 'cleared'] as const) {
                const moved = (of: 'movements_km2' | 'outside_movements_km2') =>
                  timeline.items.reduce((sum, item) => sum + item[of][method], 0);
                expect((table.total[`${method}_m2`] as number) / 1e6).toBeCloseTo(moved('movements_km2'), 9);
                expect((table.total[`outside_${method}_m2`] as number) / 1e6).toBeCloseTo(moved('outside_movements_km2'), 9);
                const undated = timeline.undated.movements_km2[method] + timeline.undated.outside_movements_km2[method];
                const beside = table.beside.find(({ label }) => label === 'undated')?.row;
                const shown = ((beside?.[`${method}_m2`] as number) ?? 0) + ((beside?.[`outside_${method}_m2`] as number) ?? 0);
                expect(shown / 1e6).toBeCloseTo(undated, 9);
              }
            }
          }
          for (const item of timeline.items) {
            const row = rowOf(report, 'progress_by_year', 'year', item.period);
            expect(((row?.cleared_m2 as number) ?? 0) / 1e6).toBeCloseTo(item.movements_km2.cleared, 9);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('the workbook holds the same numbers as numbers, days as days, the header stays, and the method has a sheet', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(0, 0, 6, 2), { recorded: '2001-01-01' }),
      release('R', box(0, 0, 2, 2), 'cleared', { completed: '2003-05-01' }),
    ]);
    await story.cutByPlaces([
      { code: '=A', geometry: box(0, 0, 3, 9) },
      { code: 'B', geometry: box(3, 0, 5, 9) },
    ]);
    const question = `programme=${story.code}&as_of=2006-01-01&level=2`;
    const answer = await ask(`/api/reports/article-5.xlsx?${question}`);
    expect(answer.headers['content-disposition']).toContain(`article-5-${story.code}-2006-01-01.xlsx`);
    const files = Object.fromEntries(
      Object.entries(unzipSync(answer.rawPayload)).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
    );
    const names = [...(files['xl/workbook.xml'] as string).matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toHaveLength(8);
    expect(names[0]).toBe('Remaining by place');
    expect(names.at(-1)).toBe('Method');
    const first = files['xl/worksheets/sheet1.xml'] as string;
    expect(first).toMatch(/<pane [^>]*state="frozen"/);
    expect(first).not.toContain('<f>');
    const numbers = [...first.matchAll(/<c r="[A-Z]+\d+"(?![^>]*t=)[^>]*><v>([^<]+)<\/v>/g)].map((match) => Number(match[1]));
    const table = tableOf(await reportOf(question), 'remaining_by_place');
    const keys = table.columns.filter(({ type }) => type !== 'text').map(({ key }) => key);
    const expected = [...table.rows, table.total, ...table.beside.map(({ row }) => row)].flatMap((row) =>
      keys.map((key) => row[key]),
    );
    expect(numbers).toEqual(expected);
    // 1 January 2006 as spreadsheets count days
    expect(files['xl/worksheets/sheet8.xml']).toMatch(/<v>38718<\/v>/);

    const csv = (await ask(`/api/reports/article-5.csv?${question}&table=remaining_by_place`)).body;
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    const lines = csv.split('\r\n').filter((line) => line !== '' && !/^\ufeff?"?#/.test(line));
    expect(lines[0]?.split(',').slice(0, 3)).toEqual(['place', 'place_name', 'sha_areas']);
    // a spreadsheet calculates nothing
    expect(lines[1]?.startsWith("'=A,'=A,")).toBe(true);
    expect(Number(lines.find((line) => line.startsWith('Total'))?.split(',')[3])).toBe(table.total.sha_mapped_m2);
    const all = (await ask(`/api/reports/article-5.csv?${question}`)).body;
    expect(all.match(/# (remaining|progress)_/g)).toHaveLength(7);
  });

  it.each([
    ['from=2010-01-01&to=2009-01-01', 400, 'from'],
    ['as_of=2010-02-30', 400, 'as_of'],
    ['place=nowhere', 404, 'place'],
    ['level=9', 400, 'level'],
    ['asof=2010-01-01', 400, 'asof'],
  ])('refuses %s', async (question, status, field) => {
    const story = await Story.begin(database);
    for (const extension of ['json', 'csv', 'xlsx']) {
      const answer = await ask(`/api/reports/article-5.${extension}?programme=${story.code}&${question}`);
      expect(answer.statusCode).toBe(status);
      expect(answer.json().field).toBe(field);
    }
  });

  it('an empty programme answers with zeros, not with an error', async () => {
    const story = await Story.begin(database);
    const report = await reportOf(`programme=${story.code}`);
    expect(tableOf(report, 'remaining_by_place').total).toMatchObject({ all_areas: 0, all_total_m2: 0 });
    expect(tableOf(report, 'progress_by_year').total.total_m2).toBe(0);
    expect((await ask(`/api/reports/article-5.xlsx?programme=${story.code}`)).statusCode).toBe(200);
  });
});
