import type { CoordinateSystems } from './coordinate-system.ts';
import { readDegrees } from './degrees.ts';
import { isGeoText, readGeoText } from './geo-text.ts';
import { readWkt, WktError } from './wkt.ts';

/** The shape that a cell holds: WKT, GeoJSON, or positions as ODK writes them. @throws WktError, or Problem for another coordinate system. */
export function readGeometryText(text: string, systems: CoordinateSystems): unknown {
  if (text.startsWith('{')) {
    try {
      return systems.check<unknown>(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new WktError(`it is not valid JSON (${(error as Error).message})`);
    }
  }
  if (isGeoText(text)) {
    const shape = readGeoText(text);
    if (shape !== null) return shape;
    throw new WktError(
      'as latitude, longitude, altitude and accuracy its latitude is beyond 90 or its longitude beyond 180 degrees',
    );
  }
  if (/^[0-9a-f]{18,}$/i.test(text))
    throw new WktError('it is binary (WKB): export it as text with ST_AsText, for example POLYGON((…))');
  return readWkt(text);
}

/** The point that two cells hold; null: both are blank. @throws WktError. */
export function readPoint(longitudeText: string, latitudeText: string): unknown {
  const blank = [longitudeText, latitudeText].filter((text) => text.trim() === '').length;
  if (blank === 2) return null;
  if (blank === 1) throw new WktError('one of longitude and latitude is blank');
  const longitude = readDegrees(longitudeText);
  const latitude = readDegrees(latitudeText);
  if (longitude === null) throw new WktError(`longitude "${longitudeText}" is not a number of degrees such as 104.9167`);
  if (latitude === null) throw new WktError(`latitude "${latitudeText}" is not a number of degrees such as 12.5655`);
  return { type: 'Point', coordinates: [longitude, latitude] };
}
