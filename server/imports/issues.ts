/** What happened to a record, beside being loaded. `repaired`, `unmapped` and `refused` are counted; `flagged` and `closed` are said. */
export type IssueOutcome = 'repaired' | 'unmapped' | 'refused' | 'flagged' | 'closed';

/** A remark on one record. */
export interface Note {
  outcome: IssueOutcome;
  /** The field as Landclear names it; null: the record as a whole. */
  field: string | null;
  code: string;
  /** What was found and what was done, or what would be right. */
  message: string;
}

/** A remark on one record of one file, as stored and reported. */
export interface Issue extends Note {
  /** 1-based position in the file; 0: a record that the file does not list. */
  recordNumber: number;
  /** Local id, or the key of a record without one; null where the record could not be read. */
  recordKey: string | null;
}

export const note = (outcome: IssueOutcome, field: string | null, code: string, message: string): Note => ({
  outcome,
  field,
  code,
  message,
});
