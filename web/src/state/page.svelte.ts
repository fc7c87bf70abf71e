import { createContext } from 'svelte';
import { ShownAccidents } from '../accidents/shown.svelte.ts';
import { onEveryAnswer } from '../api/request.ts';
import { DrawnArea } from '../area/drawn.svelte.ts';
import { AddressBar, openingOf, parametersOf } from './address.svelte.ts';
import { AskedSummary } from './asked-summary.svelte.ts';
import { Camera } from './camera.svelte.ts';
import { Choices } from './choices.svelte.ts';
import { Comparison } from './comparison.svelte.ts';
import { CountedLand } from './counted-land.svelte.ts';
import { Drawing } from './drawing.svelte.ts';
import { Filters } from './filters.svelte.ts';
import { Ground } from './ground.svelte.ts';
import { firstLanguage } from './language.ts';
import { Layers } from './layers.svelte.ts';
import { MapGround } from './map-ground.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { OpenProgramme } from './open-programme.svelte.ts';
import { Opening } from './opening.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { SpotQuestions } from './spot-questions.svelte.ts';
import { TimeWindow } from './time-window.svelte.ts';
import { readAddress } from './url.ts';

/** What only the server knows, and the address, follow a choice once it rests. */
const REST_MILLISECONDS = 250;

/**
 * What the page knows and what the user chose, a class a subject, put together. Components take the subjects that they read:
 * `const { time, land } = getPage()`.
 */
export class Page {
  readonly choices: Choices;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly programme: OpenProgramme;
  readonly time: TimeWindow;
  readonly camera: Camera;
  readonly layers: Layers;
  /** What lies under the land. */
  readonly mapGround: MapGround;
  readonly filters: Filters;
  /** The area that the user drew: the figures are those of what lies within. */
  readonly area = new DrawnArea();
  readonly drawing: Drawing;
  readonly comparison: Comparison;
  /** What of the programme is counted. */
  readonly land: CountedLand;
  readonly accidents: ShownAccidents;
  readonly summary: AskedSummary;
  /** The spot that the user asks about. */
  readonly ground = new Ground();
  readonly spots: SpotQuestions;
  readonly opening: Opening;
  readonly addressBar: AddressBar;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** @param embedded on another page: what the address says is shown and stays as it is. */
  constructor({ embedded = false } = {}) {
    const { parameters, ignored, newerFormat } = readAddress(location.search);
    const asked = openingOf(parameters);
    const write = () => this.addressBar.write();
    const settle = () => this.#settle();
    if (parameters.area !== undefined) this.area.await(parameters.area);
    this.choices = new Choices(parameters, write);
    this.notices = new Notices(
      { ignored, newerFormat, seen: parameters.seen },
      () => this.area.failure?.reason === 'stale',
      () => this.programme.columns?.dataVersion ?? null,
    );
    onEveryAnswer((mayBeOld) => this.notices.answered(mayBeOld));
    this.preferences = new Preferences(firstLanguage(location.search, navigator.languages), asked.theme, write);
    this.programme = new OpenProgramme(this.preferences);
    this.time = new TimeWindow(asked, this.programme, this.preferences, settle);
    this.camera = new Camera(parameters.view, (isChosen) => {
      if (this.filters.inView) settle();
      else if (isChosen) write();
    });
    this.layers = new Layers(asked.layers, write);
    this.mapGround = new MapGround(this.choices, this.notices);
    this.filters = new Filters(asked.inView, this.programme, this.camera, settle);
    this.drawing = new Drawing(this.area, this.programme, this.camera, settle);
    this.comparison = new Comparison(this.choices, this.time);
    this.land = new CountedLand(this);
    this.accidents = new ShownAccidents(this);
    this.summary = new AskedSummary(this, (dataVersion) => this.notices.heard(dataVersion));
    this.spots = new SpotQuestions(this, write);
    this.opening = new Opening(this, parameters);
    this.addressBar = new AddressBar(embedded, () => parametersOf(this), this.choices);
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.addressBar.write();
      void this.summary.ask();
    }, REST_MILLISECONDS);
  }
}

export const [getPage, setPage] = createContext<Page>();
