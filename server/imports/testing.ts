import type { MultiPolygon } from '../land/testing/story.ts';
import type { ImportOptions } from './options.ts';

/** Options of an import as tests want them: the snapshot is of 2024-07-31, today is 2026-01-01. */
export const importOptions = (
  entity: ImportOptions['entity'],
  programme: string,
  more: Partial<ImportOptions> = {},
): ImportOptions => ({
  entity,
  programme,
  fileName: 'test.geojson',
  kind: entity === 'hazardous-areas' ? 'SHA' : null,
  method: entity === 'land-releases' ? 'cleared' : null,
  status: null,
  dateOrder: null,
  snapshotDay: '2024-07-31',
  snapshotGiven: true,
  changeAsOf: null,
  complete: false,
  confirmClosing: 'any',
  level: null,
  boundarySet: null,
  mapping: null,
  today: '2026-01-01',
  ...more,
});

export const feature = (properties: object, geometry: MultiPolygon | null) => ({
  type: 'Feature',
  properties,
  geometry: geometry === null ? null : { type: 'MultiPolygon', coordinates: geometry },
});
/** A file of GeoJSON. */
export const file = (...features: object[]) => new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
