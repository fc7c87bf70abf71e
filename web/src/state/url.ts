import { LANGUAGES } from '../i18n/index.ts';

/** The most that the outline of an area may take up in the address: browsers and mail programs cut longer ones off. */
export const LONGEST_AREA = 6000;

const isDay = (value: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? value : null;

/** A longitude and a latitude, comma-separated; null where it is none. */
export function readSpot(value: string): [number, number] | null {
  const numbers = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [longitude, latitude] = numbers as [number, number];
  const isRight = numbers.length === 2 && numbers.every(Number.isFinite);
  return isRight && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}

/** What is chosen within parts of the page (state/choices.svelte.ts). */
const CHOICES = {
  /** parts of the panel that are open, comma-separated */
  open: (value: string) => (/^[a-z-]+(,[a-z-]+)*$/.test(value) && value.length <= 300 ? value : null),
  /** two dates: side by side with a divider, or what changed between them */
  compare: (value: string) => (['swipe', 'difference'].includes(value) ? value : null),
  /** the earlier of them */
  compare_with: isDay,
  /** where the divider stands, in percent of the map that no panel covers */
  compare_at: (value: string) => (/^\d{1,3}$/.test(value) && Number(value) <= 100 ? value : null),
  /** the spot is asked about as of the earlier date */
  compare_side: (value: string) => (value === 'earlier' ? value : null),
} as const;

/**
 * Everything worth sharing lives in the address. One row a parameter: how its value is read, null where it makes no sense.
 * Removing a row needs a migration for old links.
 */
const PARAMETERS = {
  programme: (value: string) => (/^[A-Z]{3}$/.test(value) ? value : null),
  /** filters, as the API has them; whether they name something is known once the programme is */
  place: (value: string) => (value.length > 0 && value.length <= 60 ? value : null),
  operator: (value: string) => (value.length > 0 && value.length <= 200 ? value : null),
  ordnance: (value: string) => (/^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : null),
  method: (value: string) => (/^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : null),
  kind: (value: string) => (/^[A-Z]+(,[A-Z]+)*$/.test(value) ? value : null),
  /** 1: the figures are those of what is in view */
  in_view: (value: string) => (value === '1' ? value : null),
  /** the outline of the area that the figures are of, as area/outline.ts writes it */
  area: (value: string) => (/^[\w.*-]{6,}$/.test(value) && value.length <= LONGEST_AREA ? value : null),
  date: isDay,
  /** the window begins after this day */
  from: isDay,
  /** the spot asked about: longitude,latitude */
  at: (value: string) => (readSpot(value) === null ? null : value),
  language: (value: string) => ((LANGUAGES as readonly string[]).includes(value) ? value : null),
  theme: (value: string) => (['light', 'dark', 'system'].includes(value) ? value : null),
  /** zoom/latitude/longitude */
  view: (value: string) => {
    const numbers = value.split('/').map(Number);
    const [zoom, latitude, longitude] = numbers as [number, number, number];
    const isRight = numbers.length === 3 && numbers.every(Number.isFinite) && zoom >= 0 && zoom <= 22;
    return isRight && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 ? value : null;
  },
  /** layers that are on, comma-separated */
  layers: (value: string) => (/^(land|heat|hexagons)?(,(land|heat|hexagons))*$/.test(value) ? value : null),
  ...CHOICES,
} as const;

export type ChoiceName = keyof typeof CHOICES;
export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];
export type ParameterName = keyof typeof PARAMETERS;
export type Parameters = Partial<Record<ParameterName, string>>;

export interface ReadAddress {
  parameters: Parameters;
  /** What the address asked for and cannot have: name and value, shortened. */
  ignored: { parameter: string; value: string }[];
}

export function readAddress(search: string): ReadAddress {
  const read: ReadAddress = { parameters: {}, ignored: [] };
  for (const [name, value] of new URLSearchParams(search)) {
    const parse = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name as ParameterName] : null;
    const parsed = parse === null ? null : parse(value);
    if (parsed === null) read.ignored.push({ parameter: name.slice(0, 30), value: value.slice(0, 60) });
    else read.parameters[name as ParameterName] = parsed;
  }
  return read;
}

/** The search part of the address; parameters in a fixed order, so that the same view has the same address. */
export function writeAddress(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const name of Object.keys(PARAMETERS) as ParameterName[]) {
    const value = parameters[name];
    if (value !== undefined) search.set(name, value);
  }
  const text = search.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
