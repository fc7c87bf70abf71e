import { dayOf } from '../../../server/engine/days.ts';
import type { Speech, TextKey } from '../i18n/index.ts';

type Precision = 'day' | 'month' | 'year' | null;

/** A date as exact as it is known: 23 Nov 2026, Nov 2026 or 2026; null where there is none. */
export function periodWords(speech: Speech, date: string | null, precision: Precision): string | null {
  if (date === null) return null;
  if (precision === 'year') return date.slice(0, 4);
  return precision === 'month' ? speech.month(dayOf(date)) : speech.day(dayOf(date));
}

export const ordnanceWords = (speech: Speech, kinds: readonly string[]): string =>
  kinds.map((kind) => speech.text(`ordnance_${kind}` as TextKey)).join(', ');
