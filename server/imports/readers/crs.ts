import { requireWgs84 } from './source.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const DEEPEST_COLLECTION = 16;

/** What a member `crs` of GeoJSON 2008 names. @throws Problem where it is not WGS84 longitude and latitude. */
export function checkCrs(crs: unknown): void {
  if (!isObject(crs)) return;
  const properties = isObject(crs.properties) ? crs.properties : {};
  const name = properties.name ?? (properties.code !== undefined ? `EPSG:${properties.code}` : (properties.href ?? crs.type));
  requireWgs84(String(name));
}

/**
 * The same for a feature or a geometry and all that stands in it: a `crs` counts wherever it is written. Since only WGS84 is taken, two that
 * differ are never both. @throws Problem.
 */
export function checkCrsWithin(value: unknown, depth = 0): void {
  if (!isObject(value) || depth > DEEPEST_COLLECTION) return;
  checkCrs(value.crs);
  checkCrsWithin(value.geometry, depth + 1);
  if (Array.isArray(value.geometries)) for (const part of value.geometries) checkCrsWithin(part, depth + 1);
}
