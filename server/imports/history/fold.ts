import type { ImportEntity } from '../../vocabulary.ts';

/**
 * Records are what the batches that stand say, one after the other. This file is that rule, without a database: an import adds one
 * saying to what is there, an undo tells the remaining sayings again from the start. Which record a row speaks of is in parts.ts.
 */

/** What of a wording the rule looks at. Days are YYYY-MM-DD. */
export interface Wording {
  revisionId: number;
  kind: string | null;
  /** First day of the period in which the area was recorded; null: undated. */
  recordedOn: string | null;
  /** The file itself says that the area is closed. */
  closed: boolean;
  /** What can change on the ground: outline, kind, closure, ordnance, stated size. A remark that differs is none of it. */
  ground: string;
  /** The outline alone. */
  outline: string;
  /** A point of it, degrees; null: nowhere known. */
  x: number | null;
  y: number | null;
  /** The release is completed or handed over. */
  counts: boolean;
}

/** What batches say beyond the wording of the file. */
export interface Amendment {
  recorded_on?: string;
  closed_on?: string;
  closed_reason?: 'absent' | 'redrawn' | 'upgraded';
}

/** One edition of a record: a row of its table. */
export interface Edition {
  edition: number;
  wording: Wording;
  /** The batch that wrote what stands. */
  batchId: number;
  /** The day an undated record counts from: the earliest snapshot that shows it. */
  snapshotDay: string;
  /** The day an undated closure counts from; null where the wording is not closed. */
  closedSnapshotDay: string | null;
  amendment: Amendment;
}

/** What one batch says of one record. */
export interface Saying {
  batchId: number;
  snapshotDay: string;
  snapshotGiven: boolean;
  changeAsOf: string | null;
  /** Null: the batch lists every open record, and this one not. */
  wording: Wording | null;
}

export type Outcome = 'created' | 'corrected' | 'redrawn' | 'closed' | 'unchanged';

export interface Told {
  editions: Edition[];
  outcome: Outcome;
  /** A change as of a day that cannot be one, and was taken as a correction. */
  changeTooEarly?: boolean;
}

const earlier = (first: string, second: string): string => (first < second ? first : second);
export const startOf = (edition: Edition): string =>
  edition.amendment.recorded_on ?? edition.wording.recordedOn ?? edition.snapshotDay;
export const isClosed = (edition: Edition): boolean => edition.wording.closed || edition.amendment.closed_on !== undefined;

/** What a record is after one more batch has spoken of it. `editions` are those before, in order; none: it did not exist. */
export function tell(entity: ImportEntity, editions: readonly Edition[], saying: Saying): Told {
  const latest = editions.at(-1);
  const before = editions.slice(0, -1);
  const { wording, batchId } = saying;

  if (wording === null) {
    // a list of a day before the area was recorded cannot miss it
    if (latest === undefined || isClosed(latest) || startOf(latest) > saying.snapshotDay)
      return { editions: [...editions], outcome: 'unchanged' };
    const amendment: Amendment = { ...latest.amendment, closed_on: saying.snapshotDay, closed_reason: 'absent' };
    return { editions: [...before, { ...latest, batchId, amendment }], outcome: 'closed' };
  }
  if (latest === undefined) return { editions: [firstEdition(wording, saying, 1)], outcome: 'created' };

  const same = wording.revisionId === latest.wording.revisionId;
  const isBack = latest.amendment.closed_on !== undefined && !wording.closed;
  const changes = entity === 'hazardous-areas' && (wording.ground !== latest.wording.ground || isBack);
  const changeAsOf = changes ? saying.changeAsOf : null;
  if (changeAsOf !== null && changeAsOf > startOf(latest)) {
    const closes = !isClosed(latest) || (latest.amendment.closed_on ?? '') > changeAsOf;
    const reason = latest.wording.kind === 'SHA' && wording.kind === 'CHA' ? 'upgraded' : 'redrawn';
    const old = closes
      ? { ...latest, batchId, amendment: { ...latest.amendment, closed_on: changeAsOf, closed_reason: reason } as const }
      : latest;
    const next = firstEdition(wording, saying, latest.edition + 1);
    return { editions: [...before, old, { ...next, amendment: { recorded_on: changeAsOf } }], outcome: 'redrawn' };
  }
  const corrected = correct(latest, wording, saying);
  const changed =
    !same ||
    corrected.snapshotDay !== latest.snapshotDay ||
    corrected.closedSnapshotDay !== latest.closedSnapshotDay ||
    corrected.amendment.closed_on !== latest.amendment.closed_on;
  if (!changed) return { editions: [...editions], outcome: 'unchanged' };
  const told: Told = { editions: [...before, corrected], outcome: 'corrected' };
  return changeAsOf === null ? told : { ...told, changeTooEarly: true };
}

function firstEdition(wording: Wording, { batchId, snapshotDay }: Saying, edition: number): Edition {
  return { edition, wording, batchId, snapshotDay, closedSnapshotDay: wording.closed ? snapshotDay : null, amendment: {} };
}

/**
 * The same edition in other words. Snapshots that show the same only ever move an undated record to an earlier day: seeing it again
 * later does not make it newer. What becomes closed, or begins to count, does so on the snapshot that first shows it.
 */
function correct(latest: Edition, wording: Wording, { batchId, snapshotDay, snapshotGiven }: Saying): Edition {
  const shown = (since: string): string => (snapshotGiven ? earlier(since, snapshotDay) : since);
  const beginsToCount = wording.counts && !latest.wording.counts;
  const closedBefore = latest.wording.closed ? (latest.closedSnapshotDay ?? latest.snapshotDay) : snapshotDay;
  const { closed_on, closed_reason, ...kept } = latest.amendment;
  // a list of an earlier day does not say that the area was there when a later, complete one missed it
  const staysAbsent = closed_reason === 'absent' && closed_on !== undefined && snapshotDay < closed_on;
  return {
    ...latest,
    wording,
    batchId,
    snapshotDay: beginsToCount ? snapshotDay : shown(latest.snapshotDay),
    closedSnapshotDay: wording.closed ? shown(closedBefore) : null,
    amendment: staysAbsent ? latest.amendment : kept,
  };
}

/** True where two editions are the same land with the same history: only the batch that says so may differ. */
export const sameGround = (first: Edition, second: Edition): boolean =>
  first.wording.revisionId === second.wording.revisionId &&
  first.snapshotDay === second.snapshotDay &&
  first.closedSnapshotDay === second.closedSnapshotDay &&
  first.amendment.recorded_on === second.amendment.recorded_on &&
  first.amendment.closed_on === second.amendment.closed_on &&
  first.amendment.closed_reason === second.amendment.closed_reason;
