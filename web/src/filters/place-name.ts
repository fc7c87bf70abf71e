import type { PlaceItem } from '../../../server/places/contract.ts';
import { NO_PLACE } from '../../../server/vocabulary.ts';
import type { Speech } from '../i18n/index.ts';

/** The name that the user knows a place by; its code where it has none. Apart from places.ts, which the first page needs. */
export function placeName(code: string, places: readonly PlaceItem[], speech: Speech): string {
  if (code === NO_PLACE) return speech.text('noPlace');
  const place = places.find((item) => item.code === code);
  return place?.names[speech.language] ?? place?.name ?? code;
}
