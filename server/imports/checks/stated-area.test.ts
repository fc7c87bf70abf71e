import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing.ts';
import { box } from '../../land/testing/story.ts';
import { issuesOf } from '../history/batches.ts';
import { importFile } from '../load.ts';
import { feature, file, importOptions } from '../testing.ts';
import { noteOnAreas, remarkOnAreas } from './stated-area.ts';

const message = (stated: number, mapped: number) => noteOnAreas({ stated, mapped, mappedTogether: mapped })?.note.message;

describe('a stated area far from the mapped one', () => {
  it('is told by a factor over 3, and by the mistake it looks like', () => {
    expect(message(2000, 1000)).toBeUndefined();
    expect(message(334, 1000)).toBeUndefined();
    expect(message(300, 1000)).toBe(
      'It states 300 m², but 1 000 m² are mapped: less by a factor of 3.33. What is mapped counts.',
    );
    expect(message(120, 1_230_000)).toContain('less by a factor of 10 250, like a factor of 10000: hectares taken for m²?');
    expect(message(1_200_000, 120)).toContain('m² taken for hectares?');
    expect(message(10, 16_000)).toContain('like a factor of 1600: rai taken for m²?');
    expect(message(10, 104)).toContain('like a factor of 10: a decimal sign out of place?');
  });

  it('is none where each row of a local id states the whole', () => {
    expect(noteOnAreas({ stated: 4000, mapped: 1000, mappedTogether: 4000 })).toBeNull();
  });

  it('is said of the file where most records are so', () => {
    expect(remarkOnAreas(2, [null, null])).toEqual([]);
    expect(remarkOnAreas(6, [null, null, null])).toEqual([]);
    expect(remarkOnAreas(5, ['like x?', 'like x?', null])).toEqual([
      'The stated area is far from the mapped one in 3 of 5 records that have both, 2 of them like x? Look at the unit and the decimal sign of its column.',
    ]);
  });
});

describe('in an import', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('it is flagged by record and by file, and nothing else changes', async () => {
    const shape = box(0, 0, 1, 1);
    const [row] = await database.asAudience('manager', (query) =>
      query<{ area: number }>('select geodesic_area_m2(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326))::float8 as area', [
        JSON.stringify({ type: 'MultiPolygon', coordinates: shape }),
      ]),
    );
    const area = row?.area ?? 0;
    const bytes = file(
      feature({ id: 'A', area_m2: area / 10_000 }, shape),
      feature({ id: 'B', area_m2: area / 10_000 }, shape),
      feature({ id: 'C', area_m2: area }, shape),
      feature({ id: 'D', area_m2: 1 }, null),
      feature({ id: 'E', area_m2: 0 }, shape),
    );
    const result = await importFile(database, bytes, importOptions('hazardous-areas', 'KHM'));
    expect(result).toMatchObject({ accepted: 5, refused: 0 });
    expect(result.remarks.join(' ')).toContain('in 2 of 3 records that have both, 2 of them like a factor of 10000');
    const issues = await database.asAudience('manager', (query) => issuesOf(query, result.batch));
    const far = issues.filter(({ code }) => code === 'stated_far_from_mapped');
    expect(far.map(({ recordKey }) => recordKey)).toEqual(['A', 'B']);
    expect(far[0]?.message).toContain('hectares taken for m²?');
  });
});
