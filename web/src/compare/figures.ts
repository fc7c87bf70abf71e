import { groupsOf } from '../filters/filter.ts';
import { differenceOf, type LandDifference } from '../land/difference.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';

const last = new WeakMap<Dashboard, { of: readonly unknown[]; difference: LandDifference }>();

/**
 * What changed between the two dates of a page, of what is counted: filters, the view where it is asked for, a drawn area. Worked
 * out once for all that show it. Null until the columns are there.
 */
export function differenceOn(dashboard: Dashboard): LandDifference | null {
  const { comparison, day } = dashboard;
  const { columns, counted, kept } = dashboard.land;
  if (columns === null) return null;
  const of = [columns, comparison.day, day, kept];
  const known = last.get(dashboard);
  if (known?.of.every((value, index) => value === of[index])) return known.difference;
  // what became of land is a change from one state to another, of which one may not be chosen
  const ofAnyState = counted.states.length === 0 ? kept : dashboard.land.keptBy({ ...counted, states: [] });
  const difference = differenceOf(columns, comparison.day, day, ofAnyState, groupsOf(counted));
  last.set(dashboard, { of, difference });
  return difference;
}
