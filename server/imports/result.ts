import { BYTE_ORDER_MARK, csvLine } from '../csv.ts';
import type { StateChange } from './history/change.ts';
import type { Closing } from './history/closing.ts';
import type { Issue } from './issues.ts';

/** What an import did, in numbers of records. Repaired and unmapped are among the accepted; read = accepted + refused. */
export interface ImportResult {
  batch: number;
  programme: string;
  entity: string;
  read: number;
  accepted: number;
  repaired: number;
  unmapped: number;
  refused: number;
  created: number;
  corrected: number;
  unchanged: number;
  closed: number;
  dataVersion: string;
  /** How the columns of the file were understood, a sentence each. */
  remarks: string[];
  /** Of a complete list: what it closes; else null. */
  closing: Closing | null;
  /** Land by state before and after; none where the records are no land. */
  change: StateChange[];
  /** Nothing was kept; the batch is a number only, and `issues` are here alone. */
  dryRun: boolean;
  issues?: Issue[];
}

export interface UndoResult {
  batch: number;
  programme: string;
  entity: string;
  /** Records that are as before the batch again, and those that are gone. */
  restored: number;
  removed: number;
  dataVersion: string;
  /** Land by state before and after; none where the records are no land. */
  change: StateChange[];
  /** Nothing was kept. */
  dryRun: boolean;
}

/** `read 1885, accepted 1885, repaired 59, unmapped 778, refused 0`: the last line of every import. */
export const countsLine = ({
  read,
  accepted,
  repaired,
  unmapped,
  refused,
}: Pick<ImportResult, 'read' | 'accepted' | 'repaired' | 'unmapped' | 'refused'>): string =>
  `read ${read}, accepted ${accepted}, repaired ${repaired}, unmapped ${unmapped}, refused ${refused}`;

/** The report as CSV (RFC 4180, UTF-8 with byte order mark so that spreadsheets keep the letters): a line an issue. */
export function reportCsv(issues: readonly Issue[]): string {
  const lines = issues.map(({ recordNumber, recordKey, outcome, field, code, message }) =>
    csvLine([recordNumber, recordKey, outcome, field, code, message]),
  );
  return BYTE_ORDER_MARK + csvLine(['record_number', 'record_key', 'outcome', 'field', 'code', 'message']) + lines.join('');
}
