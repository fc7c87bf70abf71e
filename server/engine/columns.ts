/**
 * The shapes of what the engine counts: columns, typed arrays of which entry i of each is of row i. Areas are whole hundredths of m² as
 * float64, exact up to 90 million km²; days are days since 1970-01-01; points are degrees × 1e7.
 */

/** Columns of which each entry lies on ground that the filters can choose. */
export interface GroundColumns {
  length: number;
  /** Point on surface, degrees × 1e7. */
  x: Int32Array;
  y: Int32Array;
  /** Index into `places`, `operators`. */
  place: Int16Array;
  operator: Int16Array;
  /** Bit i: ORDNANCE_KINDS[i]. */
  ordnance: Uint8Array;
  /** Codes of leaf places; the first is none. */
  places: string[];
  /** Codes of operators; the first is empty: unknown. */
  operators: string[];
}

/** The ledger as columns: one entry a span. */
export interface LedgerColumns extends GroundColumns {
  dataVersion: string;
  /** Index into LAND_STATES. */
  state: Uint8Array;
  /** Days since 1970, inclusive. */
  fromDay: Int32Array;
  /** Exclusive; 2147483647: still. */
  toDay: Int32Array;
  /** Whole hundredths of m²: they add up without rounding. */
  area: Float64Array;
  polygonZoom: Uint8Array;
  undated: Uint8Array;
  face: Int32Array;
}

export const STILL = 2147483647;

/** In `fromState`: nothing was known of the land before; in `closedReason`: it was not closed. */
export const NOTHING_KNOWN = 255;

/** The ledger's movements as columns: one entry a change of state of a face on one day. */
export interface MovementColumns extends GroundColumns {
  /** Days since 1970. */
  day: Int32Array;
  /** Index into MOVEMENT_KINDS. */
  kind: Uint8Array;
  /** Index into LAND_STATES; 255: nothing was known of the land. */
  fromState: Uint8Array;
  toState: Uint8Array;
  face: Int32Array;
  /** Index into CLOSURE_REASONS; 255: not closed. */
  closedReason: Uint8Array;
  /** Whole hundredths of m². */
  area: Float64Array;
  /** 1: has no date of its own; stands beside every period. */
  undated: Uint8Array;
}

/** What is asked of movements when they are added up. */
export type Moves = Pick<
  MovementColumns,
  'length' | 'day' | 'kind' | 'fromState' | 'toState' | 'closedReason' | 'area' | 'undated'
>;
