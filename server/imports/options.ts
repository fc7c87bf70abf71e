import { malformed } from '../problems.ts';
import type { HazardKind, ImportEntity, ReleaseMethod } from '../vocabulary.ts';
import { FIELDS } from './fields/aliases.ts';
import type { DateOrder } from './fields/dates.ts';
import type { DecimalSign } from './fields/numbers.ts';
import { recogniseCode } from './fields/recognise.ts';

/** How one file is to be read and loaded. Days are YYYY-MM-DD. */
export interface ImportOptions {
  entity: ImportEntity;
  /** ISO 3166-1 alpha-3. */
  programme: string;
  fileName: string;
  /** For records whose file does not tell. */
  kind: HazardKind | null;
  method: ReleaseMethod | null;
  /** Of a release (`completed`) or of a hazardous area (`open`, `closed`), in any word that means one. */
  status: string | null;
  dateOrder: DateOrder | null;
  /** How numbers that could be read in two ways are; left out: by the values themselves. */
  decimal?: DecimalSign | null;
  /** The day whose state the file shows. */
  snapshotDay: string;
  /** False: nobody said; it is today. */
  snapshotGiven: boolean;
  /** What differs from before changed on the ground on this day. */
  changeAsOf: string | null;
  /** The file lists every open hazardous area: what it does not list is closed. */
  complete: boolean;
  /** How many areas the user knows that a complete list closes; `any`: nobody is asked, which only tests and demonstrations want. */
  confirmClosing?: number | 'any' | null;
  /** Everything is worked out and nothing is kept. */
  dryRun?: boolean;
  level: number | null;
  boundarySet: string | null;
  /** Text of a mapping file. */
  mapping: string | null;
  today: string;
  /** Records of the demonstration programme, which no file of a user's can be. */
  synthetic?: true;
}

/** Which entities an option is for. */
const ONLY_FOR: readonly { option: keyof ImportOptions; name: string; entities: readonly ImportEntity[]; why: string }[] = [
  { option: 'kind', name: 'kind', entities: ['hazardous-areas'], why: 'SHA and CHA are kinds of hazardous area' },
  { option: 'method', name: 'method', entities: ['land-releases'], why: 'only land is released by a method' },
  { option: 'status', name: 'status', entities: ['hazardous-areas', 'land-releases'], why: 'only these have a status' },
  {
    option: 'complete',
    name: 'complete',
    entities: ['hazardous-areas'],
    why: 'only hazardous areas are closed by not being listed any more',
  },
  {
    option: 'changeAsOf',
    name: 'change_as_of',
    entities: ['hazardous-areas', 'land-releases'],
    why: 'only land changes on a day; the others are corrected',
  },
  { option: 'level', name: 'level', entities: ['places'], why: 'only places have a level' },
  { option: 'boundarySet', name: 'boundary_set', entities: ['places'], why: 'only places form a boundary set' },
];

/**
 * The options with the status as a code.
 * @throws Problem 400 for options that do not go together or say what cannot be.
 */
export function checkOptions(options: ImportOptions): ImportOptions {
  for (const { option, name, entities, why } of ONLY_FOR) {
    const value = options[option];
    if (value === null || value === false || entities.includes(options.entity)) continue;
    throw malformed(name, `${name} is for ${entities.join(' and ')}, not for ${options.entity}: ${why}.`);
  }
  for (const [name, day, wanted] of [
    ['change_as_of', options.changeAsOf, 'the day on which the land changed'],
    ['snapshot_date', options.snapshotDay, 'the day whose state the file shows'],
  ] as const) {
    if (day !== null && day > options.today) throw malformed(name, `${name} is ${day}, which is still to come; give ${wanted}.`);
  }
  if (typeof options.confirmClosing === 'number' && !options.complete)
    throw malformed('confirm_closing', 'confirm_closing is for a complete list: only that closes areas it does not list.');
  return { ...options, status: statusCode(options) };
}

/** @throws Problem 400 for a word that is no status of the entity. */
function statusCode({ entity, status }: ImportOptions): string | null {
  if (status === null) return null;
  const words = FIELDS[entity].find(({ name }) => name === 'status')?.words ?? {};
  const code = recogniseCode(words, status);
  if (code !== null) return code;
  throw malformed(
    'status',
    `status "${status}" is not known; for ${entity} it is one of ${Object.keys(words).join(', ')}, or a usual word for one of them.`,
  );
}
