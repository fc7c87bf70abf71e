import Type, { type Static } from 'typebox';
import { SummaryQuery, TimelineQuery } from '../land/contract.ts';

const { from, to } = TimelineQuery.properties;

export const REPORT_TABLES = [
  'remaining_by_place',
  'remaining_by_ordnance',
  'remaining_by_place_and_ordnance',
  'progress_by_year',
  'progress_by_place',
  'progress_by_place_and_year',
  'progress_by_operator',
] as const;
export type ReportTableKey = (typeof REPORT_TABLES)[number];

export const ReportQuery = Type.Object({
  ...SummaryQuery.properties,
  from,
  to,
  level: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 6,
      default: 1,
      description: 'level of the places in the rows; 1 is that below the country',
    }),
  ),
});
export type ReportQuery = Static<typeof ReportQuery>;

export const ReportCsvQuery = Type.Object({
  ...ReportQuery.properties,
  table: Type.Optional(
    Type.Enum([...REPORT_TABLES], { description: 'one table alone; all, one below the other, where left out' }),
  ),
});

const Cell = Type.Union([Type.String(), Type.Number(), Type.Null()]);
const ReportRow = Type.Record(Type.String(), Cell, {
  description: 'by key of column; null: not recorded. Row of a place: its code; ordnance: codes joined by +, none: not stated',
});
export type ReportRow = Static<typeof ReportRow>;

const ReportColumn = Type.Object({
  key: Type.String(),
  type: Type.Union([Type.Literal('text'), Type.Literal('count'), Type.Literal('m2')]),
});
export type ReportColumn = Static<typeof ReportColumn>;

const ReportTable = Type.Object({
  key: Type.Enum([...REPORT_TABLES]),
  columns: Type.Array(ReportColumn),
  rows: Type.Array(ReportRow),
  total: ReportRow,
  beside: Type.Array(Type.Object({ label: Type.String(), row: ReportRow }), {
    description: 'anti_personnel: part of the total. undated: not in the total',
  }),
});
export type ReportTable = Static<typeof ReportTable>;

export const Article5Report = Type.Object({
  programme: Type.String(),
  programme_name: Type.String(),
  synthetic: Type.Boolean(),
  data_version: Type.String(),
  boundary_set: Type.Union([Type.String(), Type.Null()]),
  made_on: Type.String({ description: 'the day of this answer, YYYY-MM-DD' }),
  as_of: Type.String({ description: 'remaining land is that at the end of this day' }),
  from: Type.Union([Type.String(), Type.Null()], { description: 'progress begins after this day; null: with the first record' }),
  to: Type.String({ description: 'and ends with this day' }),
  level: Type.Integer(),
  filters: Type.Record(Type.String(), Type.String(), { description: 'those that were asked for' }),
  tables: Type.Array(ReportTable),
  method: Type.Array(
    Type.Object({
      key: Type.String(),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
      text: Type.String(),
    }),
    { description: 'how the figures were made, in words' },
  ),
});
export type Article5Report = Static<typeof Article5Report>;
