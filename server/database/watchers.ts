/** Somebody who must hear when data changed. */
export interface Watcher {
  /** Something may have changed; whoever changed it goes on once this has settled. */
  changed: () => Promise<void>;
  /** Changes are not heard of any more; `changed` follows once they are again. */
  lost: () => void;
}

/** Those who watch a database. What fails in them is theirs: it never fails whoever changed the data. */
export class Watchers {
  readonly #watchers = new Set<Watcher>();

  add(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async changed(): Promise<void> {
    await Promise.allSettled([...this.#watchers].map((watcher) => watcher.changed()));
  }

  lost(): void {
    for (const watcher of this.#watchers) watcher.lost();
  }
}
