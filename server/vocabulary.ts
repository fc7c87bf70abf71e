/**
 * The codes of mine action that the program itself reasons about. Words and definitions: IMAS 04.10, 05.10 Annex B, 07.11.
 * No imports: the web client reads this file too.
 */

/** SHA: suspected, on indirect evidence. CHA: confirmed, on direct evidence. */
export const HAZARD_KINDS = ['SHA', 'CHA'] as const;
export type HazardKind = (typeof HAZARD_KINDS)[number];

/** Cancelled by non-technical survey, reduced by technical survey, cleared by clearance. Never merged. Weakest first. */
export const RELEASE_METHODS = ['cancelled', 'reduced', 'cleared'] as const;
export type ReleaseMethod = (typeof RELEASE_METHODS)[number];

export const RELEASE_STATUSES = ['planned', 'ongoing', 'suspended', 'completed', 'handed_over'] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];
/** Only these release land; the others are in progress. */
export const COUNTED_RELEASE_STATUSES: readonly ReleaseStatus[] = ['completed', 'handed_over'];

/**
 * What the conventions keep apart. The order is the bit order of `ordnance_mask` in the ledger: never reorder, only append.
 */
export const ORDNANCE_KINDS = [
  'anti_personnel_mine',
  'improvised_anti_personnel_mine',
  'anti_vehicle_mine',
  'cluster_munition_remnant',
  'other_uxo_axo',
  'other_ied',
  'unknown',
] as const;
export type OrdnanceKind = (typeof ORDNANCE_KINDS)[number];
/** What filters choose by: land of which no kind is stated is chosen by `none`, a bit beyond those of the ledger. */
export const ORDNANCE_CHOICES = [...ORDNANCE_KINDS, 'none'] as const;
export type OrdnanceChoice = (typeof ORDNANCE_CHOICES)[number];
/** Bits of choices: one of `none` alone where a ledger's mask has none. */
export const NO_ORDNANCE_BIT = 1 << ORDNANCE_KINDS.length;
export const ordnanceMask = (choices: readonly OrdnanceChoice[]): number =>
  choices.reduce((mask, choice) => mask | (1 << ORDNANCE_CHOICES.indexOf(choice)), 0);

/** Why a hazardous area was closed without a release polygon. A closure never counts as released. */
export const CLOSURE_REASONS = [
  'upgraded',
  'merged',
  'error',
  'redrawn',
  'absent',
  'released_without_polygon_cancelled',
  'released_without_polygon_reduced',
  'released_without_polygon_cleared',
  'other',
] as const;
export type ClosureReason = (typeof CLOSURE_REASONS)[number];

/** State of a piece of land at the end of a day. The order is the code in the ledger's columns: never reorder, only append. */
export const LAND_STATES = [
  'suspected',
  'confirmed',
  'cancelled',
  'reduced',
  'cleared',
  'closed',
  'outside_cancelled',
  'outside_reduced',
  'outside_cleared',
] as const;
export type LandState = (typeof LAND_STATES)[number];

/** States in the coarsest words, by which a filter chooses them. Released: inside and outside recorded hazards. */
export const STATE_GROUPS = ['remaining', 'released', 'closed'] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

export const groupOf = (state: LandState): StateGroup =>
  state === 'suspected' || state === 'confirmed' ? 'remaining' : state === 'closed' ? 'closed' : 'released';

/** What is shown of several states in one spot, weakest first: danger last, so that nothing lies over it. */
export const RANKED_STATES = [
  'closed',
  'outside_cancelled',
  'outside_reduced',
  'outside_cleared',
  'cancelled',
  'reduced',
  'cleared',
  'suspected',
  'confirmed',
] as const satisfies readonly LandState[];

