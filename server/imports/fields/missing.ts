import type { ImportEntity } from '../../vocabulary.ts';
import type { ImportOptions } from '../options.ts';
import type { PreparedFile, PreparedRecord } from '../prepare.ts';
import { count } from '../sentences.ts';

const NOUNS: Readonly<Record<ImportEntity, [one: string, many: string]>> = {
  'hazardous-areas': ['hazardous area', 'hazardous areas'],
  'land-releases': ['land release', 'land releases'],
  accidents: ['accident', 'accidents'],
  places: ['place', 'places'],
};

interface Wanted {
  what: string;
  isThere: (record: PreparedRecord) => boolean;
  /** The field of a mapping file that would tell it; null: its place, which has columns of its own. */
  field: string | null;
  /** Said of some records too, not of all only. */
  ofSome?: boolean;
}

const has =
  (...names: readonly string[]) =>
  ({ content }: PreparedRecord): boolean =>
    names.some((name) => content[name] !== undefined && !(Array.isArray(content[name]) && content[name].length === 0));

const ID: Wanted = { what: 'an id', isThere: has('local_id'), field: 'local_id', ofSome: true };

/** What each entity should tell, the weightiest first. */
const WANTED: Readonly<Record<ImportEntity, readonly Wanted[]>> = {
  'hazardous-areas': [
    ID,
    { what: 'a date', isThere: has('recorded_on'), field: 'recorded_on', ofSome: true },
    { what: 'a stated area', isThere: has('stated_m2'), field: 'stated_m2' },
  ],
  'land-releases': [
    ID,
    { what: 'a date of completion', isThere: has('completed_on', 'handed_over_on'), field: 'completed_on', ofSome: true },
    {
      what: 'the hazardous areas that they release',
      isThere: has('hazardous_area_local_ids'),
      field: 'hazardous_area_local_ids',
    },
  ],
  accidents: [
    ID,
    { what: 'a date', isThere: has('occurred_on'), field: 'occurred_on', ofSome: true },
    { what: 'a number of killed', isThere: has('killed_count'), field: 'killed_count' },
    { what: 'a number of injured', isThere: has('injured_count'), field: 'injured_count' },
    {
      what: 'a place',
      isThere: (record) => record.geometry.source !== null || record.geometry.point !== null || has('place_code')(record),
      field: null,
      ofSome: true,
    },
  ],
  places: [],
};

/** Fields that nothing was found for, with the number of records and how to name a column for them. */
export function missingFields(file: PreparedFile, options: ImportOptions): string[] {
  const { records, mapping } = file;
  const { entity } = options;
  const [one, many] = NOUNS[entity];
  const total = records.length;
  if (total === 0) return [];
  const everyOne = total === 1 ? `the only ${one} is` : `all ${count(total)} ${many} are`;
  const remarks = WANTED[entity].flatMap(({ what, isThere, field, ofSome }) => {
    const without = records.filter((record) => !isThere(record)).length;
    if (without === 0 || (without < total && ofSome !== true)) return [];
    const who =
      without === total
        ? everyOne.replace(/^./, (letter) => letter.toUpperCase())
        : `${count(without)} of ${count(total)} ${many} ${without === 1 ? 'is' : 'are'}`;
    const from = field === null ? undefined : mapping.columns.get(field)?.column;
    if (from !== undefined) return [`${who} without ${what}: "${from}" does not tell it.`];
    // said with what follows, where no column was taken for the id
    if (field === 'local_id' && without === total) return [];
    if (field === null)
      return [`${who} without ${what}.${without === total ? ' Name the columns longitude and latitude, or place_code.' : ''}`];
    return [`${who} without ${what}. If a column tells it, say --mapping {"${field}": "its name"}.`];
  });
  for (const field of ['kind', 'method'] as const) {
    if (options[field] !== null && !mapping.columns.has(field))
      remarks.push(`No column tells the ${field}: ${everyOne} taken as ${options[field]}, as the import says.`);
  }
  const toldBy = [
    'status',
    'closed_on',
    'closed_reason',
    ...(entity === 'land-releases' ? ['completed_on', 'handed_over_on'] : []),
  ];
  if (
    (entity === 'hazardous-areas' || entity === 'land-releases') &&
    mapping.unreadStatus === null &&
    !toldBy.some((field) => mapping.columns.has(field))
  ) {
    const status = options.status ?? (entity === 'land-releases' ? 'completed' : 'open');
    remarks.push(`No column tells the status: ${everyOne} taken as ${status}. --status says another.`);
  }
  const tooLong = records.filter(({ notes }) => notes.some(({ code }) => code === 'too_long')).length;
  if (tooLong > 0)
    remarks.push(
      `${count(tooLong)} of ${count(total)} ${many} ${tooLong === 1 ? 'has' : 'have'} an id or a name that is too long: kept as an attribute only. The report names them.`,
    );
  return remarks;
}
