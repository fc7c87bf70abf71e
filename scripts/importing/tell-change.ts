import { changeInWords } from '../../server/imports/history/change.ts';
import { closingInWords } from '../../server/imports/history/closing.ts';
import type { ImportResult, UndoResult } from '../../server/imports/result.ts';

/** What becomes of the land, a line a state, and what is closed as absent. */
export function tellChange(result: ImportResult | UndoResult): string[] {
  const { change, dryRun } = result;
  const lines: string[] = [];
  if ('closing' in result && result.closing !== null && result.closing.areas > 0)
    lines.push(`Absent from the list and ${dryRun ? 'to be closed' : 'closed'}: ${closingInWords(result.closing)}.`);
  const told = changeInWords(change);
  if (dryRun) return [...lines, ...(told.length === 0 ? ['No figure of land changes.'] : told)];
  return [...lines, ...told.filter((line) => !line.endsWith('(unchanged)'))];
}
