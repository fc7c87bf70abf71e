import { stepMonths } from './steps.ts';

/** Where a key moves a handle that stands on a day: a month, with shift a day, a year, or to an end. Null: it is no key for handles. */
export function movedBy(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  day: number,
  { first, last }: { first: number; last: number },
): number | null {
  const forward = key === 'ArrowRight' || key === 'ArrowUp';
  const back = key === 'ArrowLeft' || key === 'ArrowDown';
  if (forward || back) return shiftKey ? day + (forward ? 1 : -1) : stepMonths(day, forward ? 1 : -1);
  if (key === 'PageUp') return stepMonths(day, 12);
  if (key === 'PageDown') return stepMonths(day, -12);
  if (key === 'Home') return first;
  return key === 'End' ? last : null;
}
