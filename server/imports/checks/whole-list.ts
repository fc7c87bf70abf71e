import { malformed } from '../../problems.ts';
import { type Issue, note } from '../issues.ts';

/** What of a file tells whether it can be the whole list. */
export interface ListedFile {
  read: number;
  /** In what words it says of itself that it is only a part. */
  signsOfPart: readonly string[];
}

/**
 * Where services stop by default: ArcGIS after 1,000, 2,000, 16,000 or 32,000 records, OGC API Features after 1,000, 5,000 or 10,000,
 * GeoServer and download pages after 10,000, 50,000 or 100,000. Smaller limits, of pages on a screen, are counts that many whole lists have.
 */
const USUAL_LIMITS: ReadonlySet<number> = new Set([1_000, 2_000, 5_000, 10_000, 16_000, 32_000, 50_000, 100_000]);

/** So many records are a limit of services: the list may have been cut there, and nothing else tells. */
export const isUsualLimit = (read: number): boolean => USUAL_LIMITS.has(read);

/** Null: the file does not say that it is only a part. */
export const remarkOnPart = ({ signsOfPart }: ListedFile): string | null =>
  signsOfPart.length === 0 ? null : `The file says of itself that it is not the whole list: ${signsOfPart.join('; ')}.`;

/** The same for the report. */
export function issuesOnPart(file: ListedFile): Issue[] {
  const remark = remarkOnPart(file);
  return remark === null ? [] : [{ ...note('flagged', null, 'not_whole', remark), recordNumber: 0, recordKey: null }];
}

/** @throws Problem 400 where a file that is declared complete says of itself that it is not; no number of areas confirms that away. */
export function requireWholeList(file: ListedFile): void {
  const remark = remarkOnPart(file);
  if (remark === null) return;
  throw malformed(
    'complete',
    `${remark} A list that is not whole closes nothing: get all of it and import that, or import this one without complete. Nothing was loaded.`,
  );
}
