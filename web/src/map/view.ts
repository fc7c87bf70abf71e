import 'maplibre-gl/dist/maplibre-gl.css';
import {
  AttributionControl,
  Map as MapLibre,
  type MapMouseEvent,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { AccidentCounts, AccidentPoint } from '../accidents/columns.ts';
import type { Polygons } from '../area/outline.ts';
import type { Language } from '../i18n/index.ts';
import type { LedgerColumns } from '../land/figures.ts';
import type { Spot } from '../state/ground.svelte.ts';
import type { Scheme } from '../theme/colours.ts';
import { showOutline } from './area.ts';
import type { AskCells, AskedCells } from './asked-cells.ts';
import { link, type Moved, READERS } from './camera.ts';
import { paddingOf, visibleBox } from './covered.ts';
import { type Ground, loadGround } from './ground.ts';
import { labelTexts } from './labels.ts';
import { drawPattern } from './patterns.ts';
import type { LandSelection } from './selection.ts';
import { ShownCells, tileZoom } from './shown-cells.ts';
import { LAND_LAYERS, landFilters, styleOf } from './style.ts';

setWorkerUrl(workerUrl);

export interface MapTexts {
  zoomIn: string;
  zoomOut: string;
  map: string;
}

export interface MapContent {
  programme: string | null;
  bbox: [number, number, number, number] | null;
  /** The address says where to look: opening a programme does not move the map. */
  keepView: boolean;
  /** The spans; null: not there yet, or the server holds them. */
  columns: LedgerColumns | null;
  /** Asks the server for the states of cells; null: the columns say them. */
  cellsOf: AskCells | null;
  accidents: AccidentPoint[];
  day: number;
  /** The map shows what changed from the end of this day to that of `day`; null: the land of `day`. */
  since: number | null;
  scheme: Scheme;
  language: Language;
  layers: { land: boolean; heat: boolean; hexagons: boolean };
  selection: LandSelection;
  /** Spans that are selected, 1 a span; null: all. */
  kept: Uint8Array | null;
  /** The same of land in whatever state, for what changed; null: all, or no changes are shown. */
  keptOfAnyState: Uint8Array | null;
  /** Longitude and latitude of the spot that the reader asks about. */
  spot: readonly [number, number] | null;
  /** Outline of the area that the figures are of. */
  area: Polygons | null;
  /** The programme has places, with outlines of their own. */
  hasPlaces: boolean;
  /** Nothing covers the map: an embedded one. */
  bare: boolean;
  /** It lies on another map, which has the buttons. */
  follows: boolean;
}

/** Accidents under the pointer, and where it is on the map, in pixels. */
export interface Hover {
  x: number;
  y: number;
  counts: AccidentCounts;
}

/** The only part of the page that touches the map. Give it what to show; it works out what that changes. */
export class MapOfLand {
  readonly #map: MapLibre;
  #hasStyle = false;
  #ground: Ground;
  readonly #container: HTMLElement;
  #content: MapContent;
  readonly #cells: ShownCells;
  /** Of a programme whose spans the server holds. */
  #askedCells: AskedCells | null = null;
  #loadingAskedCells = false;
  /** What changed since an earlier date: loaded when first asked for. */
  #difference: import('./difference.ts').ShownDifference | null = null;
  #loadingDifference = false;
  #overlay: import('../accidents/overlay.ts').AccidentOverlay | null = null;
  #loadingOverlay = false;
  #selectionShown: LandSelection | null = null;
  #dataShown: { programme: string; version: string } | null = null;
  #marker: Marker | null = null;
  #hovering = false;
  #languageShown: Language | null = null;
  #drawing: import('./drawing.ts').Drawing | null = null;
  #reportGround: ((address: string) => void) | null = null;

  private constructor(container: HTMLElement, ground: Ground, content: MapContent, texts: MapTexts, view: string | undefined) {
    this.#container = container;
    this.#ground = ground;
    this.#content = content;
    const [zoom, latitude, longitude] = (view ?? '1.6/15/60').split('/').map(Number) as [number, number, number];
    this.#map = new MapLibre({
      container,
      style: this.#style(),
      center: [longitude, latitude],
      zoom,
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: { 'NavigationControl.ZoomIn': texts.zoomIn, 'NavigationControl.ZoomOut': texts.zoomOut, 'Map.Title': texts.map },
    });
    this.#cells = new ShownCells(this.#map);
    this.#map.touchZoomRotate.disableRotation();
    if (!content.follows) {
      this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
      this.#map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left');
    }
    if (ground.own !== null) this.#lieOn();
    if (view === undefined) this.#fit(false);
    this.#map.setMissingStyleImageResolver((id) => {
      const image = drawPattern(id, this.#content.scheme);
      if (image !== null && !this.#map.hasImage(id)) this.#map.addImage(id, image, { pixelRatio: 2 });
    });
    this.#map.on('style.load', () => {
      this.#hasStyle = true;
      this.#map.setGlobalStateProperty('day', this.#content.day);
    });
    this.#map.on('styledata', () => this.#applyLayers());
    this.#map.on('sourcedata', () => this.#paint());
    this.#map.on('moveend', () => this.#askedCells !== null && this.#paint());
    this.#map.on('zoomend', () => this.#paint());
    this.#map.on('move', () => !this.#showsDifference && this.#cells.follow(this.#content));
    this.#map.on('idle', () => container.setAttribute('data-idle', String(this.#content.day)));
    this.#map.on('dataloading', () => container.removeAttribute('data-idle'));
  }

  /** @throws where the browser has no WebGL. */
  static async open(container: HTMLElement, content: MapContent, texts: MapTexts, view: string | undefined): Promise<MapOfLand> {
    return new MapOfLand(container, await loadGround(), content, texts, view);
  }

  /** @param report the address of the deployment's own style, once it is known that it cannot be drawn. */
  onGroundFailed(report: (address: string) => void): void {
    this.#reportGround = report;
    this.#tellGround();
  }

  #tellGround(): void {
    const { own, address } = this.#ground;
    if (own === null && address !== null) this.#reportGround?.(address);
  }

  /** @param report the programme whose land stands on the map, each time it has come to rest; or that a reader moves already. */
  onDrawn(report: (programme: string) => void): void {
    const tell = () => {
      const { programme, columns, cellsOf } = this.#content;
      if (programme !== null && (columns !== null || cellsOf !== null) && this.#map.getSource('land')) report(programme);
    };
    this.#map.on('idle', tell);
    this.#map.on('movestart', ({ originalEvent }: { originalEvent?: unknown }) => originalEvent !== undefined && tell());
  }

  #style() {
    const { scheme, language, programme, day, selection } = this.#content;
    this.#languageShown = language;
    return styleOf(scheme, language, this.#ground, programme, day, location.origin, selection);
  }

  #restyle(): void {
    // what is half drawn stands in layers of the old style
    this.#drawing?.stop();
    this.#cells.forget();
    this.#askedCells?.restyled();
    this.#difference?.forget();
    this.#selectionShown = null;
    this.#hasStyle = false;
    this.#map.setStyle(this.#style(), { diff: false });
  }

  /** Names whose map it is; and goes back to the basemap where the style turns out to be none before it is drawn. */
  #lieOn(): void {
    if (!this.#content.follows) this.#map.addControl(new AttributionControl({ compact: true }), 'top-right');
    let isDrawn = false;
    this.#map.once('style.load', () => {
      isDrawn = true;
    });
    this.#map.on('error', ({ error }) => {
      if (isDrawn || this.#ground.own === null) return console.error(error);
      this.#ground = { ...this.#ground, own: null };
      this.#restyle();
      this.#tellGround();
    });
  }

  /** @param report after every move, of the reader's or not: the box of the part that no panel covers, and the view. */
  onMoved(report: (box: [number, number, number, number], view: string, isReaders: boolean) => void): void {
    const tell = (isReaders: boolean) => {
      const { lng, lat } = this.#map.getCenter();
      report(this.#visibleBox(), `${this.#map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`, isReaders);
    };
    this.#map.on('moveend', (event: Moved) => {
      // the map that leads tells
      if (event.following !== true) tell(event.originalEvent !== undefined || event.readers === true);
    });
    tell(false);
  }

  /**
   * @param ask the reader wants to know what is at a spot: by a click, or by Enter with the map in focus, for its middle.
   * @param hover what is under the pointer; null: nothing.
   */
  onAsked(ask: (spot: Spot) => void, hover: (hover: Hover | null) => void): void {
    this.#map.on('click', (event) => this.#drawing === null && ask(this.#spotAt(event.point.x, event.point.y)));
    this.#map.on('mousemove', (event: MapMouseEvent) => {
      if (this.#overlay === null || this.#hovering) return;
      this.#hovering = true;
      // picking draws: once a frame is enough
      requestAnimationFrame(() => {
        this.#hovering = false;
        const { x, y } = event.point;
        const counts = this.#overlay?.countsAt(x, y) ?? null;
        hover(counts === null ? null : { x, y, counts });
      });
    });
    this.#map.on('mouseout', () => hover(null));
    this.#map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      const [west, south, east, north] = this.#visibleBox();
      const { x, y } = this.#map.project([(west + east) / 2, (south + north) / 2]);
      ask(this.#spotAt(x, y));
    });
  }

  #spotAt(x: number, y: number): Spot {
    const { lng, lat } = this.#map.unproject([x, y]).wrap();
    const layers = ['land-cells', 'difference-cells'].filter((layer) => this.#map.getLayer(layer));
    const [cell] = this.#map
      .queryRenderedFeatures([x, y], { layers })
      .filter(({ layer, state }) => (layer.id === 'land-cells' ? state.state !== 'none' : state.change !== 'nothing'));
    const { count = 0, m2 = 0, outside_m2: outside = 0 } = cell?.properties ?? {};
    return {
      at: [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6],
      cell: cell === undefined ? null : { areas: Number(count), squareMetres: Number(m2), outsideSquareMetres: Number(outside) },
      accidents: this.#overlay?.countsAt(x, y) ?? null,
    };
  }

  /** Lets the reader draw an area. @param mode null: no longer. @param done the outline, once it is closed. */
  async draw(mode: 'polygon' | 'circle' | null, done: (outline: Polygons) => void): Promise<void> {
    if (mode === null) {
      const ended = this.#drawing;
      this.#container.removeAttribute('data-drawing');
      ended?.stop();
      // the click that ends a drawing is no question about the ground
      setTimeout(() => {
        if (this.#drawing === ended) this.#drawing = null;
      }, 300);
      return;
    }
    const { Drawing } = await import('./drawing.ts');
    this.#drawing?.stop();
    this.#drawing = new Drawing(this.#map, mode, this.#content.scheme, done);
    this.#container.setAttribute('data-drawing', mode);
  }

  /** Closer by two zooms, with a spot in the middle. */
  zoomTo(at: readonly [number, number]): void {
    this.#map.easeTo(
      {
        center: [...at],
        zoom: Math.min(18, Math.max(12, this.#map.getZoom() + 2)),
        padding: paddingOf(this.#map, this.#content.bare),
      },
      READERS,
    );
  }

  #showSpot(): void {
    const { spot } = this.#content;
    if (spot === null) {
      this.#marker?.remove();
      this.#marker = null;
      return;
    }
    if (this.#marker === null) {
      const element = document.createElement('div');
      element.className = 'spot';
      element.setAttribute('aria-hidden', 'true');
      this.#marker = new Marker({ element }).setLngLat([...spot]).addTo(this.#map);
    }
    this.#marker.setLngLat([...spot]);
  }

  #visibleBox(): [number, number, number, number] {
    return visibleBox(this.#map, this.#content.bare);
  }

  /** Goes where a place is. */
  goTo(bbox: [number, number, number, number]): void {
    this.#fitBox(bbox, true);
  }

  show(content: MapContent): void {
    const before = this.#content;
    this.#content = content;
    if (content.columns !== before.columns) this.#cells.clear();
    if (content.columns !== before.columns || content.kept !== before.kept) this.#cells.tellAnew();
    if (content.since !== before.since) this.#container.removeAttribute('data-idle');
    if (content.programme !== before.programme || content.scheme !== before.scheme || this.#isOtherData(content)) {
      this.#restyle();
      if (content.programme !== before.programme && !content.keepView) this.#fit(true);
    } else {
      if (content.day !== before.day) {
        this.#container.removeAttribute('data-idle');
        // a style that is still to come is told once it is there
        if (this.#hasStyle) this.#map.setGlobalStateProperty('day', content.day);
      }
    }
    this.#applyLayers();
    this.#paint();
    void this.#showAccidents();
    void this.#loadDifference();
    this.#showSpot();
  }

  /** This map and another move as one. */
  linkTo(other: MapOfLand): void {
    link(other.#map, this.#map);
  }

  /** The data of the programme that is shown have changed: its tiles are others. */
  #isOtherData({ programme, columns }: MapContent): boolean {
    if (programme === null || columns === null) return false;
    const [before, now] = [this.#dataShown, { programme, version: columns.dataVersion }];
    this.#dataShown = now;
    return before?.programme === programme && before.version !== now.version;
  }

  /** The map as it stands, as a data address: paper has no WebGL. */
  picture(): string {
    // drawn anew, since what was drawn before may be gone from the canvas
    this.#map.redraw();
    return this.#map.getCanvas().toDataURL();
  }

  close(): void {
    this.#map.remove();
  }

  #fit(animate: boolean): void {
    if (this.#content.bbox !== null) this.#fitBox(this.#content.bbox, animate);
  }

  #fitBox(bbox: [number, number, number, number], animate: boolean): void {
    this.#map.fitBounds(bbox, { padding: paddingOf(this.#map, this.#content.bare), maxZoom: 13, animate });
  }

  /** Brings the layers to what was chosen; also after a style has come, since what was said while it was loading is lost. */
  #applyLayers(): void {
    const { selection } = this.#content;
    if (selection !== this.#selectionShown && this.#map.getLayer('land-fill')) {
      this.#selectionShown = selection;
      this.#container.removeAttribute('data-idle');
      for (const [layer, filter] of Object.entries(landFilters(selection))) this.#map.setFilter(layer, filter);
    }
    showOutline(this.#map, this.#content.area, this.#content.scheme);
    this.#speak();
    // close up, the outlines of the places are finer than the borders of the world's map: two lines for one border would ask which
    if (this.#map.getLayer('borders')) {
      const until = this.#content.hasPlaces ? 7.5 : 24;
      if (this.#map.getLayer('borders')?.maxzoom !== until) this.#map.setLayerZoomRange('borders', 0, until);
    }
    const { land } = this.#content.layers;
    this.#difference?.place(this.#content, land && this.#showsDifference);
    const visibility = land && !this.#showsDifference ? 'visible' : 'none';
    for (const layer of LAND_LAYERS) {
      if (this.#map.getLayer(layer) && (this.#map.getLayoutProperty(layer, 'visibility') ?? 'visible') !== visibility) {
        this.#map.setLayoutProperty(layer, 'visibility', visibility);
      }
    }
  }

  /** Names in the reader's language. */
  #speak(): void {
    const { language } = this.#content;
    const texts = Object.entries(labelTexts(language)).filter(([layer]) => this.#map.getLayer(layer));
    if (language === this.#languageShown || texts.length === 0) return;
    this.#languageShown = language;
    this.#container.removeAttribute('data-idle');
    for (const [layer, text] of texts) this.#map.setLayoutProperty(layer, 'text-field', text);
  }

  /** Says what the tiles cannot know: the states of squares, or what changed. */
  #paint(): void {
    if (this.#showsDifference) this.#difference?.show(this.#content);
    else {
      this.#showAskedCells();
      this.#cells.show(this.#content);
    }
  }

  #showAskedCells(): void {
    const { cellsOf } = this.#content;
    if ((cellsOf === null && this.#askedCells === null) || !this.#map.getSource('land')) return;
    this.#askedCells?.show(cellsOf, tileZoom(this.#map));
    if (this.#askedCells !== null || this.#loadingAskedCells) return;
    this.#loadingAskedCells = true;
    void import('./asked-cells.ts').then(({ AskedCells: Cells }) => {
      this.#askedCells = new Cells(this.#map, this.#container);
      this.#paint();
    });
  }

  /** Until its part is there the land of the day stays. */
  get #showsDifference(): boolean {
    return this.#content.since !== null && this.#difference !== null;
  }

  async #loadDifference(): Promise<void> {
    if (this.#content.since === null || this.#difference !== null || this.#loadingDifference) return;
    this.#loadingDifference = true;
    const { ShownDifference } = await import('./difference.ts');
    this.#difference = new ShownDifference(this.#map);
    this.#applyLayers();
    this.#paint();
  }

  async #showAccidents(): Promise<void> {
    const { layers, accidents } = this.#content;
    if (this.#overlay === null) {
      if ((!layers.heat && !layers.hexagons) || accidents.length === 0 || this.#loadingOverlay) return;
      this.#loadingOverlay = true;
      const { AccidentOverlay } = await import('../accidents/overlay.ts');
      this.#overlay = new AccidentOverlay(this.#map);
    }
    this.#overlay.show(this.#content);
  }
}
