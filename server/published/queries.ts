import type { Query } from '../database/database.ts';
import { bumpDataVersion } from '../places/programmes.ts';
import type { PublishedFigure } from './contract.ts';

const FIGURES = `select year, period, measure, value_text, value::float8 as value, unit, scope, source, note
  from published_figure where programme_id = $1`;

/** What was printed about a programme's country, by measure and year (several years last), in the order in which it was collected. */
export const listPublishedFigures = (query: Query, programmeId: number): Promise<PublishedFigure[]> =>
  query(`${FIGURES} order by measure collate "C", year nulls last, published_figure_id`, [programmeId]);

/**
 * Makes these the published figures of a programme, inside the caller's `asKeeper` transaction. Where they are so already nothing is
 * written. Returns whether anything changed.
 */
export async function replacePublishedFigures(
  query: Query,
  programmeId: number,
  figures: readonly PublishedFigure[],
): Promise<boolean> {
  // two programs that start at once take turns
  await query(`select pg_advisory_xact_lock(hashtext('landclear published figures'))`);
  const stored = await query<PublishedFigure>(`${FIGURES} order by published_figure_id`, [programmeId]);
  const inOrder = ({ year, period, measure, value_text, value, unit, scope, source, note }: PublishedFigure) => [
    year,
    period,
    measure,
    value_text,
    value,
    unit,
    scope,
    source,
    note,
  ];
  if (JSON.stringify(stored.map(inOrder)) === JSON.stringify(figures.map(inOrder))) return false;
  await query('delete from published_figure where programme_id = $1', [programmeId]);
  await query(
    `insert into published_figure (programme_id, year, period, measure, value_text, value, unit, scope, source, note)
     select $1, year, period, measure, value_text, value, unit, scope, source, note
     from jsonb_array_elements($2::jsonb) with ordinality given (figure, position),
       jsonb_to_record(figure) as said(year smallint, period text, measure text, value_text text, value numeric, unit text, scope text,
         source text, note text)
     order by position`,
    [programmeId, JSON.stringify(figures)],
  );
  await bumpDataVersion(query, programmeId);
  return true;
}
