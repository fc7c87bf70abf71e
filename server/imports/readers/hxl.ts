import type { ImportEntity } from '../../vocabulary.ts';

/** A tag of the Humanitarian Exchange Language: `#affected+killed`. */
const TAG = /^#\s*\p{L}\w*(?:\s*\+\s*\p{L}\w*)*$/u;

/** True for a line of tags: it tells what the columns hold and is no record. */
export function isTagLine(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return filled.length >= Math.min(2, cells.length) && filled.every((cell) => TAG.test(cell));
}

interface Meaning {
  tags: readonly string[];
  /** One of these attributes; none: whatever stands there. */
  any?: readonly string[];
  /** None of these. */
  not?: readonly string[];
  field: string;
}

const ID: Meaning = {
  tags: ['event', 'incident', 'meta', 'loc', 'geo', 'item', 'activity'],
  any: ['id', 'code'],
  field: 'local_id',
};
const OPERATOR: Meaning = { tags: ['org'], not: ['type', 'funder'], field: 'operator' };
const STATUS: Meaning = { tags: ['status'], field: 'status' };
const NAME: Meaning = { tags: ['event', 'loc', 'activity'], any: ['name'], field: 'name' };

const MEANINGS: Readonly<Record<ImportEntity, readonly Meaning[]>> = {
  accidents: [
    { ...ID, tags: ['event', 'incident', 'meta'] },
    { tags: ['date'], not: ['reported', 'updated', 'entered', 'start', 'end'], field: 'occurred_on' },
    { tags: ['affected', 'killed'], any: ['killed', 'dead', 'deaths'], field: 'killed_count' },
    { tags: ['affected', 'injured'], any: ['injured', 'wounded'], field: 'injured_count' },
    { tags: ['adm1', 'adm2', 'adm3', 'adm4', 'loc'], any: ['code', 'pcode'], field: 'place_code' },
  ],
  'hazardous-areas': [
    ID,
    { tags: ['date'], any: ['closed', 'end'], field: 'closed_on' },
    { tags: ['date'], not: ['closed', 'end', 'updated', 'entered'], field: 'recorded_on' },
    STATUS,
    OPERATOR,
    NAME,
  ],
  'land-releases': [
    ID,
    { tags: ['date'], any: ['start', 'started'], field: 'started_on' },
    { tags: ['date'], not: ['start', 'started', 'updated', 'entered', 'reported'], field: 'completed_on' },
    STATUS,
    OPERATOR,
    NAME,
  ],
  places: [],
};

function partsOf(tag: string): { name: string; attributes: string[] } {
  const [name = '', ...attributes] = tag.replace(/\s/g, '').slice(1).toLowerCase().split('+');
  return { name, attributes };
}

/** The field of the entity that a tag tells of; null where it tells of none. */
export function fieldOfTag(entity: ImportEntity, tag: string): string | null {
  const { name, attributes } = partsOf(tag);
  const found = MEANINGS[entity].find(
    ({ tags, any, not }) =>
      tags.includes(name) &&
      (any === undefined || any.some((one) => attributes.includes(one) || name === one)) &&
      !(not ?? []).some((one) => attributes.includes(one)),
  );
  return found?.field ?? null;
}

/** `longitude` or `latitude` for `#geo+lon` and `#geo+lat`; null for other tags. */
export function coordinateOfTag(tag: string): 'longitude' | 'latitude' | null {
  const { name, attributes } = partsOf(tag);
  if (name !== 'geo') return null;
  if (attributes.some((one) => ['lon', 'long', 'lng', 'longitude'].includes(one))) return 'longitude';
  return attributes.some((one) => ['lat', 'latitude'].includes(one)) ? 'latitude' : null;
}
