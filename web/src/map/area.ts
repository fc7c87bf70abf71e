import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Polygons } from '../area/outline.ts';
import { GROUND, type Scheme } from '../theme/colours.ts';

const AREA = 'drawn-area';
/** What stands on a map: a style that comes anew knows nothing of it. */
const shown = new WeakMap<GeoJSONSource, Polygons | null>();

/** The outline of a drawn area above all land, so that no hazard hides where it ends. It has no filling: that would hide hazards. */
export function showOutline(map: MapLibre, area: Polygons | null, scheme: Scheme): void {
  // before the style is there nothing can be added; it tells when it is
  if (map.getSource('land') === undefined) return;
  const source = map.getSource<GeoJSONSource>(AREA);
  if (source === undefined) {
    if (area === null) return;
    map.addSource(AREA, { type: 'geojson', data: outlineOf(area) });
    shown.set(map.getSource(AREA) as GeoJSONSource, area);
    const { ground, place } = GROUND[scheme];
    map.addLayer({
      id: `${AREA}-halo`,
      type: 'line',
      source: AREA,
      paint: { 'line-color': ground, 'line-width': 5, 'line-opacity': 0.75 },
    });
    map.addLayer({ id: AREA, type: 'line', source: AREA, paint: { 'line-color': place, 'line-width': 2.5 } });
  } else if (shown.get(source) !== area) {
    shown.set(source, area);
    source.setData(outlineOf(area ?? []));
  }
}

const outlineOf = (coordinates: Polygons) => ({
  type: 'Feature' as const,
  properties: {},
  geometry: { type: 'MultiPolygon' as const, coordinates },
});
