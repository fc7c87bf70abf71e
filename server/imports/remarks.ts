import type { ImportOptions } from './options.ts';
import type { PreparedFile } from './prepare.ts';
import { remarkOnPart } from './whole-list.ts';

/** How the columns were understood, a sentence each: who imports can see at once what was taken for what. */
export function remarksOn(file: PreparedFile, options: ImportOptions): string[] {
  const { mapping, numbers } = file;
  const remarks: string[] = [];
  const part = remarkOnPart(file);
  if (part !== null) remarks.push(part);
  const taken = [...mapping.columns].map(([field, { column }]) => (field === column ? field : `${field} from "${column}"`));
  for (const [language, column] of mapping.languages) taken.push(`name in ${language} from "${column}"`);
  if (taken.length > 0) remarks.push(`Taken: ${taken.join(', ')}.`);
  if (mapping.attributes.length > 0) remarks.push(`Kept as attributes: ${mapping.attributes.join(', ')}.`);
  if (numbers !== null) remarks.push(numbers);
  for (const field of ['kind', 'method', 'status'] as const) {
    const from = mapping.columns.get(field);
    if (options[field] !== null && from !== undefined) {
      remarks.push(`"${from.column}" tells the ${field}; ${options[field]} is for records where it does not.`);
    }
  }
  if (mapping.unreadStatus !== null) {
    const taken = options.status ?? (options.entity === 'land-releases' ? 'completed' : 'open');
    remarks.push(
      `The column "${mapping.unreadStatus}" may tell the status, but none of its words is known: every record is taken as ${taken}. If it does, name it and its words with --mapping.`,
    );
  }
  return remarks;
}
