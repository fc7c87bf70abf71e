import { ORDNANCE_CHOICES, type OrdnanceChoice } from '../../../server/vocabulary.ts';

const MINES = ['anti_personnel_mine', 'improvised_anti_personnel_mine', 'anti_vehicle_mine'] as const;
const ANTI_PERSONNEL = ['anti_personnel_mine', 'improvised_anti_personnel_mine'] as const;

/** What the words of sources for contamination mean. Words that narrow it further ("known mined", "needing clearance") are not here. */
const CONTAMINATION: Readonly<Record<string, readonly OrdnanceChoice[]>> = {
  all: ORDNANCE_CHOICES,
  total: ORDNANCE_CHOICES,
  'mines+ERW': ORDNANCE_CHOICES,
  mine: MINES,
  'mined area': MINES,
  minefields: MINES,
  'AP mine': ANTI_PERSONNEL,
  'AP mined area': ANTI_PERSONNEL,
  'AV mine': ['anti_vehicle_mine'],
  'cluster munition remnants': ['cluster_munition_remnant'],
  ERW: ['cluster_munition_remnant', 'other_uxo_axo'],
};

/** Of what land and whose work a published figure is. */
export interface Scope {
  /** As the source names it; null: all of them. */
  operator: string | null;
  ordnance: readonly OrdnanceChoice[];
}

/**
 * Reads the scope of a published figure: its country, then operators and contamination, comma-separated. Null where any of it is not
 * understood, for then it may be of other land: a province, some operators, some districts.
 * @param country English name.
 */
export function readScope(scope: string | null, country: string): Scope | null {
  const [of, ...parts] = scope?.split(',').map((part) => part.trim()) ?? [];
  if (of !== country) return null;
  const read: Scope = { operator: null, ordnance: ORDNANCE_CHOICES };
  for (const part of parts) {
    const only = /^(\S+) only$/.exec(part)?.[1];
    const ordnance = Object.hasOwn(CONTAMINATION, part) ? CONTAMINATION[part] : undefined;
    if (only !== undefined) read.operator = only;
    else if (ordnance !== undefined) read.ordnance = ordnance;
    else if (part !== 'sector') return null;
  }
  return read;
}
