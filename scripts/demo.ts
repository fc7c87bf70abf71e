import type { Database } from '../server/database/database.ts';
import { importFile } from '../server/imports/load.ts';
import { DEMO_PROGRAMME } from '../server/places/programmes.ts';
import { replacePublishedFigures } from '../server/published/queries.ts';
import type { StartingStep } from '../server/vocabulary.ts';
import { DEMO_DAY, demoFiles } from './generate/demo/files.ts';
import { cambodianFigures } from './generate/demo/published.ts';

/** What the loading of a file of the demo programme is called. */
const STARTING = {
  places: 'demo_places',
  'hazardous-areas': 'demo_hazardous_areas',
  'land-releases': 'demo_land_releases',
  accidents: 'demo_accidents',
} as const;

/** Steps of an import, as shares of the time that one takes, so that the bar of a file never runs backwards. */
const STEPS = ['read', 'check', 'load', 'write', 'places', 'members', 'faces', 'days', 'intervals', 'states', 'done'];

/** The files that are still to be loaded: all in an empty database, what is missing where a load was cut short, else none. */
async function missingFiles(database: Database): Promise<ReturnType<typeof demoFiles>> {
  const programmes = await database.asKeeper((query) => query<{ code: string }>('select code from programme'));
  if (programmes.length > 0 && !programmes.some(({ code }) => code === DEMO_PROGRAMME.code)) return [];
  const loaded = await database.asKeeper((query) =>
    query<{ file_name: string }>('select file_name from import_batch join programme using (programme_id) where code = $1', [
      DEMO_PROGRAMME.code,
    ]),
  );
  const names = new Set(loaded.map(({ file_name }) => file_name));
  return names.size > 0 && DEMO_FILE_COUNT === names.size ? [] : demoFiles().filter(({ name }) => !names.has(name));
}
const DEMO_FILE_COUNT = Object.keys(STARTING).length;

/**
 * Puts what was published about the real Cambodia beside the demo programme, where there is one: also one that an earlier version loaded,
 * or that has other figures than the files now. Returns whether anything changed.
 */
export function loadPublishedFigures(database: Database): Promise<boolean> {
  const figures = cambodianFigures();
  return database.asKeeper(async (query) => {
    const [programme] = await query<{ programme_id: number }>('select programme_id from programme where code = $1', [
      DEMO_PROGRAMME.code,
    ]);
    return programme !== undefined && replacePublishedFigures(query, programme.programme_id, figures);
  });
}

/**
 * Loads the demo programme through the import path into an empty database; goes on where an earlier load was cut short. Then what was
 * published.
 */
export async function loadDemo(database: Database, progress: (step: StartingStep) => void): Promise<void> {
  for (const { entity, name, bytes, level } of await missingFiles(database)) {
    await importFile(
      database,
      bytes,
      {
        entity,
        programme: DEMO_PROGRAMME.code,
        fileName: name,
        kind: null,
        method: null,
        status: null,
        dateOrder: null,
        snapshotDay: DEMO_DAY,
        snapshotGiven: true,
        changeAsOf: null,
        complete: false,
        level,
        boundarySet: null,
        mapping: null,
        today: DEMO_DAY,
        synthetic: true,
      },
      (step) => progress({ step: STARTING[entity], done: Math.max(0, STEPS.indexOf(step)) + 1, total: STEPS.length }),
    );
  }
  progress({ step: 'demo_published_figures', done: 0, total: 0 });
  await loadPublishedFigures(database);
}
