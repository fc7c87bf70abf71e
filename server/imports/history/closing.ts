import sql, { empty } from 'sql-template-tag';
import type { Query } from '../../database/database.ts';
import { run } from '../../database/statement.ts';
import { isOpenOnFace } from '../../land/open-hazards.ts';
import { Problem } from '../../problems.ts';
import { isUsualLimit, type ListedFile } from '../checks/whole-list.ts';
import type { ImportOptions } from '../options.ts';
import { isClosed, startOf } from './fold.ts';
import type { Standing } from './plan.ts';

/** What a complete list closes because it does not list it, on its snapshot day. */
export interface Closing {
  areas: number;
  /** How many of the programme were open before. */
  open_areas: number;
  /** Mapped land that no other open area covers: what no longer remains. As the land stood before the file, whatever that redraws. */
  km2: number;
  /** Mapped land that remained before. */
  remaining_km2: number;
}

/** Above this share of the open areas, or of their land, a mistake is likelier than so much news: whoever imports says the number. */
const LARGEST_UNASKED_SHARE = 0.1;

/** @param keys of the records that the list closes. To be asked before anything is written: it looks at the land before the file. */
export async function closingOf(
  query: Query,
  programmeId: number,
  keys: readonly string[],
  before: Standing,
  { snapshotDay }: ImportOptions,
): Promise<Closing> {
  let open = 0;
  for (const editions of before.values()) {
    const latest = editions.at(-1);
    if (latest !== undefined && !isClosed(latest) && startOf(latest) <= snapshotDay) open += 1;
  }
  return { areas: keys.length, open_areas: open, ...(await landClosed(query, programmeId, keys, snapshotDay)) };
}

async function landClosed(
  query: Query,
  programmeId: number,
  keys: readonly string[],
  snapshotDay: string,
): Promise<Pick<Closing, 'km2' | 'remaining_km2'>> {
  const openHazard = (closes: boolean) => sql`exists (
    select from face_record covered
    join ledger_record hazard on (hazard.record_type, hazard.record_id) = (covered.record_type, covered.record_id)
    where covered.face_id = span.face_id and covered.record_type = 'hazardous_area'
      and ${closes ? empty : sql`not`} covered.record_id in (select hazardous_area_id from closing) and ${isOpenOnFace(snapshotDay)})`;
  const [row] = await run<{ km2: number; remaining_km2: number }>(
    query,
    sql`with closing as materialized (
       select hazardous_area_id from hazardous_area where programme_id = ${programmeId}::integer and record_key = any(${keys}::text[])
     )
     select coalesce(sum(area_m2) filter (where ${openHazard(true)} and not ${openHazard(false)}) / 1000000, 0)::float8 as km2,
       coalesce(sum(area_m2) / 1000000, 0)::float8 as remaining_km2
     from ledger_span span
     where programme_id = ${programmeId}::integer and state in ('suspected', 'confirmed')
       and from_day <= ${snapshotDay}::date and (to_day is null or to_day > ${snapshotDay}::date)`,
  );
  return row as NonNullable<typeof row>;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;
const km2 = (value: number): string => `${value.toFixed(value < 1 ? 4 : 2)} km²`;

/** `2 of 4 open areas, 2.40 km² of 4.80 km² that remain (50.0%)`. */
export function closingInWords({ areas, open_areas, km2: closed, remaining_km2 }: Closing): string {
  const share =
    remaining_km2 > 0 ? `${km2(closed)} of ${km2(remaining_km2)} that remain (${percent(closed, remaining_km2)})` : '';
  const number = `${areas} of ${open_areas} open ${open_areas === 1 ? 'area' : 'areas'}`;
  return share === '' ? number : `${number}, ${share}`;
}

/** Why somebody must say how many areas the list closes; null: nobody need. */
function whyAsked(closing: Closing, { read }: ListedFile): string | null {
  if (isUsualLimit(read))
    return `The file has exactly ${read} records, where many services cut a list, so it may not be the whole list.`;
  const isMuch = (part: number, whole: number) => part > whole * LARGEST_UNASKED_SHARE;
  return isMuch(closing.areas, closing.open_areas) || isMuch(closing.km2, closing.remaining_km2)
    ? `That is more than ${100 * LARGEST_UNASKED_SHARE}% of what is open.`
    : null;
}

/** What has to be said before the list closes so much, as a sentence; null: nothing. */
export function questionOn(closing: Closing, file: ListedFile, { confirmClosing }: ImportOptions): string | null {
  const { areas } = closing;
  if (confirmClosing === 'any' || confirmClosing === areas) return null;
  const would = `The list is declared complete and would close what it leaves out: ${closingInWords(closing)}.`;
  const confirm = `If it is the whole list and they are closed, confirm it with --confirm-closing ${areas} (confirm_closing=${areas}).`;
  if (typeof confirmClosing === 'number') return `${would} That is not the ${confirmClosing} confirmed. ${confirm}`;
  const why = whyAsked(closing, file);
  return why === null ? null : `${would} ${why} ${confirm}`;
}

/** @throws Problem 409 with the number, the km² and how to confirm them. */
export function requireConfirmed(question: string | null): void {
  if (question !== null) throw new Problem(409, 'To be confirmed', `${question} Nothing was loaded.`, 'confirm_closing');
}
