import { malformed } from '../../problems.ts';
import { normaliseHeader } from '../fields/words.ts';
import { readDegrees } from './degrees.ts';
import { isGeoText, isSurelyGeoText } from './geo-text.ts';

export const WKT_COLUMNS = [
  'wkt',
  'wktgeometry',
  'geomwkt',
  'wktgeom',
  'geom',
  'geometry',
  'thegeom',
  'shape',
  'geojson',
  'polygon',
];
const LONGITUDE_COLUMNS = [
  'longitude', 'lon', 'long', 'lng', 'longitudedd', 'londd', 'ddlong', 'ddlon', 'decimallongitude', 'longwgs84', 'lonwgs84', 'longitudewgs84',
  'gpslongitude', 'gpslon', 'geopointlongitude', 'coordlon', 'xlong', 'pointx', 'xcoord', 'coordx', 'x',
]; // biome-ignore format: a list of words
const LATITUDE_COLUMNS = [
  'latitude', 'lat', 'latitudedd', 'latdd', 'ddlat', 'decimallatitude', 'latwgs84', 'latitudewgs84', 'gpslatitude', 'gpslat',
  'geopointlatitude', 'coordlat', 'ylat', 'pointy', 'ycoord', 'coordy', 'y',
]; // biome-ignore format: a list of words

/** Ends of names that belong together: `location-Latitude` and `location-Longitude`, `gps_lat` and `gps_lon`, `site_x` and `site_y`. */
const PAIRS: readonly { longitude: RegExp; latitude: RegExp }[] = [
  { longitude: /^(.+?)[\W_]*longitude$/i, latitude: /^(.+?)[\W_]*latitude$/i },
  { longitude: /^(.+?)(?:[\W_]+(?:lon|long|lng)|Lon|Long|Lng)$/, latitude: /^(.+?)(?:[\W_]+lat|Lat)$/ },
  { longitude: /^(.+?)(?:[\W_]+(?:LON|LONG|LNG))$/, latitude: /^(.+?)[\W_]+LAT$/ },
  { longitude: /^(.+?)[\W_]+x$/i, latitude: /^(.+?)[\W_]+y$/i },
];

/** Columns that the mapping file names. */
export type NamedCoordinates = Partial<Record<'longitude' | 'latitude' | 'geometry', string>>;

/** Where the coordinates of a file of separated values stand, by the place of their columns; -1: nowhere. */
export interface CoordinateColumns {
  /** Well-known text, GeoJSON, or positions as ODK writes them. */
  geometry: number;
  longitude: number;
  latitude: number;
}

const firstOf = (names: readonly string[], headers: readonly string[]): number => {
  const found = names.map((name) => headers.indexOf(name)).find((at) => at !== -1);
  return found ?? -1;
};

function named(columns: readonly string[], field: string, column: string | undefined): number {
  if (column === undefined) return -1;
  const at = columns.indexOf(column);
  if (at !== -1) return at;
  throw malformed(
    'mapping',
    `The mapping file takes "${field}" from the column "${column}", which the file does not have; it has ${columns.slice(0, 30).join(', ')}.`,
  );
}

const isDegrees = (text: string | undefined, most: number): boolean => {
  const degrees = readDegrees(text ?? '');
  return degrees !== null && Math.abs(degrees) <= most;
};

/** The first two columns whose names belong together and that hold degrees in some row. */
function pairByName(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): [longitude: number, latitude: number] | null {
  for (const { longitude, latitude } of PAIRS) {
    for (const [east, name] of columns.entries()) {
      const before = longitude.exec(name)?.[1];
      if (before === undefined) continue;
      const north = columns.findIndex(
        (other) => normaliseHeader(latitude.exec(other)?.[1] ?? '') === normaliseHeader(before) && latitude.test(other),
      );
      if (north !== -1 && rows.some((row) => isDegrees(row[east], 180) && isDegrees(row[north], 90))) return [east, north];
    }
  }
  return null;
}

/** A name that speaks of a place on the ground, for a column of two numbers alone. */
const SPEAKS_OF_PLACE = /geo|gps|loc|point|shape|trace|coord|position/i;

