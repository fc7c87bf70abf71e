import Type, { type Static, type TSchema } from 'typebox';
import { ProgrammeCode } from '../places/contract.ts';
import { CLOSURE_REASONS, type ClosureReason, TOLD_CHANGES, type ToldChange } from '../vocabulary.ts';

/** The one filter language of all figures. Lists are comma-separated. */
const filters = {
  programme: ProgrammeCode,
  place: Type.Optional(Type.String({ description: 'place codes of any level, comma-separated; none: ground in no place' })),
  operator: Type.Optional(
    Type.String({ description: 'operator codes, comma-separated; none: operator not known; select released land only' }),
  ),
  ordnance: Type.Optional(
    Type.String({
      description: 'ordnance kinds, comma-separated; land where any of them is recorded; none: land of which no kind is stated',
    }),
  ),
  method: Type.Optional(Type.String({ description: 'cancelled, reduced, cleared; select released land only' })),
  kind: Type.Optional(Type.String({ description: 'SHA (suspected), CHA (confirmed); select remaining land only' })),
  state: Type.Optional(
    Type.String({
      description:
        'remaining, released, closed, comma-separated; all where left out. Land in another state is not counted; what moved is counted ' +
        'where it begins or ends in one of them. Hazardous areas: open, released or closed at the end of as_of; releases: in progress ' +
        '(remaining) or counted (released). Sums of polygons and stated areas of hazardous areas are of all of them',
    }),
  ),
  bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; selects land by its point on surface' })),
};

export const LandQuery = Type.Object(filters);
export type LandQuery = Static<typeof LandQuery>;

export const ColumnsQuery = Type.Object({
  programme: ProgrammeCode,
  columns: Type.Optional(Type.String({ description: 'names of columns, comma-separated; all where left out' })),
});

export const SummaryQuery = Type.Object({
  ...filters,
  as_of: Type.Optional(Type.String({ description: 'end of this day, YYYY-MM-DD; today where left out' })),
});

export const ChangesQuery = Type.Object({
  ...filters,
  by: Type.Optional(
    Type.String({ description: 'place, operator, ordnance, comma-separated: told apart by these; what is not told apart is 0' }),
  ),
});

export const CellsQuery = Type.Object({
  ...filters,
  zoom: Type.Integer({ minimum: 0, maximum: 14, description: 'of the tiles whose cells are meant' }),
  as_of: Type.Optional(Type.String({ description: 'end of this day, YYYY-MM-DD; today where left out' })),
});

export const DifferenceQuery = Type.Object({
  ...filters,
  since: Type.String({ description: 'end of this day, YYYY-MM-DD' }),
  as_of: Type.Optional(Type.String({ description: 'end of this later day, YYYY-MM-DD; today where left out' })),
});

export const DifferenceLooksQuery = Type.Object({
  ...DifferenceQuery.properties,
  zoom: CellsQuery.properties.zoom,
  bbox: Type.String({ description: 'west,south,east,north in degrees: the faces and cells that it touches' }),
});

const period = {
  from: Type.Optional(
    Type.String({ description: 'the period begins after this day, YYYY-MM-DD; before the first record where left out' }),
  ),
  to: Type.Optional(Type.String({ description: 'and ends with this day, YYYY-MM-DD; today where left out' })),
};

const step = {
  step: Type.Optional(Type.Union([Type.Literal('year'), Type.Literal('quarter'), Type.Literal('month')], { default: 'year' })),
};

export const TimelineQuery = Type.Object({ ...filters, ...period, ...step });

export const MovementsQuery = Type.Object({
  ...filters,
  ...period,
  ...step,
  format: Type.Optional(
    Type.Union([Type.Literal('json'), Type.Literal('csv')], {
      description: 'where left out, as the Accept header prefers; JSON where it does not say',
    }),
  ),
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

const ClosedByReason = Type.Object(
  Object.fromEntries(CLOSURE_REASONS.map((reason) => [reason, Km2])) as Record<ClosureReason, typeof Km2>,
  { description: 'movements_km2.closed by its reason: land taken off the list, never counted as released' },
);
export type ClosedByReason = Static<typeof ClosedByReason>;

const Moved = {
  movements_km2: Movements,
  closed_by_reason_km2: ClosedByReason,
  outside_movements_km2: Movements,
};

export const MovementList = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  step: Type.String(),
  items: Type.Array(
    Type.Object({
      period: Type.String({ description: '2015, 2015-Q2 or 2015-03' }),
      from: Type.String({ description: 'the day before the first day of the period' }),
      to: Type.String({ description: 'the last day of the period' }),
      ...Moved,
    }),
    { description: 'the dated movements within each period; outside: where no hazard was recorded by that day' },
  ),
  undated: Type.Object(Moved, { description: 'movements without a date of their own, up to the last period: in no period' }),
});
export type MovementList = Static<typeof MovementList>;

