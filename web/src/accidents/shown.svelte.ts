import type { LandFilter } from '../../../server/engine/filter.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { type AccidentColumns, accidentFigures, accidentPoints, accidentsIn } from './columns.ts';

/** What of the accidents of a programme the user chose; days since 1970. */
interface Chosen {
  readonly programme: { readonly accidents: AccidentColumns | null };
  /** The window begins after `from`; null: with the first record. */
  readonly time: { readonly from: number | null; readonly day: number };
  /** `leaves`: codes of places without parts; null: all. */
  readonly filters: { readonly leaves: ReadonlySet<string> | null; readonly viewBox: LandFilter['bbox'] };
  readonly area: DrawnArea;
  readonly comparison: { readonly mode: string | null; readonly day: number };
}

/** The accidents of the window, as the map draws them and as figures. */
export class ShownAccidents {
  readonly #chosen: Chosen;
  /** On the chosen ground, wherever the map looks: what the map draws. */
  readonly points = $derived.by(() => this.#pointsOf(this.#chosen.time.from, this.#chosen.time.day));
  /** Those up to the earlier of two dates, for the map of that date. */
  readonly earlierPoints = $derived.by(() => {
    const { comparison, time } = this.#chosen;
    const { from } = time;
    const { mode, day } = comparison;
    return mode === 'swipe' ? this.#pointsOf(from === null || from >= day ? null : from, day) : [];
  });
  readonly #counted = $derived.by(() => {
    const { programme, area } = this.#chosen;
    const { accidents } = programme;
    return area.text === null || accidents === null ? accidents : (area.cut?.accidents(accidents) ?? null);
  });
  /** Of what is counted: in the drawn area and in view, where the user asked for it. */
  readonly figures = $derived.by(() => {
    const { from, day: to } = this.#chosen.time;
    const { leaves, viewBox: bbox } = this.#chosen.filters;
    return this.#counted === null ? null : accidentFigures(this.#counted, accidentsIn(this.#counted, { from, to, leaves, bbox }));
  });

  constructor(chosen: Chosen) {
    this.#chosen = chosen;
  }

  #pointsOf(from: number | null, to: number) {
    const { accidents } = this.#chosen.programme;
    const { leaves } = this.#chosen.filters;
    return accidents === null ? [] : accidentPoints(accidents, accidentsIn(accidents, { from, to, leaves, bbox: null }));
  }
}
