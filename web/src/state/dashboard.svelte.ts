import type { CellLook } from '../../../server/engine/cells.ts';
import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { dateOf, dayOf, today } from '../../../server/engine/days.ts';
import type { LandFigures } from '../../../server/engine/figures.ts';
import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import { boxOf, leavesOfAny } from '../../../server/engine/places.ts';
import type { Summary } from '../../../server/land/contract.ts';
import type { ProgrammeItem } from '../../../server/places/contract.ts';
import type { StartingStep } from '../../../server/vocabulary.ts';
import { ShownAccidents } from '../accidents/shown.svelte.ts';
import { getJson, getStartingSteps, onEveryAnswer, RequestFailure } from '../api/request.ts';
import { DrawnArea } from '../area/drawn.svelte.ts';
import type { Polygons } from '../area/outline.ts';
import { filterQuery, readFilter } from '../filters/address.ts';
import { type Language, loadTexts, Speech } from '../i18n/index.ts';
import type { AskLooks } from '../map/asked-looks.ts';
import type { LandSelection } from '../map/selection.ts';
import type { Scheme } from '../theme/colours.ts';
import { AddressBar, openingOf, parametersOf } from './address.svelte.ts';
import { Choices } from './choices.svelte.ts';
import { Comparison, type Side } from './comparison.svelte.ts';
import { CountedLand } from './counted-land.svelte.ts';
import { Ground, type Spot } from './ground.svelte.ts';
import { firstLanguage } from './language.ts';
import { Notices } from './notices.svelte.ts';
import { ProgrammeData } from './programme.svelte.ts';
import type { DrawingMode, LayerName, Shown, Status, Theme } from './shown.ts';
import { CHOICE_NAMES, type Parameters, readAddress } from './url.ts';

