import type { ImportEntity } from '../../vocabulary.ts';
import { coordinateOfTag, fieldOfTag } from '../readers/hxl.ts';
import type { FieldMapping } from './mapping-file.ts';

/** The mapping file with what the tags under the columns say; what the mapping file says itself comes first. */
export function addTags(
  entity: ImportEntity,
  said: ReadonlyMap<string, FieldMapping>,
  tags: ReadonlyMap<string, string>,
): { file: Map<string, FieldMapping>; conventions: string[] } {
  const file = new Map(said);
  const taken: string[] = [];
  for (const [column, tag] of tags) {
    const coordinate = coordinateOfTag(tag);
    if (coordinate !== null) taken.push(`${tag} is the ${coordinate}`);
    const field = fieldOfTag(entity, tag);
    const before = field === null ? undefined : file.get(field);
    if (field === null || before?.column !== undefined) continue;
    file.set(field, { column, words: before?.words ?? new Map() });
    taken.push(`${tag} is ${field}`);
  }
  if (tags.size === 0) return { file, conventions: [] };
  const what = taken.length === 0 ? 'none of them tells of a field' : taken.join(', ');
  return {
    file,
    conventions: [
      `The line under the names holds tags (HXL) and is no record: ${what}. To take a field from another column, name it with --mapping.`,
    ],
  };
}
