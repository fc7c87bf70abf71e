import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPublishedFigures } from '../../scripts/demo.ts';
import { cambodianFigures } from '../../scripts/generate/demo/published.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { DEMO_PROGRAMME, ensureProgramme } from '../places/programmes.ts';
import { findProgramme } from '../places/queries.ts';
import { listPublishedFigures, replacePublishedFigures } from './queries.ts';

describe('published figures', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const stored = (code: string) =>
    database.asAudience('manager', async (query) => {
      const { id, dataVersion } = await findProgramme(query, code);
      return { figures: await listPublishedFigures(query, id), dataVersion };
    });
  const byMeasureAndYear = () =>
    cambodianFigures()
      .map((figure, position) => ({ figure, position }))
      .sort(
        (one, other) =>
          (one.figure.measure < other.figure.measure ? -1 : one.figure.measure > other.figure.measure ? 1 : 0) ||
          (one.figure.year ?? 9999) - (other.figure.year ?? 9999) ||
          one.position - other.position,
      )
      .map(({ figure }) => figure);

  it('belong to the demo programme: without one nothing is stored', async () => {
    expect(await loadPublishedFigures(database)).toBe(false);
  });

  it('come beside a programme that was there before, whole, by measure and year; a second time nothing changes', async () => {
    await database.asKeeper((query) => ensureProgramme(query, DEMO_PROGRAMME.code));
    expect(await loadPublishedFigures(database)).toBe(true);
    const first = await stored(DEMO_PROGRAMME.code);
    expect(first.figures).toEqual(byMeasureAndYear());
    expect(await loadPublishedFigures(database)).toBe(false);
    expect(await stored(DEMO_PROGRAMME.code)).toEqual(first);
  });

  it('follow their files, and leave other programmes alone', async () => {
    const [one] = cambodianFigures();
    await database.asKeeper(async (query) => {
      await replacePublishedFigures(query, await ensureProgramme(query, 'KHM'), one === undefined ? [] : [one]);
      await query(`update published_figure set value = 1 where measure = 'remaining_km2'`);
    });
    const before = (await stored(DEMO_PROGRAMME.code)).dataVersion;
    expect(await loadPublishedFigures(database)).toBe(true);
    const after = await stored(DEMO_PROGRAMME.code);
    expect(after.figures).toEqual(byMeasureAndYear());
    expect(after.dataVersion).not.toBe(before);
    expect((await stored('KHM')).figures).toEqual([one]);
  });
});
