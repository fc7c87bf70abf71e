import { remarkOnPart } from '../checks/whole-list.ts';
import type { ImportOptions } from '../options.ts';
import type { PreparedFile } from '../prepare.ts';
import { missingFields } from './missing.ts';

type Remarks = (file: PreparedFile, options: ImportOptions) => string[];

const unused: Remarks = ({ mapping: { attributes } }) =>
  attributes.length === 0
    ? []
    : [`Kept as attributes: ${attributes.join(', ')}. If one of them tells a field, name it with --mapping {"field": "column"}.`];

const unreadStatus: Remarks = ({ mapping }, options) => {
  if (mapping.unreadStatus === null) return [];
  const taken = options.status ?? (options.entity === 'land-releases' ? 'completed' : 'open');
  return [
    `The column "${mapping.unreadStatus}" may tell the status, but none of its words is known: every record is taken as ${taken}. If it does, name it and its words with --mapping.`,
  ];
};

const optionsBesideColumns: Remarks = ({ mapping }, options) =>
  (['kind', 'method', 'status'] as const).flatMap((field) => {
    const from = mapping.columns.get(field);
    if (options[field] === null || from === undefined) return [];
    return [`"${from.column}" tells the ${field}; ${options[field]} is for records where it does not.`];
  });

const taken: Remarks = ({ mapping }) => {
  const columns = [...mapping.columns].map(([field, { column }]) => (field === column ? field : `${field} from "${column}"`));
  for (const [language, column] of mapping.languages) columns.push(`name in ${language} from "${column}"`);
  return columns.length === 0 ? [] : [`Taken: ${columns.join(', ')}.`];
};

/** What was not understood, then what was decided, then what was taken for what. */
const ALL: readonly Remarks[] = [
  (file) => [remarkOnPart(file)].filter((remark) => remark !== null),
  ({ unclear }) => unclear,
  missingFields,
  unreadStatus,
  unused,
  ({ conventions }) => conventions,
  optionsBesideColumns,
  taken,
];

/** How a file was understood, a sentence each: who imports sees first what was not. */
export const remarksOn: Remarks = (file, options) => ALL.flatMap((remarks) => remarks(file, options));
