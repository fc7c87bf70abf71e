import { HeatmapLayer, HexagonLayer, type HexagonLayerPickingInfo } from '@deck.gl/aggregation-layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as MapLibre } from 'maplibre-gl';
import { ACCIDENT_COLOURS, HEXAGON_COLOURS, type Scheme } from '../theme/colours.ts';
import type { AccidentCounts, AccidentPoint } from './columns.ts';

export interface AccidentView {
  accidents: AccidentPoint[];
  scheme: Scheme;
  layers: { heat: boolean; hexagons: boolean };
}

const HEXAGONS = 'accident-hexagons';

/** Metres from the middle of a hexagon to its corner: about 16 px at every whole zoom, never finer than a field. */
export const hexagonRadius = (zoom: number): number => Math.max(150, 2500 * 2 ** (9 - Math.round(zoom)));

/** Accidents as heat and as hexagons above the map. Loaded when first asked for: deck.gl is large. */
export class AccidentOverlay {
  readonly #overlay = new MapLibreOverlay({ interleaved: false, layers: [] });
  readonly #map: MapLibre;
  #shown: AccidentView | null = null;
  #radius = 0;

  constructor(map: MapLibre) {
    this.#map = map;
    map.addControl(this.#overlay);
    // hexagons of one size on the ground would be lost on a country and hide a village
    map.on('zoomend', () => {
      if (this.#shown !== null) this.show(this.#shown);
    });
  }

  show({ accidents, scheme, layers }: AccidentView): void {
    const before = this.#shown;
    const radius = hexagonRadius(this.#map.getZoom());
    if (before?.accidents === accidents && before.scheme === scheme && before.layers === layers && this.#radius === radius)
      return;
    this.#shown = { accidents, scheme, layers };
    this.#radius = radius;
    const colorRange = ACCIDENT_COLOURS[scheme];
    const getPosition = (accident: AccidentPoint) => accident.position;
    this.#overlay.setProps({
      layers: [
        layers.hexagons &&
          new HexagonLayer<AccidentPoint>({
            id: HEXAGONS,
            data: accidents,
            getPosition,
            radius,
            coverage: 0.92,
            // on the CPU, since headless and old graphics cannot aggregate
            gpuAggregation: false,
            extruded: false,
            pickable: true,
            colorRange: HEXAGON_COLOURS[scheme],
            opacity: 0.85,
          }),
        layers.heat &&
          new HeatmapLayer<AccidentPoint>({
            id: 'accident-heat',
            data: accidents,
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
      .setAttribute('data-accidents', `${layers.heat ? 'heat ' : ''}${layers.hexagons ? 'hexagons ' : ''}${accidents.length}`);
  }

  /** What the hexagon at a pixel of the map counts; null where there is none. */
  countsAt(x: number, y: number): AccidentCounts | null {
    if (this.#shown?.layers.hexagons !== true) return null;
    const picked = this.#overlay.pickObject({ x, y, layerIds: [HEXAGONS] }) as HexagonLayerPickingInfo<AccidentPoint> | null;
    const points = picked?.object?.points;
    if (points === undefined) return null;
    return {
      accidents: points.length,
      killed: points.reduce((sum, point) => sum + point.killed, 0),
      injured: points.reduce((sum, point) => sum + point.injured, 0),
    };
  }
}
