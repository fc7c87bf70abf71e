/**
 * What services write beside the features where they gave only some of them: ArcGIS (`exceededTransferLimit`), OGC API Features and
 * WFS (`numberMatched`, `numberReturned`, a link to the next page), GeoServer (`totalFeatures`).
 */
export const MEMBERS_OF_LISTS: readonly string[] = [
  'exceededTransferLimit',
  'links',
  'next',
  'numberMatched',
  'numberReturned',
  'properties',
  'totalFeatures',
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTrue = (value: unknown): boolean => value === true || value === 'true';
/** A count, also as text; null: none is said ("unknown"). */
const countIn = (value: unknown): number | null => {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) ? count : null;
};
const isNextLink = (link: unknown): boolean =>
  isObject(link) && typeof link.rel === 'string' && link.rel.toLowerCase() === 'next';

/** Why a collection is not the whole list, in its own words; none: it does not say. @param held how many features it holds. */
export function signsOfPart(members: ReadonlyMap<string, unknown>, held: number): string[] {
  const signs: string[] = [];
  const properties = members.get('properties');
  if (isTrue(members.get('exceededTransferLimit')) || (isObject(properties) && isTrue(properties.exceededTransferLimit)))
    signs.push('"exceededTransferLimit" is true');
  const links = members.get('links');
  const next = members.get('next');
  if (Array.isArray(links) && links.some(isNextLink)) signs.push('"links" names a next page');
  if (typeof next === 'string' && next.trim() !== '') signs.push('"next" names a next page');
  const matched = countIn(members.get('numberMatched'));
  const returned = countIn(members.get('numberReturned'));
  if (matched !== null && returned !== null && matched > returned)
    signs.push(`"numberMatched" is ${matched} and "numberReturned" is ${returned}`);
  else if (matched !== null && matched > held) signs.push(`"numberMatched" is ${matched} and the list holds ${held}`);
  const total = countIn(members.get('totalFeatures'));
  if (total !== null && total > held) signs.push(`"totalFeatures" is ${total} and the list holds ${held}`);
  return signs;
}
