import type { Query } from '../../database/database.ts';
import { slices } from '../chunks.ts';
import { some } from '../sentences.ts';
import { normaliseWord } from './words.ts';

/** The code of an organisation by its name: letters and digits of any script, joined by hyphens; `A+B` is not `A-B`. */
export const operatorCode = (name: string): string => normaliseWord(name.replaceAll('+', ' plus ')).replaceAll(' ', '-');

type Records = readonly { content: Record<string, unknown> }[];

function namesByCode(records: Records): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { content } of records) {
    if (typeof content.operator_code !== 'string' || typeof content.operator_name !== 'string') continue;
    const found = names.get(content.operator_code);
    if (found === undefined) names.set(content.operator_code, new Set([content.operator_name]));
    else found.add(content.operator_name);
  }
  return names;
}

const merged = (groups: readonly string[][]): string[] =>
  groups.length === 0
    ? []
    : [
        `Taken as one operator, because only case, accents or signs differ: ${some(groups.map((group) => group.join(' / ')))}. If they are not, write their names so that letters or digits differ.`,
      ];

/** Names of the file that become one operator. */
export const mergedOperators = (records: Records): string[] =>
  merged([...namesByCode(records).values()].filter(({ size }) => size > 1).map((names) => [...names].sort()));

/** Names of the file that become an operator whom the database knows by another name. */
export async function mergedWithKnown(query: Query, programmeId: number, records: Records): Promise<string[]> {
  const names = namesByCode(records);
  const groups: string[][] = [];
  for (const codes of slices([...names.keys()])) {
    const rows = await query<{ code: string; name: string }>(
      'select code, name from operator where programme_id = $1 and code = any($2)',
      [programmeId, codes],
    );
    for (const { code, name } of rows) {
      const others = [...(names.get(code) ?? [])].filter((other) => other !== name && other !== code);
      if (others.length > 0) groups.push([name, ...others]);
    }
  }
  return merged(groups);
}
