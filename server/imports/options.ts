import { malformed } from '../problems.ts';
import type { HazardKind, ImportEntity, ReleaseMethod } from '../vocabulary.ts';
import type { DateOrder } from './dates.ts';

/** How one file is to be read and loaded. Days are YYYY-MM-DD. */
export interface ImportOptions {
  entity: ImportEntity;
  /** ISO 3166-1 alpha-3. */
  programme: string;
  fileName: string;
  /** For records whose file does not tell. */
  kind: HazardKind | null;
  method: ReleaseMethod | null;
  /** Of a release (`completed`) or of a hazardous area (`open`, `closed`). */
  status: string | null;
  dateOrder: DateOrder | null;
  /** The day whose state the file shows. */
  snapshotDay: string;
  /** False: nobody said; it is today. */
  snapshotGiven: boolean;
  /** What differs from before changed on the ground on this day. */
  changeAsOf: string | null;
  /** The file lists every open hazardous area: what it does not list is closed. */
  complete: boolean;
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

/** @throws Problem 400 for options that do not go together. */
export function checkOptions(options: ImportOptions): void {
  for (const { option, name, entities, why } of ONLY_FOR) {
    const value = options[option];
    if (value === null || value === false || entities.includes(options.entity)) continue;
    throw malformed(name, `${name} is for ${entities.join(' and ')}, not for ${options.entity}: ${why}.`);
  }
  if (options.changeAsOf !== null && options.changeAsOf > options.today) {
    throw malformed(
      'change_as_of',
      `change_as_of is ${options.changeAsOf}, which is still to come; give the day on which the land changed.`,
    );
  }
}
