import type { ExpressionSpecification } from 'maplibre-gl';
import type { LandFilter } from '../../../server/engine/filter.ts';
import { ordnanceMeant, RELEASED_STATES, statesMeant } from '../../../server/engine/predicate.ts';
import { LAND_STATES } from '../../../server/vocabulary.ts';

/** What the user selected, as the tiles can tell it. */
export interface LandSelection extends Readonly<Pick<LandFilter, 'operators' | 'ordnance' | 'methods' | 'kinds' | 'states'>> {
  /** Codes of leaf places; null: all. */
  leaves: readonly string[] | null;
}

const isIn = (value: ExpressionSpecification, list: readonly (string | number)[]): ExpressionSpecification => [
  'in',
  value,
  ['literal', [...list]],
];

/** The engine's predicate as an expression of the map: true for the spans that are selected; null where all are. */
export function selectionExpression(selection: LandSelection): ExpressionSpecification | null {
  const { leaves, operators, ordnance } = selection;
  const all: ExpressionSpecification[] = [];
  if (leaves !== null) all.push(isIn(['coalesce', ['get', 'place'], 'none'], leaves));
  // expressions know no bits: the sets of kinds that are meant are listed
  if (ordnance.length > 0) all.push(isIn(['get', 'ordnance'], ordnanceMeant(ordnance)));
  const states = statesMeant(selection);
  if (states.length < LAND_STATES.length) all.push(isIn(['get', 'state'], states));
  if (operators.length > 0)
    all.push(['any', ['!', isIn(['get', 'state'], RELEASED_STATES)], isIn(['coalesce', ['get', 'operator'], 'none'], operators)]);
  return all.length === 0 ? null : (['all', ...all] as ExpressionSpecification);
}
