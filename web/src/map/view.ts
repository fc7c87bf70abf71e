import 'maplibre-gl/dist/maplibre-gl.css';
import { AttributionControl, Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Polygons } from '../area/outline.ts';
import type { Spot } from '../state/ground.svelte.ts';
import { fitBox, goCloser, link, type ReportMove, tellMoves } from './camera.ts';
import type { Hover, MapContent, MapTexts } from './content.ts';
import { type Ground, loadGround } from './ground.ts';
import { drawPattern } from './patterns.ts';
import { hearQuestions } from './questions.ts';
import { ShownAccidents } from './shown-accidents.ts';
import { ShownLayers } from './shown-layers.ts';
import { ShownStates } from './shown-states.ts';
import { styleOf } from './style.ts';

setWorkerUrl(workerUrl);

/**
 * The map, as the page's components know it: nothing else makes one. Give it what to show; it works out what that changes, and hands
 * the map on to the parts that say it: layers, states of squares, accidents, camera, questions.
 */
export class MapOfLand {
  readonly #map: MapLibre;
  #hasStyle = false;
  #ground: Ground;
  readonly #container: HTMLElement;
  #content: MapContent;
  readonly #layers: ShownLayers;
  readonly #states: ShownStates;
  readonly #accidents: ShownAccidents;
  #dataShown: { programme: string; version: string } | null = null;
  #marker: Marker | null = null;
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
    this.#layers = new ShownLayers(this.#map, container, content.language);
    this.#accidents = new ShownAccidents(this.#map);
    this.#map.touchZoomRotate.disableRotation();
    if (!content.follows) {
      this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
      this.#map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left');
    }
    if (ground.own !== null) this.#lieOn();
    if (view === undefined) this.#fit(false);
    this.#states = new ShownStates(this.#map, container, () => this.#content);
    this.#map.setMissingStyleImageResolver((id) => {
      const image = drawPattern(id, this.#content.scheme);
      if (image !== null && !this.#map.hasImage(id)) this.#map.addImage(id, image, { pixelRatio: 2 });
    });
    this.#map.on('style.load', () => {
      this.#hasStyle = true;
      this.#map.setGlobalStateProperty('day', this.#content.day);
    });
    this.#map.on('styledata', () => this.#applyLayers());
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

  /** @param report the programme whose land stands on the map, each time it has come to rest; or that a user moves already. */
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
    return styleOf(scheme, language, this.#ground, programme, day, location.origin, selection);
  }

  #restyle(): void {
    // what is half drawn stands in layers of the old style
    this.#drawing?.stop();
    this.#states.forget();
    this.#layers.restyled(this.#content.language);
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

  /** @param report after every move, of the user's or not. */
  onMoved(report: ReportMove): void {
    tellMoves(this.#map, this.#content.bare, report);
  }

  /** @param ask the user wants to know what is at a spot. @param hover what is under the pointer; null: nothing. */
  onAsked(ask: (spot: Spot) => void, hover: (hover: Hover | null) => void): void {
    const [map, accidents, isBare] = [this.#map, this.#accidents, this.#content.bare];
    hearQuestions({ map, accidents, isBare, isDrawing: () => this.#drawing !== null }, ask, hover);
  }

  /** Lets the user draw an area. @param mode null: no longer. @param done the outline, once it is closed. */
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

  /** Goes nearer to a spot. */
  zoomTo(at: readonly [number, number]): void {
    goCloser(this.#map, at, this.#content.bare);
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

  /** Goes where a place is. */
  goTo(bbox: [number, number, number, number]): void {
    fitBox(this.#map, bbox, this.#content.bare, true);
  }

  show(content: MapContent): void {
    const before = this.#content;
    this.#content = content;
    this.#states.changed(content, before);
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
    this.#states.show();
    void this.#accidents.show(() => this.#content);
    void this.#states.loadDifference(() => {
      this.#applyLayers();
      this.#states.show();
    });
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
    const { bbox, bare } = this.#content;
    if (bbox !== null) fitBox(this.#map, bbox, bare, animate);
  }

  /** Brings the layers to what was chosen; also after a style has come, since what was said while it was loading is lost. */
  #applyLayers(): void {
    this.#layers.show(this.#content);
    this.#states.placeDifference();
    this.#layers.showLand(this.#content.layers.land && !this.#states.showsDifference);
  }
}
