import type { Map as MapLibre } from 'maplibre-gl';
import { TerraDraw, TerraDrawCircleMode, TerraDrawPolygonMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Polygons } from '../area/outline.ts';
import { GROUND, type Scheme } from '../theme/colours.ts';

/** A circle is counted as drawn: with so many corners it holds 0.1 % less than a round one. */
const CIRCLE_CORNERS = 96;

/** A user draws one polygon (a click each corner, Enter or the first corner again to close) or circle (middle, then edge). */
export class Drawing {
  readonly #draw: TerraDraw;

  /** @param done the outline, once it is closed. The drawing stays until it is stopped. */
  constructor(map: MapLibre, mode: 'polygon' | 'circle', scheme: Scheme, done: (outline: Polygons) => void) {
    const colour = GROUND[scheme].place as `#${string}`;
    const styles = { fillColor: colour, fillOpacity: 0.08, outlineColor: colour, outlineWidth: 2 } as const;
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map }),
      modes: [new TerraDrawPolygonMode({ styles }), new TerraDrawCircleMode({ styles, segments: CIRCLE_CORNERS })],
    });
    this.#draw.start();
    this.#draw.setMode(mode);
    this.#draw.on('finish', (id) => {
      const geometry = this.#draw.getSnapshotFeature(id)?.geometry;
      if (geometry?.type === 'Polygon') done([geometry.coordinates as Polygons[number]]);
    });
  }

  stop(): void {
    if (this.#draw.enabled) this.#draw.stop();
  }
}