/** Opening and movements add up to closing. */
const Account = {
  opening_km2: Km2,
  movements: Type.Array(
    Type.Object({
      kind: Type.String(),
      km2: Type.Number({ description: 'signed: what leaves is negative' }),
      undated: Type.Optional(
        Type.Literal(true, { description: 'has no date of its own: counted on a snapshot day, so not a movement of the period' }),
      ),
    }),
  ),
  closing_km2: Km2,
};
export type Account = { opening_km2: number; movements: { kind: string; km2: number; undated?: true }[]; closing_km2: number };

export const Comparison = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.String(),
  ...Account,
  outside: Type.Object(Account, {
    description: 'released ground where no hazard was recorded, by the same rules: where a hazard is recorded later, it leaves',
  }),
});
export type Comparison = Static<typeof Comparison>;

const Open = { suspected_km2: Km2, confirmed_km2: Km2 };
const Signed = Type.Number({ description: 'km² that it adds to remaining land; what leaves is negative' });

export const DifferenceAccount = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  since: Type.String(),
  as_of: Type.String(),
  opening: Type.Object(Open, { description: 'remaining land at the end of since' }),
  closing: Type.Object(Open, { description: 'and at the end of as_of: opening and what the changes add' }),
  changes: Type.Array(
    Type.Object({
      change: Type.Unsafe<ToldChange>({
        type: 'string',
        enum: TOLD_CHANGES,
        description: 'from one day to the other, whatever lay between; waiting: a hazard without a date, that counts only later',
      }),
      km2: Km2,
      pieces: Type.Integer({ description: 'faces of the ledger' }),
      suspected_km2: Signed,
      confirmed_km2: Signed,
      undated_km2: Type.Number({ description: 'of km2, what has no date of its own and counts from a snapshot day' }),
    }),
  ),
});
export type DifferenceAccount = Static<typeof DifferenceAccount>;

export const HistoryQuery = Type.Object({
  programme: ProgrammeCode,
  at: Type.String({ description: 'longitude,latitude in degrees' }),
  as_of: Type.Optional(
    Type.String({
      description: 'the day whose end remaining_m2 tells, YYYY-MM-DD; today where left out. The histories are whole',
    }),
  ),
});

const OrNull = <Schema extends TSchema>(schema: Schema, description = '') =>
  Type.Union([schema, Type.Null()], description === '' ? {} : { description });
const Text = Type.String();
const Day = Type.String({ description: 'YYYY-MM-DD' });
const Precision = OrNull(Type.Union([Type.Literal('day'), Type.Literal('month'), Type.Literal('year')]));
const M2 = Type.Number({ description: 'geodesic m²' });

/** Records are referred to by local id, as people call them, and by number, as tiles and ledger.arrow do. */
const references = {
  hazardous_area: OrNull(Text, 'local id'),
  hazardous_area_id: OrNull(Type.Integer()),
  land_release: OrNull(Text, 'local id'),
  land_release_id: OrNull(Type.Integer()),
};
const Source = Type.Object(
  { file: Text, imported_on: Day, batch: Type.Integer() },
  { description: 'the import that wrote the record as it stands' },
);

const HistorySpan = Type.Object({
  state: Text,
  from: Day,
  to: OrNull(Day, 'the first day on which it is no longer so; null: still'),
  undated: Type.Boolean({ description: 'the record that starts it has no date: it counts from a snapshot day' }),
  ...references,
  operator: OrNull(Text, 'who surveyed it while open, who released it after'),
  ordnance: Type.Array(Text),
  closed_reason: OrNull(Text),
});

const HistoryMovement = Type.Object({
  day: Day,
  kind: Text,
  from_state: OrNull(Text, 'null: nothing was known of the land'),
  to_state: Text,
  undated: Type.Boolean(),
  ...references,
  operator: OrNull(Text),
});

