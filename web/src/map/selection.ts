import type { ExpressionSpecification } from 'maplibre-gl';
import {
  groupOf,
  type HazardKind,
  LAND_STATES,
  NO_ORDNANCE_BIT,
  type OrdnanceChoice,
  ordnanceMask,
  type ReleaseMethod,
  type StateGroup,
} from '../../../server/vocabulary.ts';

/** What the reader selected, as the tiles can tell it. */
export interface LandSelection {
  /** Codes of leaf places; null: all. */
  leaves: readonly string[] | null;
  operators: readonly string[];
  ordnance: readonly OrdnanceChoice[];
  methods: readonly ReleaseMethod[];
  /** Of remaining land. */
  kinds: readonly HazardKind[];
  states: readonly StateGroup[];
}

const ORDNANCE_MASKS = Array.from({ length: 128 }, (_, mask) => mask);

/** True for the spans that are selected; null where all are. Operator and method choose released land only, as in the figures. */
export function selectionExpression({
  leaves,
  operators,
  ordnance,
  methods,
  kinds,
  states,
}: LandSelection): ExpressionSpecification | null {
  const all: ExpressionSpecification[] = [];
  if (leaves !== null) all.push(['in', ['coalesce', ['get', 'place'], 'none'], ['literal', [...leaves]]]);
  if (ordnance.length > 0) {
    const wanted = ordnanceMask(ordnance);
    // expressions know no bits: the sets of kinds that hold a wanted one are listed
    all.push([
      'in',
      ['get', 'ordnance'],
      ['literal', ORDNANCE_MASKS.filter((mask) => ((mask || NO_ORDNANCE_BIT) & wanted) !== 0)],
    ]);
  }
  const isReleased: ExpressionSpecification = ['!', ['in', ['get', 'state'], ['literal', ['suspected', 'confirmed', 'closed']]]];
  if (operators.length > 0)
    all.push(['any', ['!', isReleased], ['in', ['coalesce', ['get', 'operator'], 'none'], ['literal', [...operators]]]]);
  if (methods.length > 0) {
    const states = methods.flatMap((method) => [method, `outside_${method}`]);
    all.push(['any', ['!', isReleased], ['in', ['get', 'state'], ['literal', states]]]);
  }
  if (kinds.length === 1) all.push(['!=', ['get', 'state'], kinds[0] === 'SHA' ? 'confirmed' : 'suspected']);
  if (states.length > 0)
    all.push(['in', ['get', 'state'], ['literal', LAND_STATES.filter((state) => states.includes(groupOf(state)))]]);
  return all.length === 0 ? null : (['all', ...all] as ExpressionSpecification);
}
