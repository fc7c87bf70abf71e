import 'maplibre-gl/dist/maplibre-gl.css';
import { AttributionControl, Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Polygons } from '../area/outline.ts';
import type { Spot } from '../state/ground.svelte.ts';
import type { OfferedGrounds } from '../state/map-ground.svelte.ts';
import type { GroundName } from '../state/shown.ts';
import { fitBox, goCloser, link, type ReportMove, tellMoves } from './camera.ts';
import type { GroundFailure, Hover, MapContent, MapTexts } from './content.ts';
import { type Grounds, loadGrounds } from './ground.ts';
import { drawPattern } from './patterns.ts';
import { hearQuestions } from './questions.ts';
import { ShownAccidents } from './shown-accidents.ts';
import { ShownLayers } from './shown-layers.ts';
import { ShownStates } from './shown-states.ts';
import { STREETS } from './streets.ts';
import { styleOf } from './style.ts';

setWorkerUrl(workerUrl);

/**
 * The map, as the page's components know it: nothing else makes one. Give it what to show; it works out what that changes, and hands
 * the map on to the parts that say it: layers, states of squares, accidents, camera, questions.
 */
export class MapOfLand {
  readonly #map: MapLibre;
  #hasStyle = false;
  readonly #grounds: Grounds;
  /** What lies under the land. */
  #ground: GroundName;
  readonly #attribution = new AttributionControl({ compact: true });
  readonly #container: HTMLElement;
  #content: MapContent;
  readonly #layers: ShownLayers;
  readonly #states: ShownStates;
  readonly #accidents: ShownAccidents;
  #dataShown: { programme: string; version: string } | null = null;
  #marker: Marker | null = null;
  #drawing: import('./drawing.ts').Drawing | null = null;
  /** The deployment's style has proved to be one. */
  #isOwnDrawn = false;
  #isClosed = false;
  #groundFailure: GroundFailure | null = null;
  #reportGround: (failure: GroundFailure | null) => void = () => {};

  private constructor(container: HTMLElement, grounds: Grounds, content: MapContent, texts: MapTexts, view: string | undefined) {
    this.#container = container;
    this.#grounds = grounds;
    this.#ground = grounds.shown(content.ground);
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
    this.#nameSources();
    this.#map.on('error', (failed) => this.#hearError(failed));
    if (view === undefined) this.#fit(false);
    this.#states = new ShownStates(this.#map, container, () => this.#content);
    this.#map.setMissingStyleImageResolver((id) => {
      const image = drawPattern(id, this.#content.scheme);
      if (image !== null && !this.#map.hasImage(id)) this.#map.addImage(id, image, { pixelRatio: 2 });
    });
    this.#map.on('style.load', () => {
      this.#hasStyle = true;
      this.#isOwnDrawn ||= this.#ground === 'own';
      this.#map.setGlobalStateProperty('day', this.#content.day);
    });
    this.#map.on('styledata', () => this.#applyLayers());
    this.#map.on('idle', () => container.setAttribute('data-idle', String(this.#content.day)));
    this.#map.on('dataloading', () => container.removeAttribute('data-idle'));
  }

  /** @throws where the browser has no WebGL. */
  static async open(container: HTMLElement, content: MapContent, texts: MapTexts, view: string | undefined): Promise<MapOfLand> {
    return new MapOfLand(container, await loadGrounds(content.ground), content, texts, view);
  }

  /** What of this deployment may lie under the land. */
  get grounds(): OfferedGrounds {
    return this.#grounds;
  }

  /** @param report what of the ground that was asked for cannot be shown; null: nothing. */
  onGroundFailed(report: (failure: GroundFailure | null) => void): void {
    this.#reportGround = report;
    this.#tellGround();
  }

  #tellGround(): void {
    const { address, isOwnLost, usual } = this.#grounds;
    const isLost = isOwnLost && address !== null && (this.#content.ground ?? usual) === 'own';
    this.#reportGround(isLost ? { ground: 'own', address } : this.#groundFailure);
  }

  /** Brings the ground that is asked for, and lies on it. */
  async #changeGround(): Promise<void> {
    await this.#grounds.bring(this.#content.ground);
    this.#lieOnWhatThereIs();
  }

  #lieOnWhatThereIs(): void {
    if (this.#isClosed) return;
    const shown = this.#grounds.shown(this.#content.ground);
    if (shown !== this.#ground) {
      this.#ground = shown;
      this.#groundFailure = null;
      this.#container.removeAttribute('data-idle');
      this.#restyle();
      this.#nameSources();
      this.#applyLayers();
      this.#states.show();
    }
    this.#tellGround();
  }

  /** Whose map it is; what ships is nobody's. */
  #nameSources(): void {
    if (this.#content.follows) return;
    const isNamed = this.#map.hasControl(this.#attribution);
    if (this.#ground !== 'plain' && !isNamed) this.#map.addControl(this.#attribution, 'top-right');
    if (this.#ground === 'plain' && isNamed) this.#map.removeControl(this.#attribution);
  }

  /** Whose map it is, as plain text; empty: nobody's. */
  get sources(): string {
    return this.#container.querySelector('.maplibregl-ctrl-attrib-inner')?.textContent ?? '';
  }

  /** Goes back to the basemap where the deployment's style turns out to be none before it is drawn; says it where streets do not come. */
  #hearError({ error, sourceId }: { error: unknown; sourceId?: string }): void {
    if (this.#ground === 'own' && !this.#isOwnDrawn) {
      this.#grounds.loseOwn();
      this.#lieOnWhatThereIs();
      return;
    }
    console.error(error);
    if (this.#ground !== 'streets' || this.#groundFailure !== null || sourceId?.startsWith(STREETS) !== true) return;
    this.#groundFailure = { ground: 'streets' };
    this.#tellGround();
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
    return styleOf(scheme, language, this.#grounds, this.#ground, programme, day, location.origin, selection);
  }

  #restyle(): void {
    // what is half drawn stands in layers of the old style
    this.#drawing?.stop();
    this.#states.forget();
    this.#layers.restyled(this.#content.language);
    this.#hasStyle = false;
    this.#map.setStyle(this.#style(), { diff: false });
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
    if (content.ground !== before.ground) void this.#changeGround();
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
    this.#isClosed = true;
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