const HistoryHazard = Type.Object({
  id: Type.Integer(),
  local_id: OrNull(Text),
  edition: Type.Integer({ description: 'above 1 where the area was redrawn as of a day' }),
  name: OrNull(Text),
  kind: Type.Union([Type.Literal('SHA'), Type.Literal('CHA')], {
    description: 'as the record stands; suspected land until confirmed_on where that is given',
  }),
  recorded_on: OrNull(Day, 'first day of the period that the precision tells; null: undated'),
  recorded_precision: Precision,
  confirmed_on: OrNull(Day),
  confirmed_precision: Precision,
  closed_on: OrNull(Day),
  closed_precision: Precision,
  closed_reason: OrNull(Text, 'not null: closed, dated or not'),
  counts_from: OrNull(Day, 'the day from which it counts in the ledger'),
  counts_until: OrNull(Day, 'the day on whose end its closure counts'),
  undated: Type.Boolean({ description: 'counts_from is no date of its own' }),
  ordnance: Type.Array(Text),
  evidence: OrNull(Text),
  operator: OrNull(Text),
  stated_m2: OrNull(M2),
  area_m2: M2,
  remaining_m2: Type.Number({
    description: 'm² of its own polygon on which it is open at the end of as_of; those of overlapping areas need not add up',
  }),
  source: Source,
});
export type HistoryHazard = Static<typeof HistoryHazard>;

const HistoryRelease = Type.Object({
  id: Type.Integer(),
  local_id: OrNull(Text),
  edition: Type.Integer(),
  name: OrNull(Text),
  method: Text,
  status: Text,
  started_on: OrNull(Day),
  started_precision: Precision,
  completed_on: OrNull(Day, 'first day of the period that the precision tells'),
  completed_precision: Precision,
  handed_over_on: OrNull(Day),
  handed_over_precision: Precision,
  counts_on: OrNull(Day, 'the day on which it releases the land; null: in progress, not released'),
  undated: Type.Boolean({ description: 'counts_on is no date of its own' }),
  counted: Type.Boolean({ description: 'completed or handed over' }),
  names: Type.Array(Text, { description: 'local ids of the hazardous areas that it names' }),
  target_ordnance: Type.Array(Text),
  operator: OrNull(Text),
  depth_cm: OrNull(Type.Number()),
  stated_m2: OrNull(M2),
  area_m2: M2,
  source: Source,
});
export type HistoryRelease = Static<typeof HistoryRelease>;

export const History = Type.Object({
  programme: Text,
  data_version: Text,
  as_of: Day,
  at: Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: 'longitude, latitude' }),
  place: OrNull(Type.Object({ code: Text, name: Text }), 'the leaf place'),
  face: OrNull(
    Type.Object({
      id: Type.Integer(),
      area_m2: M2,
      spans: Type.Array(HistorySpan),
      movements: Type.Array(HistoryMovement),
    }),
    'the piece of land that holds the point; null: nothing was ever recorded or released here',
  ),
  hazardous_areas: Type.Array(HistoryHazard, { description: 'all whose polygon holds the point, by the day they count from' }),
  land_releases: Type.Array(HistoryRelease, { description: 'all whose polygon holds the point, those in progress last' }),
  conflicts: Type.Array(Type.Object({ ...references, reason: Text, from: Day, to: OrNull(Day) }), {
    description: 'hazardous areas that stay open under a release here',
  }),
});
export type History = Static<typeof History>;

/** A body: the outline of an area of interest, as GeoJSON geometry. What `coordinates` holds is checked by land/drawn-area.ts. */
/** Room for the positions that an outline may have, at every digit. */
export const LARGEST_OUTLINE_BYTES = 256 * 1024;

export const DrawnOutline = Type.Object(
  {
    type: Type.Union([Type.Literal('Polygon'), Type.Literal('MultiPolygon')]),
    coordinates: Type.Array(Type.Unknown()),
  },
  { description: 'GeoJSON geometry in longitude and latitude, at most 2,000 positions; edges are straight in both' },
);
export type DrawnOutline = Static<typeof DrawnOutline>;

const Positions = Type.Array(Type.Array(Type.Array(Type.Array(Type.Number()))), {
  description: 'coordinates of a GeoJSON MultiPolygon',
});

const drawn = {
  programme: Text,
  data_version: Text,
  area: Type.Object({
    coordinates: Positions,
    area_m2: M2,
    repaired: Type.Boolean({ description: 'the outline crossed itself: what it encloses is counted, the parts united' }),
  }),
};

export const Border = Type.Object({
  ...drawn,
  inside: Type.Array(Type.Integer(), {
    description: 'ids of the faces wholly inside, rising, each as the difference from the one before',
  }),
  border: Type.Array(Type.Object({ face: Type.Integer(), area_m2: M2, coordinates: Positions }), {
    description: 'the faces that the boundary crosses or touches',
  }),
});
export type Border = Static<typeof Border>;

export const AreaSummary = Type.Object({ as_of: Day, ...drawn, ...Stock });
export type AreaSummary = Static<typeof AreaSummary>;
