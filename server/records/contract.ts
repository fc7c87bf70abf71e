import Type, { type Static, type TSchema } from 'typebox';
import { SummaryQuery, TimelineQuery } from '../land/contract.ts';

export const RECORD_TYPES = ['hazardous_area', 'land_release'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** By which records are sorted; with a minus before it the other way round. Nothing known comes last either way. */
export const RECORD_SORTS = [
  'local_id',
  'name',
  'day',
  'place',
  'operator',
  'stated_m2',
  'mapped_m2',
  'difference_m2',
  'remaining_m2',
  'overlap_m2',
  'outside_m2',
] as const;
export type RecordSort = (typeof RECORD_SORTS)[number];

export const RECORD_SELECTIONS = [
  'open',
  'in_progress',
  'unmapped',
  'undated',
  'conflict',
  'difference',
  'overlap',
  'outside',
] as const;
export type RecordSelection = (typeof RECORD_SELECTIONS)[number];

export const RecordsQuery = Type.Object({
  ...SummaryQuery.properties,
  from: TimelineQuery.properties.from,
  type: Type.Optional(Type.Enum([...RECORD_TYPES], { default: 'hazardous_area' })),
  only: Type.Optional(
    Type.Enum([...RECORD_SELECTIONS], {
      description:
        'hazardous areas: open, overlap; releases: in_progress, outside; both: unmapped, undated, conflict, difference',
    }),
  ),
  sort: Type.Optional(
    Type.Enum([...RECORD_SORTS, ...RECORD_SORTS.map((sort) => `-${sort}` as const)], {
      default: 'local_id',
      description: 'with - before it: largest or last first. difference_m2 goes by how large it is, whichever way',
    }),
  ),
  after: Type.Optional(Type.String({ maxLength: 2000, description: 'the next of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'records a page' })),
  format: Type.Optional(Type.Enum(['json', 'csv'], { default: 'json', description: 'csv: all of them, streamed; no pages' })),
});
export type RecordsQuery = Static<typeof RecordsQuery>;

const OrNull = <Schema extends TSchema>(schema: Schema, description = '') =>
  Type.Union([schema, Type.Null()], description === '' ? {} : { description });
const Text = OrNull(Type.String());
const Day = OrNull(Type.String(), 'YYYY-MM-DD; first day of the period that the precision tells');
const M2 = (description: string) => OrNull(Type.Number(), description);

export const RecordItem = Type.Object({
  id: Type.Integer({ description: 'as in tiles and columns' }),
  local_id: Text,
  edition: Type.Integer(),
  name: Text,
  kind: Type.String({ description: 'SHA or CHA at the end of as_of; cancelled, reduced or cleared' }),
  status: Type.String({
    description:
      'hazardous area: open, closed, released at the end of as_of. Release: as recorded; it releases land when completed',
  }),
  day: OrNull(Type.String(), 'the day from which it counts in the ledger; null: in progress'),
  undated: Type.Boolean({ description: 'day is no date of its own' }),
  recorded_on: Day,
  confirmed_on: Day,
  closed_on: Day,
  closed_reason: Text,
  started_on: Day,
  completed_on: Day,
  handed_over_on: Day,
  precision: OrNull(Type.String(), 'of recorded_on; of completed_on, else of handed_over_on'),
  operator: Text,
  place: OrNull(Type.String(), 'the leaf place that holds most of it; null: none'),
  ordnance: Type.Array(Type.String()),
  stated_m2: M2('as the record states'),
  mapped_m2: M2('of its own polygon, geodesic; null: it has none'),
  difference_m2: M2('stated less mapped'),
  remaining_m2: M2(
    'hazardous areas: m² of its polygon on which it is open at the end of as_of; those of overlapping areas need not add up',
  ),
  overlap_m2: M2('hazardous areas: m² of its polygon that another area recorded by then, and not closed, covers too'),
  outside_m2: M2('releases: m² of its polygon on which no hazard was recorded by as_of'),
  unmapped: Type.Boolean(),
  conflict: Type.Boolean({ description: 'an area stays open under a release that covers it' }),
  at: OrNull(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), 'longitude, latitude of a point on it'),
  bbox: OrNull(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), 'west, south, east, north'),
});
export type RecordItem = Static<typeof RecordItem>;

export const RecordPage = Type.Object({
  programme: Type.String(),
  data_version: Type.String({ description: 'where it differs from that of the page before, begin anew' }),
  type: Type.String(),
  as_of: Type.String(),
  items: Type.Array(RecordItem),
  next: OrNull(Type.String(), 'to be given as after; null: this is the last page'),
});
export type RecordPage = Static<typeof RecordPage>;
