import { HeatmapLayer, HexagonLayer } from '@deck.gl/aggregation-layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as MapLibre } from 'maplibre-gl';
import { ACCIDENT_COLOURS, type Scheme } from '../theme/colours.ts';
import { type AccidentColumns, type AccidentPoint, accidentsUntil } from './points.ts';

export interface AccidentView {
  accidents: AccidentColumns | null;
  day: number;
  scheme: Scheme;
  layers: { heat: boolean; hexagons: boolean };
}

/** Accidents as heat and as hexagons above the map. Loaded when first asked for: deck.gl is large. */
export class AccidentOverlay {
  readonly #overlay = new MapLibreOverlay({ interleaved: false, layers: [] });
  readonly #map: MapLibre;
  #points: AccidentPoint[] = [];
  #pointsOf: { accidents: AccidentColumns | null; day: number } = { accidents: null, day: Number.NaN };

  constructor(map: MapLibre) {
    this.#map = map;
    map.addControl(this.#overlay);
  }

  show({ accidents, day, scheme, layers }: AccidentView): void {
    if (accidents !== this.#pointsOf.accidents || day !== this.#pointsOf.day) {
      this.#pointsOf = { accidents, day };
      this.#points = accidents === null ? [] : accidentsUntil(accidents, day).points;
    }
    const colorRange = ACCIDENT_COLOURS[scheme];
    const getPosition = (accident: AccidentPoint) => accident.position;
    this.#overlay.setProps({
      layers: [
        layers.hexagons &&
          new HexagonLayer<AccidentPoint>({
            id: 'accident-hexagons',
            data: this.#points,
            getPosition,
            // about a village's fields; on the CPU, since headless and old graphics cannot aggregate
            radius: 2500,
            coverage: 0.92,
            gpuAggregation: false,
            extruded: false,
            colorRange,
            opacity: 0.75,
          }),
        layers.heat &&
          new HeatmapLayer<AccidentPoint>({
            id: 'accident-heat',
            data: this.#points,
            getPosition,
            radiusPixels: 36,
            intensity: 1,
            threshold: 0.04,
            colorRange,
          }),
      ],
    });
    this.#map
      .getContainer()
      .setAttribute('data-accidents', `${layers.heat ? 'heat ' : ''}${layers.hexagons ? 'hexagons ' : ''}${this.#points.length}`);
  }
}
