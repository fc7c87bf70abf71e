import { requireWgs84, unreadable } from './source.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name that a `crs` member gives; null where it gives none. */
function nameOf(crs: unknown): string | null {
  if (typeof crs === 'string') return crs.trim() === '' ? null : crs.trim();
  if (!isObject(crs)) return null;
  const properties = isObject(crs.properties) ? crs.properties : {};
  const name = properties.name ?? (properties.code !== undefined ? `EPSG:${properties.code}` : (properties.href ?? crs.type));
  return name === undefined ? null : String(name).trim();
}

const DEEPEST = 20;

/** The coordinate systems that a file names, wherever it does: at its top, in a feature, in a geometry. */
export class CoordinateSystems {
  #first: string | null = null;

  /** @throws Problem where this is not WGS84 longitude and latitude, or the file named another system before. */
  name(crs: unknown): void {
    const name = nameOf(crs);
    if (name === null || name === this.#first) return;
    try {
      requireWgs84(name);
    } catch (error) {
      if (this.#first !== null) {
        throw unreadable(
          `The file names two coordinate systems, ${this.#first} and ${name}: convert it to one, WGS84 longitude and latitude (EPSG:4326), and import it again.`,
        );
      }
      throw error;
    }
    this.#first ??= name;
  }

  /** Looks through a feature or a geometry, and hands it back. @throws Problem as `name` does. */
  check<Value>(value: Value, depth = 0): Value {
    if (!isObject(value) || depth > DEEPEST) return value;
    this.name(value.crs);
    if (isObject(value.geometry)) this.check(value.geometry, depth + 1);
    if (Array.isArray(value.geometries)) for (const part of value.geometries) this.check(part, depth + 1);
    return value;
  }
}
