/**
 * Positions as ODK, KoBo and Survey123 write them in one cell: `latitude longitude altitude accuracy`, several parted by `;` (geopoint,
 * geotrace, geoshape of the XForms specification).
 */
// no zeros before a number: `1 000 000` is a million
const NUMBER = '[-+]?(?:0|[1-9]\\d*)(?:\\.\\d+)?';
const POSITION = `${NUMBER}\\s+${NUMBER}(?:\\s+${NUMBER}){0,2}`;
const TEXT = new RegExp(`^${POSITION}(?:\\s*;\\s*${POSITION})*\\s*;?$`);

export const isGeoText = (text: string): boolean => TEXT.test(text.trim());

/** True where altitude or accuracy, or other positions, stand behind a latitude and longitude with decimals: no number with spaces in it. */
export const isSurelyGeoText = (text: string): boolean =>
  /^[-+]?\d+\.\d+\s+[-+]?\d+\.\d+\s*(?:\s[-+]?\d|;)|;.*;/.test(text.trim()) && readGeoText(text) !== null;

/** A point, or the area inside of the positions; two positions are a line. Null: it is no such text, or no latitude and longitude. */
export function readGeoText(text: string): { type: string; coordinates: unknown } | null {
  if (!isGeoText(text)) return null;
  const positions = text
    .split(';')
    .map((position) => position.trim())
    .filter((position) => position !== '')
    .map((position) => position.split(/\s+/).map(Number))
    .map(([latitude, longitude]) => [longitude as number, latitude as number]);
  if (positions.some(([longitude, latitude]) => Math.abs(longitude as number) > 180 || Math.abs(latitude as number) > 90))
    return null;
  const [first] = positions;
  if (positions.length === 1) return { type: 'Point', coordinates: first };
  if (positions.length === 2) return { type: 'LineString', coordinates: positions };
  const last = positions.at(-1);
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return { type: 'Polygon', coordinates: [isClosed ? positions : [...positions, first]] };
}
