import pg from 'pg';
import { DATA_CHANNEL } from './channel.ts';
import { PostgisTurns } from './postgis-turns.ts';
import type { Watchers } from './watchers.ts';

const RETRY_MILLISECONDS = 1000;
/** A notification may be lost on the way: asked in any case this often. */
const ASK_MILLISECONDS = 5000;

/** Hears on a connection of its own what other processes changed, and comes back when the connection is lost. */
export class PostgisListener {
  readonly #connection: pg.ClientConfig;
  readonly #watchers: Watchers;
  #client: pg.Client | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;
  /** The session that listens; null: not connected. */
  #session: pg.Client | null = null;
  readonly turns = new PostgisTurns(() => this.#session);

  constructor(connection: pg.ClientConfig, watchers: Watchers) {
    this.#connection = connection;
    this.#watchers = watchers;
  }

  /** Begins to listen; once, however often it is called. */
  begin(): void {
    if (this.#client === null && this.#timer === null && !this.#isClosed) void this.#listen();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(this.#connection);
    this.#client = client;
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      this.#session = null;
      this.turns.forget();
      client.end().catch(() => {});
      if (this.#isClosed) return;
      this.#watchers.lost();
      this.#after(RETRY_MILLISECONDS, () => this.#listen());
    };
    client.on('error', over).on('end', over);
    client.on('notification', () => void this.#watchers.changed());
    try {
      await client.connect();
      await client.query(`listen ${DATA_CHANNEL}`);
    } catch {
      over();
      return;
    }
    this.#session = client;
    // whatever came while nobody listened
    await this.#watchers.changed();
    const ask = async () => {
      if (isOver || this.#isClosed) return;
      await this.#watchers.changed();
      if (!isOver) this.#after(ASK_MILLISECONDS, ask);
    };
    if (!isOver) this.#after(ASK_MILLISECONDS, ask);
  }

  #after(milliseconds: number, work: () => Promise<void>): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void work(), milliseconds);
    this.#timer.unref();
  }
}
