import { changeInWords } from '../../server/imports/change.ts';
import { closingInWords } from '../../server/imports/closing.ts';
import type { ImportResult } from '../../server/imports/result.ts';

/** What an import closes as absent and what becomes of the land, a line each. */
export function tellChange({ closing, change, dryRun, entity }: ImportResult): string[] {
  const lines: string[] = [];
  if (closing !== null && closing.areas > 0)
    lines.push(`Absent from the list and ${dryRun ? 'to be closed' : 'closed'}: ${closingInWords(closing)}.`);
  const isLand = entity === 'hazardous-areas' || entity === 'land-releases';
  if (dryRun && !isLand) lines.push(`No land changes: these are ${entity}.`);
  return [...lines, ...changeInWords(change)];
}
