import { COUNTED_RELEASE_STATUSES, type LandState } from '../../vocabulary.ts';
import { type Hazard, type LandRecord, type Release, SNAPSHOT } from './story.ts';

/**
 * The rules of the ledger told a second time, as a simulation of one spot of ground day by day, written without looking at
 * the SQL: what the SQL says in intervals, this says in events.
 */

const STRENGTH = { cleared: 3, reduced: 2, cancelled: 1 } as const;

function lastDay(day: string, precision: string | undefined): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  if (precision === 'year') return `${year}-12-31`;
  if (precision === 'month') return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return day;
}

export const isHazard = (record: LandRecord): record is Hazard => record.type === 'hazardous_area';
export const isCounted = (record: Release): boolean => COUNTED_RELEASE_STATUSES.includes(record.status ?? 'completed');
export const releaseDay = (record: Release): string =>
  record.completed ? lastDay(record.completed, record.completedPrecision) : (record.snapshot ?? SNAPSHOT);

export function closedDay(record: Hazard): string | null {
  if (!record.closed && !record.closedReason) return null;
  return record.closed ? lastDay(record.closed, record.closedPrecision) : (record.snapshot ?? SNAPSHOT);
}

/** @param sharing counted releases that share ground with the hazard anywhere. */
export function recordedDay(record: Hazard, sharing: readonly Release[]): string {
  if (record.recorded) return record.recorded;
  const proofs = [record.snapshot ?? SNAPSHOT, record.confirmed, closedDay(record), ...sharing.map(releaseDay)];
  return proofs.filter((day): day is string => typeof day === 'string').sort()[0] as string;
}

interface Spot {
  hazard: Hazard;
  recorded: string;
  confirmed: string | null;
  closed: string | null;
  open: boolean;
  known: boolean;
}

const stated = (kinds: readonly string[] | undefined) => (kinds ?? []).filter((kind) => kind !== 'unknown');

function ends(release: Release, spot: Spot, day: string): boolean {
  if (release.names?.includes(spot.hazard.key)) return true;
  const isConfirmed = spot.confirmed !== null && spot.confirmed <= day;
  if (isConfirmed && release.method !== 'cleared') return false;
  const target = stated(release.target);
  return target.length === 0 || stated(spot.hazard.ordnance).every((kind) => target.includes(kind));
}

/** State of a spot covered by `records` at the end of each of `days` (ascending); null: nothing is known. */
export function simulate(
  records: readonly LandRecord[],
  recordedOn: ReadonlyMap<string, string>,
  days: readonly string[],
): (LandState | null)[] {
  const releases = records.filter((record): record is Release => !isHazard(record) && isCounted(record));
  const spots: Spot[] = records.filter(isHazard).map((hazard) => {
    const recorded = recordedOn.get(hazard.key) as string;
    const confirmed = hazard.confirmed ?? (hazard.kind === 'CHA' ? recorded : null);
    const closed = closedDay(hazard);
    return {
      hazard,
      recorded,
      confirmed: confirmed !== null && confirmed < recorded ? recorded : confirmed,
      closed: closed !== null && closed < recorded ? recorded : closed,
      open: false,
      known: false,
    };
  });
  const happenings = new Set([
    ...releases.map(releaseDay),
    ...spots.flatMap((spot) => [spot.recorded, spot.confirmed, spot.closed].filter((day): day is string => day !== null)),
  ]);
  let since: Release[] = [];
  const answers = new Map<string, LandState | null>();
  let state: LandState | null = null;
  for (const day of [...new Set([...happenings, ...days])].sort()) {
    if (happenings.has(day)) {
      for (const spot of spots.filter((candidate) => candidate.recorded === day)) {
        const latePaperwork = releases.some((release) => release.names?.includes(spot.hazard.key) && releaseDay(release) < day);
        spot.known = true;
        spot.open = !latePaperwork;
      }
      const openBefore = spots.some((spot) => spot.open);
      if (openBefore) since = [];
      const today = releases.filter((release) => releaseDay(release) === day);
      for (const spot of spots) if (spot.open && today.some((release) => ends(release, spot, day))) spot.open = false;
      const openAfterReleases = spots.some((spot) => spot.open);
      if (!openAfterReleases) since.push(...today);
      for (const spot of spots) if (spot.open && spot.closed === day) spot.open = false;
      const open = spots.filter((spot) => spot.open);
      const strongest = Math.max(0, ...since.map((release) => STRENGTH[release.method]));
      const method = (['cancelled', 'reduced', 'cleared'] as const)[strongest - 1];
      if (open.some((spot) => spot.confirmed !== null && spot.confirmed <= day)) state = 'confirmed';
      else if (open.length > 0) state = 'suspected';
      else if (spots.some((spot) => spot.known)) state = method ?? 'closed';
      else state = method === undefined ? null : `outside_${method}`;
    }
    answers.set(day, state);
  }
  return days.map((day) => answers.get(day) ?? null);
}
