import Type, { type Static } from 'typebox';
import { ProgrammeCode } from '../places/contract.ts';

/** The one filter language of all figures. Lists are comma-separated. */
const filters = {
  programme: ProgrammeCode,
  place: Type.Optional(Type.String({ description: 'place codes of any level, comma-separated; none: ground in no place' })),
  operator: Type.Optional(Type.String({ description: 'operator codes, comma-separated; select released land only' })),
  ordnance: Type.Optional(Type.String({ description: 'ordnance kinds, comma-separated; land where any of them is recorded' })),
  method: Type.Optional(Type.String({ description: 'cancelled, reduced, cleared; select released land only' })),
  bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; selects land by its point on surface' })),
};

export const LandQuery = Type.Object(filters);
export type LandQuery = Static<typeof LandQuery>;

export const SummaryQuery = Type.Object({
  ...filters,
  as_of: Type.Optional(Type.String({ description: 'end of this day, YYYY-MM-DD; today where left out' })),
});

const period = {
  from: Type.Optional(
    Type.String({ description: 'the period begins after this day, YYYY-MM-DD; before the first record where left out' }),
  ),
  to: Type.Optional(Type.String({ description: 'and ends with this day, YYYY-MM-DD; today where left out' })),
};

export const TimelineQuery = Type.Object({
  ...filters,
  ...period,
  step: Type.Optional(Type.Union([Type.Literal('year'), Type.Literal('quarter'), Type.Literal('month')], { default: 'year' })),
});

export const CompareQuery = Type.Object({ ...filters, ...period });

const Km2 = Type.Number({ description: 'km², unrounded' });
const Remaining = Type.Object({ suspected: Km2, confirmed: Km2, total: Km2 });
const Released = Type.Object({ cancelled: Km2, reduced: Km2, cleared: Km2, total: Km2 });

/** Land by state at the end of a day. Released: inside recorded hazards; outside: where no hazard was recorded by that day. */
const Stock = {
  recorded_km2: Km2,
  remaining_km2: Remaining,
  released_km2: Released,
  closed_km2: Km2,
  outside_km2: Released,
};

export const Summary = Type.Object({
  as_of: Type.String(),
  programme: Type.String(),
  place: Type.Union([Type.String(), Type.Null()]),
  data_version: Type.String(),
  ...Stock,
  unmapped: Type.Object(
    {
      areas: Type.Integer({ description: 'open hazardous areas without a polygon' }),
      without_size: Type.Integer({ description: 'of them, those that state no area' }),
      suspected_km2: Km2,
      confirmed_km2: Km2,
      released_km2: Type.Number({ description: 'stated by releases without a polygon' }),
    },
    { description: 'carried beside the mapped figures, never inside them' },
  ),
  undated_km2: Type.Object(
    { recorded: Km2, released: Km2, outside: Km2 },
    { description: 'what is counted from a snapshot day because its record has no date' },
  ),
  polygon_sum_km2: Type.Object(
    { recorded: Km2, released: Km2, remaining: Km2 },
    { description: 'what adding polygon areas would say; wrong wherever polygons overlap' },
  ),
  stated_km2: Type.Object({ recorded: Km2, released: Km2 }, { description: 'what the records themselves claim' }),
  in_progress: Type.Object(
    { releases: Type.Integer(), km2: Km2 },
    { description: 'land release begun and not completed: not released' },
  ),
  conflicts: Type.Integer({ description: 'hazardous areas that stay open under a release' }),
});
export type Summary = Static<typeof Summary>;

const Movements = Type.Object({
  recorded: Km2,
  're-opened': Km2,
  upgraded: Km2,
  downgraded: Km2,
  cancelled: Km2,
  reduced: Km2,
  cleared: Km2,
  closed: Km2,
  reclassified: Km2,
});
export type Movements = Static<typeof Movements>;

export const Timeline = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  step: Type.String(),
  items: Type.Array(
    Type.Object({
      period: Type.String({ description: '2015, 2015-Q2 or 2015-03' }),
      from: Type.String({ description: 'the day before the first day of the period' }),
      to: Type.String({ description: 'the last day of the period' }),
      ...Stock,
      movements_km2: Movements,
      outside_movements_km2: Movements,
    }),
    { description: 'land by state at the end of each period, and the dated movements within it' },
  ),
  undated: Type.Object(
    { movements_km2: Movements, outside_movements_km2: Movements },
    { description: 'movements without a date of their own, up to the last period: in no year' },
  ),
});
export type Timeline = Static<typeof Timeline>;

export const Comparison = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.String(),
  opening_km2: Km2,
  movements: Type.Array(
    Type.Object({ kind: Type.String(), km2: Type.Number({ description: 'signed: what leaves remaining land is negative' }) }),
  ),
  closing_km2: Km2,
});
export type Comparison = Static<typeof Comparison>;
