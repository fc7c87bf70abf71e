import { dateOf, dayOf, today } from '../../../server/engine/days.ts';
import { type Choices, DIALOG_CHOICES } from './choices.svelte.ts';
import type { LayerName, Shown, Theme } from './shown.ts';
import { CHOICE_NAMES, LONGEST_AREA, type Parameters, readAddress, writeAddress } from './url.ts';

/** How the page begins, where that is not a matter of the programme's own codes. */
export interface Opening {
  /** Null: today. */
  day: number | null;
  from: number | null;
  theme: Theme;
  inView: boolean;
  layers: Record<LayerName, boolean>;
}

export function openingOf({ as_of, from, theme, in_view, layers }: Parameters): Opening {
  const on = layers === undefined ? ['land'] : layers.split(',');
  return {
    day: as_of === undefined ? null : dayOf(as_of),
    from: from === undefined ? null : dayOf(from),
    theme: (theme as Theme | undefined) ?? 'system',
    inView: in_view === '1',
    layers: { land: on.includes('land'), heat: on.includes('heat'), hexagons: on.includes('hexagons') },
  };
}

/** What the page shows, as the address has it; what is as it is at first is left out. */
export function parametersOf(shown: Shown): Parameters {
  const { area, ground } = shown;
  const { item } = shown.programme;
  const { chosen: filter, inView } = shown.filters;
  const { day, from } = shown.time;
  const { theme, language } = shown.preferences;
  const { view } = shown.camera;
  const { on } = shown.layers;
  const parameters: Parameters = { ...shown.choices.made, language };
  if (item !== null) parameters.programme = item.code;
  if (filter.places.length > 0) parameters.place = filter.places.join();
  if (filter.operators.length > 0) parameters.operator = filter.operators.join();
  if (filter.ordnance.length > 0) parameters.ordnance = filter.ordnance.join();
  if (filter.states.length > 0) parameters.state = filter.states.join();
  if (filter.methods.length > 0) parameters.method = filter.methods.join();
  if (filter.kinds.length > 0) parameters.kind = filter.kinds.join();
  if (inView) parameters.in_view = '1';
  if (area.text !== null && area.text.length <= LONGEST_AREA) parameters.area = area.text;
  if (day !== today()) parameters.as_of = dateOf(day);
  if (from !== null) parameters.from = dateOf(from);
  if (ground.spot !== null) parameters.at = ground.spot.at.join();
  if (theme !== 'system') parameters.theme = theme;
  if (view !== undefined) parameters.view = view;
  const layers = (Object.keys(on) as LayerName[]).filter((layer) => on[layer]);
  if (layers.join() !== 'land') parameters.layers = layers.join();
  return parameters;
}

const without = (parameters: Parameters, names: readonly string[]): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)));

/**
 * The address bar follows the page: an entry of the history is written over, but for a dialog over the whole page, which has one of
 * its own, so that Back closes it (on a phone that is what Back is for).
 */
export class AddressBar {
  #address = $state(location.href);
  readonly #isFixed: boolean;
  readonly #parameters: () => Parameters;
  readonly #choices: Choices;
  #hasDialog: boolean;
  /** The dialog was closed on the page, and its entry is being left: until then the address is not of the page. */
  #isLeaving = false;

  /** @param isFixed the address stays as it is, whatever is shown. @param parameters of what is shown. */
  constructor(isFixed: boolean, parameters: () => Parameters, choices: Choices) {
    this.#isFixed = isFixed;
    this.#parameters = parameters;
    this.#choices = choices;
    this.#hasDialog = choices.of('dialog') !== undefined;
    if (!isFixed) addEventListener('popstate', () => this.#arrive());
  }

  /** Where this view is to be found. */
  get address() {
    return this.#address;
  }

  write(): void {
    if (this.#isFixed || this.#isLeaving) return;
    const parameters = this.#parameters();
    const had = this.#hasDialog;
    this.#hasDialog = parameters.dialog !== undefined;
    if (this.#hasDialog && !had) {
      this.#put(without(parameters, DIALOG_CHOICES));
      history.pushState({ dialog: true }, '');
    } else if (!this.#hasDialog && had && history.state?.dialog === true) {
      this.#isLeaving = true;
      history.back();
      return;
    }
    this.#put(parameters);
  }

  #put(parameters: Parameters): void {
    history.replaceState(history.state, '', `${location.pathname}${writeAddress(parameters)}`);
    this.#address = location.href;
  }

  /** Back or Forward: the choices follow where that is all that differs; else the page begins anew, as from a link. */
  #arrive(): void {
    if (this.#isLeaving) {
      this.#isLeaving = false;
      this.write();
      return;
    }
    const { parameters } = readAddress(location.search);
    const isElsewhere =
      writeAddress(without(parameters, CHOICE_NAMES)) !== writeAddress(without(this.#parameters(), CHOICE_NAMES));
    this.#hasDialog = parameters.dialog !== undefined;
    if (isElsewhere) location.reload();
    else this.#choices.take(parameters);
  }
}
