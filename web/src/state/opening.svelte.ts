import type { LedgerColumns } from '../../../server/engine/columns.ts';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import type { ProgrammeItem } from '../../../server/places/contract.ts';
import type { StartingStep } from '../../../server/vocabulary.ts';
import { getJson, getStartingSteps, RequestFailure } from '../api/request.ts';
import type { DrawnArea } from '../area/drawn.svelte.ts';
import { readFilter } from '../filters/address.ts';
import { parametersOf } from './address.svelte.ts';
import type { AskedSummary } from './asked-summary.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import type { Choices } from './choices.svelte.ts';
import type { Comparison } from './comparison.svelte.ts';
import type { CountedLand } from './counted-land.svelte.ts';
import type { Drawing } from './drawing.svelte.ts';
import type { Filters } from './filters.svelte.ts';
import type { Ground } from './ground.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { OpenProgramme } from './open-programme.svelte.ts';
import { ProgrammeData } from './programme.svelte.ts';
import type { Shown, Status } from './shown.ts';
import type { SpotQuestions } from './spot-questions.svelte.ts';
import type { TimeWindow } from './time-window.svelte.ts';
import { CHOICE_NAMES, type Parameters, readSpot } from './url.ts';

/** What is brought to another state when a programme is opened. */
interface Opened extends Shown {
  programme: OpenProgramme;
  notices: Notices;
  choices: Choices;
  time: TimeWindow;
  filters: Filters;
  camera: Camera;
  area: DrawnArea;
  drawing: Drawing;
  comparison: Comparison;
  land: CountedLand;
  summary: AskedSummary;
  ground: Ground;
  spots: SpotQuestions;
}

/** Opens programmes, as an address or the user asks for them: the one thing that brings all of the page to another state. */
export class Opening {
  #status = $state<Status>('starting');
  #failure = $state('');
  #steps = $state.raw<StartingStep[]>([]);
  #programmes = $state.raw<ProgrammeItem[]>([]);
  /** The programme that the address names. */
  readonly #wanted: string | undefined;
  #wantedSpot: [number, number] | null;
  /** What an address asks of the programme that is opened next. */
  #asked: Parameters;
  readonly #page: Opened;

  constructor(page: Opened, parameters: Parameters) {
    this.#page = page;
    this.#asked = parameters;
    this.#wanted = parameters.programme;
    this.#wantedSpot = parameters.at === undefined ? null : readSpot(parameters.at);
  }

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
  get programmes() {
    return this.#programmes;
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
    const { notices } = this.#page;
    const wanted = this.#programmes.find(({ code }) => code === this.#wanted);
    if (wanted === undefined) notices.forgetSeen();
    if (this.#wanted !== undefined && wanted === undefined) notices.ignore('programme', this.#wanted);
    const chosen = wanted ?? this.#programmes[0];
    if (chosen === undefined) this.#status = 'empty';
    else await this.choose(chosen.code, wanted !== undefined || this.#wanted === undefined);
  }

  /** Opens a programme. @param keepView the address says where to look. */
  async choose(code: string, keepView = false): Promise<void> {
    const item = this.#programmes.find((one) => one.code === code);
    if (item === undefined) return;
    const { programme, notices, filters, camera, comparison, drawing } = this.#page;
    const data = new ProgrammeData(item);
    this.#status = 'loading';
    programme.begin(data);
    this.#page.summary.forget();
    notices.changed(false);
    if (this.#wanted !== code) notices.forgetSeen();
    this.#leave(keepView);
    const columns = await this.#load(data);
    if (columns === null) return;
    filters.begin(
      readFilter(this.#asked, data.places, columns.operators, (parameter, value) => notices.ignore(parameter, value)),
    );
    void this.#dropUnfit(this.#asked);
    this.#asked = {};
    if (camera.view === undefined) filters.goToPlaces();
    // before anything is drawn of a day that cannot be shown
    this.#page.time.fitIn();
    data.show(columns);
    this.#status = 'ready';
    data.server?.follow(
      () => (programme.data === data ? this.#page.land.question : null),
      (bounds) => camera.showIfFree(bounds),
    );
    void drawing.count();
    const dropped = comparison.dropImpossible();
    if (dropped !== null) notices.ignore('compare_with', dropped);
    this.#openSpot();
    void data.makeCube();
    await data.loadAccidents();
  }

  /** What was of the programme before. */
  #leave(keepView: boolean): void {
    const { ground, filters, camera, area, drawing } = this.#page;
    ground.close();
    filters.begin(NO_FILTER);
    camera.begin(keepView);
    if (area.text !== null) area.await(area.text);
    drawing.mode = null;
  }

  /** Null: the user has gone to another programme meanwhile. */
  async #load(data: ProgrammeData): Promise<LedgerColumns | null> {
    const { programme, area } = this.#page;
    for (;;) {
      try {
        const columns = await data.load(area);
        return programme.data === data ? columns : null;
      } catch (error) {
        if (programme.data !== data) return null;
        this.#fail(error);
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
  }

  #openSpot(): void {
    if (this.#wantedSpot === null) this.#page.choices.choose('at_open', undefined);
    else this.#page.spots.open({ at: this.#wantedSpot, cell: null, accidents: null });
    this.#wantedSpot = null;
  }

  /** Loads the data of the programme again, at the same view. */
  async loadAnew(): Promise<void> {
    const { item } = this.#page.programme;
    if (item === null) return;
    this.#asked = parametersOf(this.#page);
    const at = this.#page.ground.spot?.at;
    this.#wantedSpot = at === undefined ? null : [...at];
    try {
      this.#programmes = (await getJson<{ items: ProgrammeItem[] }>('/api/programmes')).items;
    } catch {
      // as known; what does not answer is waited for below
    }
    await this.choose(item.code, true);
  }

  /** Choices within parts of the page that name nothing here are said, and are then as at first. */
  async #dropUnfit(asked: Parameters): Promise<void> {
    if (CHOICE_NAMES.every((name) => asked[name] === undefined)) return;
    const { programme, notices, choices } = this.#page;
    try {
      const { unfitChoices } = await import('../sharing/unfit.ts');
      for (const { name, value } of unfitChoices(asked, programme)) {
        notices.ignore(name, value);
        choices.drop(name, value);
      }
    } catch {
      // the parts that would say it cannot be had either, and say that
    }
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
}
