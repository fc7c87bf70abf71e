import type { PlaceItem } from '../../../server/places/contract.ts';
import type { SearchItem } from '../../../server/search/contract.ts';
import { getJson } from '../api/request.ts';

/** Something the user can go to. */
export type Found = SearchItem;

const MOST_PLACES = 8;

/** Latin letters without their marks, lower case: so that "kampong thum" finds "Kâmpóng Thum". */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Places by code or by a name in any language: those that begin with the text first. */
export function findPlaces(places: readonly PlaceItem[], asked: string): PlaceItem[] {
  const text = plain(asked.trim());
  if (text === '') return [];
  const names = (place: PlaceItem) => [place.code, place.name, ...Object.values(place.names)].map(plain);
  const rank = (place: PlaceItem): number => {
    const all = names(place);
    if (all.includes(text)) return 0;
    if (all.some((name) => name.startsWith(text))) return 1;
    return all.some((name) => name.includes(text)) ? 2 : 3;
  };
  return places
    .map((place) => ({ place, rank: rank(place) }))
    .filter((found) => found.rank < 3 && found.place.code !== 'none')
    .sort((one, other) => one.rank - other.rank)
    .map((found) => found.place)
    .slice(0, MOST_PLACES);
}

/** What the user types, and what it finds: places at once, areas when the server answers. */
export class Search {
  #text = $state('');
  #places = $state.raw<PlaceItem[]>([]);
  #areas = $state.raw<Found[]>([]);
  /** Position of the marked one; -1: none. */
  #marked = $state(-1);
  #open = $state(false);
  #settled = $state(true);
  #asking: AbortController | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;

  readonly found = $derived<Found[]>([
    ...this.#places.map(
      (place): Found => ({
        type: 'place',
        id: place.code,
        name: place.name,
        detail: place.parent,
        at: null,
        bbox: place.bbox,
      }),
    ),
    ...this.#areas,
  ]);

  get text() {
    return this.#text;
  }
  get open() {
    return this.#open;
  }
  get marked() {
    return this.#marked;
  }
  /** Whether all answers to the text are there. */
  get settled() {
    return this.#settled;
  }

  /** The user typed. */
  type(text: string, programme: string, places: readonly PlaceItem[]): void {
    this.#text = text;
    this.#open = text.trim() !== '';
    this.#places = findPlaces(places, text);
    this.#areas = [];
    this.#marked = -1;
    this.#asking?.abort();
    clearTimeout(this.#settling);
    this.#settled = !this.#open;
    if (this.#open) this.#settling = setTimeout(() => void this.#askAreas(text.trim(), programme), 180);
  }

  async #askAreas(text: string, programme: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const { items } = await getJson<{ items: Found[] }>(
        `/api/search?programme=${programme}&limit=20&q=${encodeURIComponent(text.slice(0, 100))}`,
        signal,
      );
      // places are found here, in every language and without marks
      this.#areas = items.filter(({ type }) => type !== 'place');
    } catch {
      // what was found here stays
    } finally {
      if (!signal.aborted) this.#settled = true;
    }
  }

  /** Shows a chosen place, or nothing, in the field. */
  show(text: string): void {
    this.#asking?.abort();
    clearTimeout(this.#settling);
    this.#text = text;
    this.#open = false;
    this.#settled = true;
    this.#places = [];
    this.#areas = [];
    this.#marked = -1;
  }

  mark(by: 1 | -1): void {
    const count = this.found.length;
    if (count === 0) return;
    this.#open = true;
    this.#marked = this.#marked < 0 && by < 0 ? count - 1 : (this.#marked + by + count) % count;
  }

  close(): void {
    this.#open = false;
    this.#marked = -1;
  }

  /** What Enter means: the marked one, else the first. */
  get chosen(): Found | null {
    return this.found[Math.max(0, this.#marked)] ?? null;
  }
}
