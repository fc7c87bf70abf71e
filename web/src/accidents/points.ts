/** Accidents as columns: one entry an accident. */
export interface AccidentColumns {
  length: number;
  /** Degrees × 1e7. */
  x: Int32Array;
  y: Int32Array;
  /** Days since 1970; 2147483647: not known. */
  day: Int32Array;
  /** -1: not stated. */
  killed: Int16Array;
  injured: Int16Array;
}

export const UNDATED = 2147483647;

export interface AccidentPoint {
  position: [number, number];
  people: number;
}

/**
 * The accidents up to the end of a day. Those without a date are in (an accident that happened is not left out for want of a
 * date) and counted apart, so that the page can say so.
 */
export function accidentsUntil(columns: AccidentColumns, day: number): { points: AccidentPoint[]; undated: number } {
  const points: AccidentPoint[] = [];
  let undated = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const on = columns.day[index] as number;
    if (on === UNDATED) undated += 1;
    else if (on > day) continue;
    const people = Math.max(0, columns.killed[index] as number) + Math.max(0, columns.injured[index] as number);
    points.push({ position: [(columns.x[index] as number) / 1e7, (columns.y[index] as number) / 1e7], people });
  }
  return { points, undated };
}
