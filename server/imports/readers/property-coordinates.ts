import { memberOf } from '../fields/members.ts';
import { normaliseHeader, textOf } from '../fields/words.ts';
import { note } from '../issues.ts';
import { readGeometryText, readPoint } from './cells.ts';
import { findCoordinates, type NamedCoordinates, remarkOnTaken } from './coordinate-columns.ts';
import { CoordinateSystems } from './coordinate-system.ts';
import type { Saying, SourceRecord } from './source.ts';
import { WktError } from './wkt.ts';

/**
 * Features none of which has a geometry, placed by their properties: a table saved as GeoJSON has its coordinates there. Where one has a
 * geometry, that of the others is not looked for.
 */
export function* placeByProperties(
  features: Iterable<SourceRecord>,
  saying: Saying,
  said: NamedCoordinates,
): Generator<SourceRecord> {
  const waiting: SourceRecord[] = [];
  let someIsPlaced = false;
  for (const feature of features) {
    if (!someIsPlaced && feature.geometry === null) {
      waiting.push(feature);
      continue;
    }
    if (!someIsPlaced) yield* waiting;
    someIsPlaced = true;
    yield feature;
  }
  if (!someIsPlaced) yield* placed(waiting, saying, said);
}

function* placed(features: readonly SourceRecord[], saying: Saying, said: NamedCoordinates): Generator<SourceRecord> {
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  const rows = features.map(({ properties }) => columns.map((column) => textOf(memberOf(properties, column)) ?? ''));
  const found = findCoordinates(columns, columns.map(normaliseHeader), rows, said);
  const taken = remarkOnTaken(columns, found);
  if (taken !== null) saying.conventions.push(taken);
  const { geometry, longitude, latitude } = found;
  const systems = new CoordinateSystems();
  const used = new Set([geometry, longitude, latitude].map((at) => columns[at]));
  for (const [index, feature] of features.entries()) {
    if (taken === null) {
      yield feature;
      continue;
    }
    const row = rows[index] as string[];
    const properties = Object.fromEntries(Object.entries(feature.properties).filter(([column]) => !used.has(column)));
    const shape = row[geometry] ?? '';
    try {
      const read = shape !== '' ? readGeometryText(shape, systems) : readPoint(row[longitude] ?? '', row[latitude] ?? '');
      yield { ...feature, properties, geometry: read };
    } catch (error) {
      if (!(error instanceof WktError)) throw error;
      const message = `The geometry (${[...used].filter((column) => column !== undefined).join(', ')}) cannot be read: ${error.message}.`;
      yield { ...feature, properties, fault: feature.fault ?? note('refused', 'geometry', 'unreadable_geometry', message) };
    }
  }
}
