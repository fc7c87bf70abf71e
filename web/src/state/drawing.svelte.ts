import type { DrawnArea } from '../area/drawn.svelte.ts';
import type { Polygons } from '../area/outline.ts';
import type { Camera } from './camera.svelte.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';
import type { DrawingMode } from './shown.ts';

/** Drawing an area on the map, and counting it. */
export class Drawing {
  #mode = $state<DrawingMode | null>(null);
  readonly #area: DrawnArea;
  readonly #programme: Pick<OpenProgramme, 'item' | 'columns' | 'server'>;
  readonly #camera: Camera;
  readonly #changed: () => void;

  /** @param changed called after each choice. */
  constructor(
    area: DrawnArea,
    programme: Pick<OpenProgramme, 'item' | 'columns' | 'server'>,
    camera: Camera,
    changed: () => void,
  ) {
    this.#area = area;
    this.#programme = programme;
    this.#camera = camera;
    this.#changed = changed;
  }

  /** What the user draws on the map; null: nothing. */
  get mode() {
    return this.#mode;
  }
  set mode(mode: DrawingMode | null) {
    this.#mode = mode;
  }

  /** Counts an area from now on, on the grid of the address. @param polygons null: no longer. */
  async drew(polygons: Polygons | null): Promise<void> {
    this.#mode = null;
    if (polygons === null) this.#area.clear();
    else {
      const { encodeOutline, snapped } = await import('../area/outline.ts');
      const outline = snapped(polygons);
      if (outline.length === 0) this.#area.fail({ reason: 'tooSmall' });
      else {
        this.#area.await(encodeOutline(outline));
        await this.count();
      }
    }
    this.#changed();
  }

  /** Counts the area that there is. Where the server holds the spans its answer to the question that names the area counts it. */
  async count(): Promise<void> {
    const { item, columns, server } = this.#programme;
    if (item === null || columns === null || server !== null) return;
    await this.#area.count(item.code, columns.dataVersion);
    if (this.#area.cut !== null) this.#camera.showIfFree(this.#area.cut.bounds);
  }
}