/** The first column of which every value is a position, or a list of them. */
function textColumn(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  return columns.findIndex((name, at) => {
    const texts = rows.map((row) => row[at]?.trim() ?? '').filter((text) => text !== '');
    return texts.length > 0 && texts.every(SPEAKS_OF_PLACE.test(name) ? isGeoText : isSurelyGeoText);
  });
}

/**
 * Finds the coordinates: those that the mapping file names, else columns with usual names, else two whose names belong together, else one
 * of positions in text.
 * @param headers normalised, or what tags say. @throws Problem 400 for a column that the mapping file names and the file does not have.
 */
export function findCoordinates(
  columns: readonly string[],
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  said: NamedCoordinates,
): CoordinateColumns {
  const own = {
    geometry: named(columns, 'geometry', said.geometry),
    longitude: named(columns, 'longitude', said.longitude),
    latitude: named(columns, 'latitude', said.latitude),
  };
  if ((own.longitude === -1) !== (own.latitude === -1))
    throw malformed('mapping', 'The mapping file names one of longitude and latitude only: name both.');
  if (own.geometry !== -1 || own.longitude !== -1) return own;
  const geometry = firstOf(WKT_COLUMNS, headers);
  let [longitude, latitude] = [firstOf(LONGITUDE_COLUMNS, headers), firstOf(LATITUDE_COLUMNS, headers)];
  if (longitude === -1 || latitude === -1) [longitude, latitude] = pairByName(columns, rows) ?? [-1, -1];
  if (geometry !== -1 || longitude !== -1) return { geometry, longitude, latitude };
  return { geometry: textColumn(columns, rows), longitude, latitude };
}

/** Words in the names of columns of coordinates; what is measured beside them is none. */
const LOOKS_LIKE =
  /(?:^|[^\p{L}])(lat|latitude|lon|long|lng|longitude|easting|northing|eastings|northings|utm|utme|utmn|mgrs|coords?|coordinates?|coordinate|gps|geopoint|geoshape|geotrace|wkt|geom|geometry)(?:[^\p{L}]|$)|^[XYEN]$|(?:Lat|Lon|Latitude|Longitude|Easting|Northing)$/iu;
const BESIDE = /alt|accuracy|precision|zone|datum|source|method|system|date|time|format/i;

/** Columns that look like coordinates by name and hold numbers or positions. */
export function lookLikeCoordinates(
  columns: readonly string[],
  records: readonly { properties: Record<string, unknown> }[],
): string[] {
  return columns.filter(
    (column) =>
      LOOKS_LIKE.test(column) &&
      !BESIDE.test(column) &&
      records.some(({ properties }) => /\d/.test(String(Object.hasOwn(properties, column) ? (properties[column] ?? '') : ''))),
  );
}

/** What is said of columns that look like coordinates and are not used; null: there are none. */
export function remarkOnUnused(columns: readonly string[]): string | null {
  if (columns.length === 0) return null;
  const list = columns.map((column) => `"${column}"`).join(', ');
  return `${list} ${columns.length === 1 ? 'looks' : 'look'} like coordinates and ${columns.length === 1 ? 'is' : 'are'} not used. If they are degrees of WGS84, say --mapping {"longitude": "its column", "latitude": "its column"}, or {"geometry": "its column"} for WKT or text of positions; convert metres (UTM) and MGRS first.`;
}

/** How coordinates were taken, for the report; null: from nowhere. */
export function remarkOnTaken(columns: readonly string[], { geometry, longitude, latitude }: CoordinateColumns): string | null {
  const pair =
    longitude === -1
      ? null
      : `longitude from "${columns[longitude]}" and latitude from "${columns[latitude]}", in degrees of WGS84`;
  const shape = geometry === -1 ? null : `shapes from "${columns[geometry]}"`;
  const taken = [shape, pair].filter((part) => part !== null);
  if (taken.length === 0) return null;
  return `Coordinates: ${taken.join(', else ')}. --mapping {"longitude": …, "latitude": …} or {"geometry": …} takes others.`;
}