/** What the page knows and what the reader chose. Components show it. */
export class Dashboard implements Shown {
  #status = $state<Status>('starting');
  #failure = $state('');
  #steps = $state.raw<StartingStep[]>([]);
  #programmes = $state.raw<ProgrammeItem[]>([]);
  #data = $state.raw<ProgrammeData | null>(null);
  readonly #programme = $derived(this.#data?.item ?? null);
  readonly #columns = $derived(this.#data?.columns ?? null);
  /** Null: the page holds the spans and counts itself. */
  readonly #server = $derived(this.#data?.server ?? null);
  readonly #accidents = $derived(this.#data?.accidents ?? null);
  readonly #places = $derived(this.#data?.places ?? []);
  /** The window begins after this day; null: with the first record. */
  #from = $state<number | null>(null);
  #summary = $state.raw<Summary | null>(null);
  #day = $state(today());
  #layers = $state<Record<LayerName, boolean>>({ land: true, heat: false, hexagons: false });
  #language = $state<Language>('en');
  #theme = $state<Theme>('system');
  #systemIsDark = $state(false);
  #view = $state<string | undefined>(undefined);
  #askedDates = $state.raw<{ day: number; from: number | null } | null>(null);
  #filter = $state.raw<LandFilter>(NO_FILTER);
  /** What an address asks of the programme that is opened next. */
  #asked: Parameters = {};
  #inView = $state(false);
  /** What the map shows: west, south, east, north. */
  #box = $state.raw<[number, number, number, number] | null>(null);
  #goTo = $state.raw<[number, number, number, number] | null>(null);
  #zoomTo = $state.raw<readonly [number, number] | null>(null);
  /** Where the map looks, chosen or not. */
  #viewOnMap: string | undefined;
  #isVisiting = false;
  #asking: AbortController | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** The area that the reader drew: the figures are those of what lies within. */
  readonly area = new DrawnArea();
  #drawing = $state<DrawingMode | null>(null);
  readonly speech = $derived(new Speech(this.#language));
  /** Asks the server how the map's cells look, of this date and these filters; null: the spans are here. */
  readonly cellsOf = $derived<AskLooks<CellLook> | null>(this.#server?.cellsOf(dateOf(this.#day), this.#filter) ?? null);
  readonly leaves = $derived(this.#filter.places.length === 0 ? null : leavesOfAny(this.#filter.places, this.#places));
  readonly selection = $derived<LandSelection>({
    leaves: this.leaves === null ? null : [...this.leaves],
    operators: this.#filter.operators,
    ordnance: this.#filter.ordnance,
    methods: this.#filter.methods,
    kinds: this.#filter.kinds,
    states: this.#filter.states,
  });
  readonly firstDay = $derived.by(() => {
    const first = this.#programme?.first_day;
    return first ? dayOf(`${first.slice(0, 4)}-01-01`) : today() - 365;
  });
  readonly lastDay = $derived(Math.max(today(), this.#programme?.last_day ? dayOf(this.#programme.last_day) : 0));
  /** What of the programme is counted. */
  readonly land = new CountedLand(this);
  readonly shownAccidents = new ShownAccidents(this);
  /** The spot that the reader asks about. */
  readonly ground = new Ground();
  readonly scheme = $derived<Scheme>(this.#theme === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.#theme);

  /** The window in words: "since the first record", "1 Jan 2015 – 24 Nov 2026". */
  readonly windowWords = $derived(
    this.#from === null
      ? this.speech.text('until', { date: this.speech.day(this.#day) })
      : `${this.speech.day(this.#from + 1)} – ${this.speech.day(this.#day)}`,
  );

  /** @param embedded on another page: what the address says is shown and stays as it is. */
  constructor({ embedded = false } = {}) {
    const { parameters, ignored, newerFormat } = readAddress(location.search);
    this.notices = new Notices({ ignored, newerFormat, seen: parameters.seen }, () => this.area.failure?.reason === 'stale');
    const opening = openingOf(parameters);
    onEveryAnswer((mayBeOld) => this.notices.answered(mayBeOld));
    this.#wanted = parameters.programme;
    this.#day = opening.day ?? today();
    this.#from = opening.from;
    this.#language = firstLanguage(location.search, navigator.languages);
    this.#theme = opening.theme;
    this.#view = parameters.view;
    this.#wantedSpot = opening.spot;
    this.#inView = opening.inView;
    this.#layers = opening.layers;
    if (parameters.area !== undefined) this.area.await(parameters.area);
    this.#asked = parameters;
    this.choices = new Choices(parameters, () => this.#writeAddress());
    this.comparison = new Comparison(this.choices, this);
    this.#bar = new AddressBar(embedded, () => parametersOf(this), this.choices);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark = dark.matches;
    dark.addEventListener('change', () => {
      this.#systemIsDark = dark.matches;
    });
  }

  /** What is chosen within parts of the page. */
  readonly choices: Choices;
  readonly comparison: Comparison;
  readonly notices: Notices;
  readonly #bar: AddressBar;
  #wanted: string | undefined;
  #wantedSpot: [number, number] | null;

  get status() {
    return this.#status;
  }
  get failure() {
    return this.#failure;
  }
  /** What the server is doing before it can answer. */
  get steps() {
    return this.#steps;
  }
  /** Where this view is to be found. */
  get address() {
    return this.#bar.address;
  }
  get programmes() {
    return this.#programmes;
  }
  get programme() {
    return this.#programme;
  }
  /** In the reader's language; empty before one is open. */
  get programmeName() {
    return this.#programme === null ? '' : this.speech.programme(this.#programme);
  }
  /** What is loaded of the programme; null before one is open. */
  get data() {
    return this.#data;
  }
  get accidents() {
    return this.#accidents;
  }
  get from() {
    return this.#from;
  }
  /** What was printed about the country; null until asked for. */
  get published() {
    return this.#data?.published ?? null;
  }
  /** The columns of the programme, unfiltered. */
  get ownColumns() {
    return { columns: this.#columns, movements: this.#data?.movements ?? null, accidents: this.#accidents };
  }
  get server() {
    return this.#server;
  }
  get hasPublished() {
    return this.#programme?.published_figures === true;
  }
  /** What could not be had, in words; the rest is shown without it. */
  get missing() {
    const missing = this.#data?.missing ?? null;
    return missing === '' ? this.speech.text('lost') : (missing ?? '');
  }
  /** What only the server knows: of records, which it does not cut by a drawn area. */
  get summary() {
    return this.area.text === null ? this.#summary : null;
  }
  /** What the reader draws on the map; null: nothing. */
  get drawing() {
    return this.#drawing;
  }
  get day() {
    return this.#day;
  }
  get layers() {
    return this.#layers;
  }
  get language() {
    return this.#language;
  }
  get theme() {
    return this.#theme;
  }
  get view() {
    return this.#view;
  }
  get places() {
    return this.#places;
  }
  get filter() {
    return this.#filter;
  }
  get inView() {
    return this.#inView;
  }
  /** West, south, east, north of the view, where only what is in it counts. */
  get viewBox() {
    return this.#inView ? this.#box : null;
  }
  /** Where the map is asked to go. */
  get goTo() {
    return this.#goTo;
  }
  /** The spot to which the map is asked to go closer. */
  get zoomTo() {
    return this.#zoomTo;
  }
  /** Where the map looks: zoom/latitude/longitude. Undefined before there is one. */
  get viewOnMap() {
    return this.#viewOnMap ?? this.#view;
  }

  /** The dates that the programme was opened for, whether they can be shown or not; null once the reader has chosen others. */
  get askedDates() {
    return this.#askedDates;
  }
  /** The day of the first record of all; null: there is none. */
  get firstRecord() {
    const first = this.#programme?.first_day ?? null;
    return first === null ? null : dayOf(first);
  }

  set day(day: number) {
    this.#askedDates = null;
    this.#day = Math.min(this.lastDay, Math.max(this.firstDay, Math.round(day)));
    if (this.#from !== null && this.#from >= this.#day) this.#from = this.#day - 1;
    this.#settle();
  }
  /** @param from the day before the window's first; null, or before the first record: no window. */
  set from(from: number | null) {
    this.#askedDates = null;
    this.#from = from === null || from < this.firstDay ? null : Math.min(Math.round(from), this.#day - 1);
    this.#settle();
    if (this.#from !== null) this.askMovements();
  }
  set language(language: Language) {
    void loadTexts(language).then(() => {
      this.#language = language;
      this.#writeAddress();
    });
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#writeAddress();
  }
  set filter(filter: LandFilter) {
    const isNewPlace = filter.places.some((code) => !this.#filter.places.includes(code));
    this.#filter = filter;
    if (isNewPlace) this.#goToPlaces();
    this.#settle();
  }
  set drawing(drawing: DrawingMode | null) {
    this.#drawing = drawing;
  }
  set inView(inView: boolean) {
    this.#inView = inView;
    this.#settle();
  }

  /** Counts an area from now on, on the grid of the address. @param polygons null: no longer. */
  async drew(polygons: Polygons | null): Promise<void> {
    this.#drawing = null;
    if (polygons === null) this.area.clear();
    else {
      const { encodeOutline, snapped } = await import('../area/outline.ts');
      const outline = snapped(polygons);
      if (outline.length === 0) this.area.fail({ reason: 'tooSmall' });
      else {
        this.area.await(encodeOutline(outline));
        await this.#countArea();
      }
    }
    this.#settle();
  }

  async #countArea(): Promise<void> {
    if (this.#programme === null || this.#columns === null) return;
    // the server's answer to the question that names the area counts it
    if (this.#server !== null) return;
    await this.area.count(this.#programme.code, this.#columns.dataVersion);
    if (this.area.cut !== null && this.#view === undefined) this.#goTo = this.area.cut.bounds;
  }

  #goToPlaces(): void {
    const box = boxOf(this.#filter.places, this.#places);
    if (box !== null) this.#goTo = box;
  }

  /** The map shows another part. @param isReaders false where it moved by itself: the address then says nothing of it. */
  moved(box: [number, number, number, number], view: string, isReaders: boolean): void {
    this.#box = box;
    this.#viewOnMap = view;
    const isChosen = isReaders || this.#isVisiting;
    this.#isVisiting = false;
    if (isChosen) this.#view = view;
    if (this.#inView) this.#settle();
    else if (isChosen) this.#writeAddress();
  }

  /** The address asked for something that is not here. */
  ignore(parameter: string, value: string): void {
    this.notices.ignore(parameter, value);
  }

  /** Something was answered from data of this version. */
  heard(dataVersion: string): void {
    if (this.#columns !== null && dataVersion !== this.#columns.dataVersion) this.notices.changed(true);
  }

  /** Loads the data of the programme again, at the same view. */
  async loadAnew(): Promise<void> {
    const { programme } = this;
    if (programme === null) return;
    this.#asked = parametersOf(this);
    const at = this.ground.spot?.at;
    this.#wantedSpot = at === undefined ? null : [...at];
    try {
      this.#programmes = (await getJson<{ items: ProgrammeItem[] }>('/api/programmes')).items;
    } catch {
      // as known; what does not answer is waited for below
    }
    await this.choose(programme.code, true);
  }

  toggle(layer: LayerName): void {
    this.#layers = { ...this.#layers, [layer]: !this.#layers[layer] };
    this.#writeAddress();
  }

  /** Asks what is known of a spot, and remembers it in the address. @param side as of which of the dates that are compared. */
  ask(spot: Spot, side: Side = 'later'): void {
    if (this.#programme === null) return;
    this.comparison.side = side;
    this.choices.choose('at_open', undefined);
    this.#openGround(this.#programme.code, spot);
  }

  #openGround(programme: string, spot: Spot): void {
    void this.ground.open(programme, spot, dateOf(this.comparison.askedDay));
    this.#writeAddress();
  }

  closeGround(): void {
    this.ground.close();
    this.choices.choose('at_open', undefined);
    this.#writeAddress();
  }

  /** Codes of operators that can be chosen: `none` last, where land was released by one that is not known. */
  get operators(): string[] {
    return this.#data?.operators ?? [];
  }

  /** The name of an operator; its code where it has none. */
  operatorName(code: string): string {
    return this.#data?.operatorName(code) ?? code;
  }

  /** Goes closer to the spot that the reader asks about. */
  closer(): void {
    const at = this.ground.spot?.at;
    if (at !== undefined) this.#zoomTo = [...at];
  }

  /** Goes to a box; asks about a spot in it where one is meant. */
  visit(bbox: [number, number, number, number] | null, at: readonly [number, number] | null): void {
    if (bbox !== null) {
      this.#isVisiting = true;
      this.#goTo = bbox;
    }
    if (at !== null) this.ask({ at, cell: null, accidents: null });
  }

  /** Waits for the server, then opens the programme the address names, else the first. Goes on by itself after a failure. */
  async open(): Promise<void> {
    for (;;) {
      try {
        this.#programmes = (await getJson<{ items: ProgrammeItem[] }>('/api/programmes')).items;
        break;
      } catch (error) {
        this.#fail(error);
        if (this.#status === 'starting') await this.#askSteps();
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
    const wanted = this.#programmes.find(({ code }) => code === this.#wanted);
    if (wanted === undefined) this.notices.forgetSeen();
    if (this.#wanted !== undefined && wanted === undefined) this.ignore('programme', this.#wanted);
    const chosen = wanted ?? this.#programmes[0];
    if (chosen === undefined) this.#status = 'empty';
    else await this.choose(chosen.code, wanted !== undefined || this.#wanted === undefined);
  }

  /** Opens a programme. @param keepView the address says where to look. */
  async choose(code: string, keepView = false): Promise<void> {
    const programme = this.#programmes.find((item) => item.code === code);
    if (programme === undefined) return;
    const data = new ProgrammeData(programme);
    this.#status = 'loading';
    this.#data = data;
    this.#summary = null;
    this.notices.changed(false);
    if (this.#wanted !== code) this.notices.forgetSeen();
    this.ground.close();
    this.#filter = NO_FILTER;
    this.#goTo = null;
    if (this.area.text !== null) this.area.await(this.area.text);
    this.#drawing = null;
    if (!keepView) this.#view = undefined;
    let columns: LedgerColumns;
    for (;;) {
      try {
        columns = await data.load(this.area);
        break;
      } catch (error) {
        // the reader may have gone to another programme meanwhile
        if (this.#data !== data) return;
        this.#fail(error);
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
    if (this.#data !== data) return;
    this.#filter = readFilter(this.#asked, data.places, columns.operators, (parameter, value) => this.ignore(parameter, value));
    void this.#dropUnfit(this.#asked);
    this.#asked = {};
    if (this.#view === undefined) this.#goToPlaces();
    // before anything is drawn of a day that cannot be shown
    const asked = { day: this.#day, from: this.#from };
    this.day = asked.day;
    this.from = asked.from;
    this.#askedDates = asked;
    data.show(columns);
    this.#status = 'ready';
    data.server?.follow(
      () => (this.#data === data ? this.land.question : null),
      (bounds) => {
        if (this.#view === undefined) this.#goTo = bounds;
      },
    );
    void this.#countArea();
    const dropped = this.comparison.dropImpossible();
    if (dropped !== null) this.ignore('compare_with', dropped);
    if (this.#wantedSpot === null) this.choices.choose('at_open', undefined);
    else this.#openGround(code, { at: this.#wantedSpot, cell: null, accidents: null });
    this.#wantedSpot = null;
    void data.makeCube();
    await data.loadAccidents();
  }

  /** Choices within parts of the page that name nothing here are said, and are then as at first. */
  async #dropUnfit(asked: Parameters): Promise<void> {
    if (CHOICE_NAMES.every((name) => asked[name] === undefined)) return;
    try {
      const { unfitChoices } = await import('../sharing/unfit.ts');
      for (const { name, value } of unfitChoices(asked, this)) {
        this.ignore(name, value);
        this.choices.drop(name, value);
      }
    } catch {
      // the parts that would say it cannot be had either, and say that
    }
  }

  /** Land of a place, or of all, at the end of a day, whatever the filters say; null before the columns are there. */
  landOfPlace(code: string | null): ((day: number) => LandFigures) | null {
    return this.#data?.landOfPlace(code) ?? null;
  }

  /** Loads what moved in the ledger, once. */
  askMovements(): void {
    void this.#data?.askMovements();
  }

  /** Loads what was printed about the country, once. */
  askPublished(): void {
    void this.#data?.askPublished();
  }

  /** How far the server is. It answers 503 with its steps until it is ready. */
  async #askSteps(): Promise<void> {
    const steps = await getStartingSteps();
    if (steps !== null) this.#steps = steps;
  }

  #fail(error: unknown): void {
    const failure = error instanceof RequestFailure ? error : new RequestFailure(0, String(error));
    this.#status = failure.status === 503 ? 'starting' : 'lost';
    this.#failure = failure.message;
  }

  /** What only the server knows of a date is asked once the date rests. */
  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#writeAddress();
      void this.#askSummary();
    }, 250);
  }

  async #askSummary(): Promise<void> {
    this.#asking?.abort();
    if (this.#programme === null || this.area.text !== null) return;
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const summary = await getJson<Summary>(
        `/api/summary?programme=${this.#programme.code}&as_of=${dateOf(this.#day)}${filterQuery(this.land.counted)}`,
        signal,
      );
      this.#summary = summary;
      this.heard(summary.data_version);
    } catch {
      if (!signal.aborted) this.#summary = null;
    }
  }

  #writeAddress(): void {
    this.#bar.write();
  }
}
