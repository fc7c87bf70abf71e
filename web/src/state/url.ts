import { LANGUAGES } from '../i18n/index.ts';
import { FORMAT, migrated } from './migrations.ts';

/** The most that the outline of an area may take up in the address: browsers and mail programs cut longer ones off. */
export const LONGEST_AREA = 6000;

/** Browsers take 30 February for 1 March: only what comes back as it went in is a day. */
const isDay = (value: string) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value ? value : null;
};

const isStep = (value: string) => (/^(year|quarter|month)$/.test(value) ? value : null);

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
  /** on a narrow screen: how much of it the panel takes; without: the numbers */
  panel: (value: string) => (/^(half|full)$/.test(value) ? value : null),
  /** where it is not as the width of the screen has it */
  legend: (value: string) => (/^(open|closed)$/.test(value) ? value : null),
  /** what lies under the land, where it is not as the deployment has it */
  ground: (value: string) => (/^(plain|streets|own)$/.test(value) ? value : null),
  /** records of the spot asked about that are open, as ground/opened.ts names them; none: not even the only one */
  at_open: (value: string) => (/^(none|[hr]\d+(,[hr]\d+)*)$/.test(value) && value.length <= 300 ? value : null),
  /** two dates: side by side with a divider, or what changed between them */
  compare: (value: string) => (['swipe', 'difference'].includes(value) ? value : null),
  /** the earlier of them */
  compare_with: isDay,
  /** where the divider stands, in percent of the map that no panel covers */
  compare_at: (value: string) => (/^\d{1,3}$/.test(value) && Number(value) <= 100 ? value : null),
  /** the spot is asked about as of the earlier date */
  compare_side: (value: string) => (value === 'earlier' ? value : null),
  /** what lies over the whole page; the rows below that are of it leave the address with it */
  dialog: (value: string) => (['records', 'reports'].includes(value) ? value : null),
  records_type: (value: string) => (['hazardous_area', 'land_release'].includes(value) ? value : null),
  records_only: (value: string) => (/^[a-z_]{1,30}$/.test(value) ? value : null),
  /** as the API has it: -day is from the latest on */
  records_sort: (value: string) => (/^-?[a-z0-9_]{1,30}$/.test(value) ? value : null),
  records_page: (value: string) => (/^[1-9]\d{0,3}$/.test(value) ? value : null),
  report_table: (value: string) => (/^[a-z_]{1,60}$/.test(value) ? value : null),
  /** by what the charts of land and of movements step */
  land_step: isStep,
  movements_step: isStep,
  /** of how many complete years the pace is, and the deadline it is held against; none: against no deadline */
  pace_years: (value: string) => (/^(3|5|10|15)$/.test(value) ? value : null),
  pace_deadline: (value: string) => (value === 'none' ? value : isDay(value)),
  /** the ranking: by what, on which level of places, what of it, small charts with scales of their own, all parts */
  multiples_by: (value: string) => (/^(place|operator|ordnance|includes)$/.test(value) ? value : null),
  multiples_level: (value: string) => (/^[1-6]$/.test(value) ? value : null),
  multiples_measure: (value: string) =>
    /^(remaining|released|closed|recorded_window|released_window|closed_window)$/.test(value) ? value : null,
  multiples_scale: (value: string) => (value === 'own' ? value : null),
  multiples_all: (value: string) => (value === '1' ? value : null),
  /** 1: published figures are laid over the charts */
  published_marks: (value: string) => (value === '1' ? value : null),
} as const;

/**
 * Everything worth sharing lives in the address. One row a parameter: how its value is read, null where it makes no sense.
 * A row that is renamed, read in another way or removed needs a migration for old links (migrations.ts).
 */
const PARAMETERS = {
  programme: (value: string) => (/^[A-Z]{3}$/.test(value) ? value : null),
  /** filters, as the API has them; whether they name something is known once the programme is */
  place: (value: string) => (value.length > 0 && value.length <= 2000 ? value : null),
  operator: (value: string) => (value.length > 0 && value.length <= 200 ? value : null),
  ordnance: (value: string) => (/^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : null),
  /** remaining, released, closed: what land is, comma-separated */
  state: (value: string) => (/^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : null),
  method: (value: string) => (/^[a-z_]+(,[a-z_]+)*$/.test(value) ? value : null),
  kind: (value: string) => (/^[A-Z]+(,[A-Z]+)*$/.test(value) ? value : null),
  /** 1: the figures are those of what is in view */
  in_view: (value: string) => (value === '1' ? value : null),
  /** the outline of the area that the figures are of, as area/outline.ts writes it */
  area: (value: string) => (/^[\w.*-]{6,}$/.test(value) && value.length <= LONGEST_AREA ? value : null),
  as_of: isDay,
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
  /** what the sender of a link saw: data version, remaining and released km² (state/seen.ts); in links that are sent, not in the address bar */
  seen: (value: string) => (/^[\w-]{1,40}(,\d+(\.\d+)?,\d+(\.\d+)?)?$/.test(value) && value.length <= 100 ? value : null),
} as const;

export type ChoiceName = keyof typeof CHOICES;
export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];
export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];
export type Parameters = Partial<Record<ParameterName, string>>;

/** What the address asked for and cannot have: name and value, shortened. */
export interface Ignored {
  parameter: string;
  value: string;
  /** How long the value was, where that is why. */
  tooLong?: number;
}

export interface ReadAddress {
  parameters: Parameters;
  ignored: Ignored[];
  /** The format of an address that a newer Landclear wrote: what is understood is read all the same. Null: one that is known. */
  newerFormat: number | null;
}

/** The value of a parameter as it is used; null: none. */
export function readValue(name: string, value: string): string | null {
  return Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name as ParameterName](value) : null;
}

const formatOf = (value: string | null): number | null => {
  if (value === null) return 1;
  return /^[1-9]\d{0,3}$/.test(value) ? Number(value) : null;
};

/** @param search from the question mark on, of any format. */
export function readAddress(search: string): ReadAddress {
  const asked = new URLSearchParams(search);
  const format = formatOf(asked.get('v'));
  const read: ReadAddress = { parameters: {}, ignored: [], newerFormat: format !== null && format > FORMAT ? format : null };
  const pairs = [...asked].filter(([name]) => name !== 'v' || format === null);
  for (const [name, value] of migrated(pairs, format ?? 1)) {
    const parsed = readValue(name, value);
    if (parsed !== null) read.parameters[name as ParameterName] = parsed;
    else {
      const ignored: Ignored = { parameter: name.slice(0, 30), value: value.slice(0, 60) };
      read.ignored.push(name === 'area' && value.length > LONGEST_AREA ? { ...ignored, tooLong: value.length } : ignored);
    }
  }
  return read;
}

/** The search part of the address; parameters in a fixed order, so that the same view has the same address. */
export function writeAddress(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const name of PARAMETER_NAMES) {
    const value = parameters[name];
    if (value !== undefined) search.set(name, value);
  }
  if (search.size === 0) return '';
  search.set('v', String(FORMAT));
  return `?${search.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')}`;
}