export const MOVEMENT_KINDS = [
  'recorded',
  're-opened',
  'upgraded',
  'downgraded',
  'cancelled',
  'reduced',
  'cleared',
  'closed',
  'reclassified',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** The method by which a movement releases land; null where it does not. Operator and method filters select these only. */
export const METHOD_OF_KIND: readonly (ReleaseMethod | null)[] = MOVEMENT_KINDS.map((kind) =>
  kind === 'cancelled' || kind === 'reduced' || kind === 'cleared' ? kind : null,
);

/** How much of a date is known. */
export const DATE_PRECISIONS = ['day', 'month', 'year'] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];

/** Who is asking. Each has a database role `landclear_<audience>`; the database itself decides what it sees. */
export const AUDIENCES = ['public', 'partner', 'planner', 'manager'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What can be imported, as the import command and the API name it. */
export const IMPORT_ENTITIES = ['hazardous-areas', 'land-releases', 'accidents', 'places'] as const;
export type ImportEntity = (typeof IMPORT_ENTITIES)[number];

/** Layers of vector tiles; OGC collections carry the same names. */
export const TILE_LAYERS = ['land', 'hazardous_areas', 'land_releases', 'accidents', 'places'] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

/** What the server does before it can answer. */
export const STARTING_STEPS = [
  'opening_database',
  'building_page',
  'demo_places',
  'demo_hazardous_areas',
  'demo_land_releases',
  'demo_accidents',
  'demo_published_figures',
] as const;
/** total 0: how far it is cannot be said. */
export interface StartingStep {
  step: (typeof STARTING_STEPS)[number];
  done: number;
  total: number;
}

/** Code of the row for ground that lies in no place. */
export const NO_PLACE = 'none';

/** Code of released land whose operator is not known. No operator has it: "none" in an import names none. */
export const NO_OPERATOR = 'none';

/**
 * What published figures measure. Annual ones cover the period of their row; `casualties_cumulative_*` and `released_since_1992_km2` add up
 * from the beginning to that day; `remaining_km2` is a state. Injured including amputated and injured excluding amputated are never one.
 */
export const PUBLISHED_MEASURES = [
  'casualties_total',
  'casualties_killed',
  'casualties_injured_including_amputated',
  'casualties_injured_excluding_amputated',
  'casualties_amputated',
  // parts of casualties_total; the scope says which
  'casualties_by_ordnance',
  'casualties_by_person',
  'accidents',
  'casualties_cumulative_total',
  'casualties_cumulative_killed',
  'casualties_cumulative_injured_including_amputated',
  'casualties_cumulative_injured_excluding_amputated',
  'casualties_cumulative_amputated',
  'casualties_cumulative_by_ordnance',
  'cancelled_km2',
  'reduced_km2',
  'cancelled_or_reduced_km2',
  'cleared_km2',
  // cancelled, reduced and cleared
  'released_km2',
  'anti_personnel_mines_destroyed',
  'released_since_1992_km2',
  'remaining_km2',
  // a figure of its own kind; the scope says what it counts
  'key_figure',
] as const;
export type PublishedMeasure = (typeof PUBLISHED_MEASURES)[number];

/**
 * What became of a face from the end of one day to the end of another, in the ledger's own words: what lies between is not asked,
 * so ground that was recorded and released in between is neither. *Unchanged* is open on both days and of the same kind; *still*
 * is released or closed on both; *other* was released, but not as the filters choose; *waiting* is a hazard without a date that
 * counts only after the later day.
 */
export const CHANGES = [
  'nothing',
  'waiting',
  'recorded',
  're-opened',
  'upgraded',
  'downgraded',
  'unchanged',
  'cancelled',
  'reduced',
  'cleared',
  'closed',
  'other',
  'outside',
  'between',
  'reclassified',
  'still',
] as const;
export type Change = (typeof CHANGES)[number];
/** Ground of which nothing is told is no change. */
export type ToldChange = Exclude<Change, 'nothing'>;
export const TOLD_CHANGES: readonly ToldChange[] = CHANGES.filter((change) => change !== 'nothing');
