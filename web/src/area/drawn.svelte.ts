import { RequestFailure } from '../api/request.ts';
import type { AreaCut } from './cut.ts';
import type { Polygons } from './outline.ts';

/** Why an area could not be counted: what the server said, or one of ours. */
export type AreaFailure = { reason: 'server'; detail: string } | { reason: 'stale' | 'unreadable' | 'tooSmall' | 'broken' };

/** The area that the user drew, and how far its counting is. What counts is loaded when the first one is drawn. */
export class DrawnArea {
  /** As the address holds it. */
  #text = $state<string | null>(null);
  #polygons = $state.raw<Polygons | null>(null);
  #cut = $state.raw<AreaCut | null>(null);
  #failure = $state.raw<AreaFailure | null>(null);
  #done = $state(0);
  #total = $state(0);
  #counting: AbortController | null = null;

  get text() {
    return this.#text;
  }
  /** The outline, as drawn until it is counted, as counted then. */
  get polygons() {
    return this.#cut?.polygons ?? this.#polygons;
  }
  /** Null while there is none or it is not counted yet. */
  get cut() {
    return this.#cut;
  }
  /** It is there and not counted yet: no figure of it can be shown. */
  get isPending() {
    return this.#text !== null && this.#cut === null;
  }
  get failure() {
    return this.#failure;
  }
  /** Of the faces on its border: how many are cut. */
  get progress() {
    return { done: this.#done, total: this.#total };
  }

  /** Takes an area away, whatever became of it. */
  clear(): void {
    this.#counting?.abort();
    this.#text = null;
    this.#polygons = null;
    this.#cut = null;
    this.#failure = null;
  }

  /** An area that will be counted once its programme is loaded. */
  await(text: string): void {
    this.clear();
    this.#text = text;
  }

  /** Counts the area that there is. Where that fails the area is taken away, and why is kept. */
  async count(programme: string, dataVersion: string): Promise<void> {
    const text = this.#text;
    if (text === null) return;
    this.await(text);
    const counting = new AbortController();
    this.#counting = counting;
    [this.#done, this.#total] = [0, 0];
    try {
      const [{ decodeOutline }, { countArea, StaleColumns }] = await Promise.all([import('./outline.ts'), import('./count.ts')]);
      const polygons = decodeOutline(text);
      if (polygons === null) return this.fail({ reason: 'unreadable' });
      this.#polygons = polygons;
      const progress = (done: number, total: number) => {
        [this.#done, this.#total] = [done, total];
      };
      const { signal } = counting;
      const cut = await countArea(polygons, { programme, dataVersion, progress, signal }).catch((error: unknown) => {
        if (!signal.aborted) this.fail(failureOf(error, error instanceof StaleColumns));
        return null;
      });
      if (!signal.aborted && cut !== null) this.#cut = cut;
    } catch (error) {
      if (!counting.signal.aborted) this.fail(failureOf(error, false));
    }
  }

  /** Somebody else has counted the area that there is. */
  counted(cut: AreaCut): void {
    if (this.#text !== null) this.#cut = cut;
  }

  /** There is no area, and why. */
  fail(failure: AreaFailure): void {
    this.clear();
    this.#failure = failure;
  }
}

const failureOf = (error: unknown, isStale: boolean): AreaFailure => {
  if (isStale) return { reason: 'stale' };
  return error instanceof RequestFailure && error.message !== ''
    ? { reason: 'server', detail: error.message }
    : { reason: 'broken' };
};
