import type { Map as MapLibre } from 'maplibre-gl';
import type { Language } from '../i18n/index.ts';
import { showOutline } from './area.ts';
import type { MapContent } from './content.ts';
import { labelTexts } from './labels.ts';
import type { LandSelection } from './selection.ts';
import { STREET_BORDERS, streetTexts } from './streets.ts';
import { LAND_LAYERS, landFilters } from './style.ts';

/** Brings the layers of a style to what was chosen: which land, in which language, how far in the borders go. Says only what changed. */
export class ShownLayers {
  readonly #map: MapLibre;
  readonly #container: HTMLElement;
  #selection: LandSelection | null = null;
  #language: Language;

  /** @param language of the style on the map */
  constructor(map: MapLibre, container: HTMLElement, language: Language) {
    this.#map = map;
    this.#container = container;
    this.#language = language;
  }

  /** A style comes anew, with names in this language. */
  restyled(language: Language): void {
    this.#selection = null;
    this.#language = language;
  }

  show({ selection, area, scheme, language, hasPlaces }: MapContent): void {
    if (selection !== this.#selection && this.#map.getLayer('land-fill')) {
      this.#selection = selection;
      this.#container.removeAttribute('data-idle');
      for (const [layer, filter] of Object.entries(landFilters(selection))) this.#map.setFilter(layer, filter);
    }
    showOutline(this.#map, area, scheme);
    this.#speak(language);
    // close up, the programme's places have outlines of their own: two lines for one border would ask which
    const until = hasPlaces ? 7.5 : 24;
    for (const layer of this.#map.getLayersOrder().filter((id) => id === 'borders' || id.startsWith(STREET_BORDERS))) {
      if (this.#map.getLayer(layer)?.maxzoom !== until) this.#map.setLayerZoomRange(layer, 0, until);
    }
  }

  showLand(isShown: boolean): void {
    const visibility = isShown ? 'visible' : 'none';
    for (const layer of LAND_LAYERS) {
      if (this.#map.getLayer(layer) && (this.#map.getLayoutProperty(layer, 'visibility') ?? 'visible') !== visibility) {
        this.#map.setLayoutProperty(layer, 'visibility', visibility);
      }
    }
  }

  /** Names in the user's language. */
  #speak(language: Language): void {
    if (language === this.#language) return;
    const shown = this.#map.getLayersOrder();
    const known = Object.entries(labelTexts(language)).filter(([layer]) => shown.includes(layer));
    const texts = [...known, ...streetTexts(language, shown)];
    if (texts.length === 0) return;
    this.#language = language;
    this.#container.removeAttribute('data-idle');
    for (const [layer, text] of texts) this.#map.setLayoutProperty(layer, 'text-field', text);
  }
}
