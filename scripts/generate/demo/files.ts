import { readFileSync } from 'node:fs';
import type { ImportEntity } from '../../../server/vocabulary.ts';
import { demoAccidents } from './accidents.ts';
import { PROVINCES_FILE } from './ground.ts';
import { demoLand, LAST_DAY } from './land.ts';
import { Draws } from './random.ts';

const SEED = 1970;

export interface DemoFile {
  entity: ImportEntity;
  name: string;
  bytes: Uint8Array;
  level: number | null;
}

/** The day whose state the files show. */
export const DEMO_DAY = LAST_DAY;

const collection = (features: object[]): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
const feature = (properties: object, geometry: object | null) => ({ type: 'Feature', properties, geometry });

/** The files of the demo programme, in the order in which they are imported. The same bytes every time. */
export function demoFiles(): DemoFile[] {
  const { hazards, releases } = demoLand(new Draws(SEED));
  const accidents = demoAccidents(new Draws(SEED + 1), hazards);
  return [
    { entity: 'places', name: 'demo-provinces.geojson', bytes: readFileSync(PROVINCES_FILE), level: 1 },
    {
      entity: 'hazardous-areas',
      name: 'demo-hazardous-areas.geojson',
      bytes: collection(
        hazards.map(
          ({ ring, local_id, kind, recorded_on, confirmed_on, closed_on, closed_reason, ordnance, operator, stated_m2 }) =>
            feature(
              {
                local_id,
                kind,
                recorded_on,
                confirmed_on,
                closed_on,
                closed_reason,
                ordnance: ordnance.join(';'),
                operator,
                stated_m2,
              },
              ring === null ? null : { type: 'Polygon', coordinates: [ring] },
            ),
        ),
      ),
      level: null,
    },
    {
      entity: 'land-releases',
      name: 'demo-land-releases.geojson',
      bytes: collection(
        releases.map(({ ring, target_ordnance, hazardous_areas, ...release }) =>
          feature(
            { ...release, target_ordnance: target_ordnance.join(';'), hazardous_areas: hazardous_areas.join(';') },
            { type: 'Polygon', coordinates: [ring] },
          ),
        ),
      ),
      level: null,
    },
    {
      entity: 'accidents',
      name: 'demo-accidents.geojson',
      bytes: collection(accidents.map(({ at, ...accident }) => feature(accident, { type: 'Point', coordinates: at }))),
      level: null,
    },
  ];
}
