import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Turns } from './turns.ts';

/** First keys of the advisory locks: a process holds one on the version that it has loaded, and one on that which it answers from. */
const LOADED = 0x4c430000;
const ANSWERING = 0x4c440000;
const POLL_MILLISECONDS = 5;
/** Others that do not answer for so long are taken for gone: their locks go with their connection. */
const LONGEST_LOAD_MILLISECONDS = 30_000;
const LONGEST_TURN_MILLISECONDS = 5000;

/**
 * The turns of processes on one PostgreSQL server, by shared advisory locks whose second key is the version. They belong to the session, so
 * that a process which is killed holds up nobody.
 */
export class PostgisTurns implements Turns {
  /** The session that holds the locks; null: not connected, and nothing can be told. */
  readonly #session: () => ClientBase | null;
  /** What this session holds, by first key. */
  readonly #held = new Map<number, number>();

  constructor(session: () => ClientBase | null) {
    this.#session = session;
  }

  /** A new session holds nothing yet. */
  forget(): void {
    this.#held.clear();
  }

  async loaded(programmeId: number, version: number): Promise<void> {
    await this.#hold(LOADED + programmeId, version);
    const answered = this.#held.get(ANSWERING + programmeId) ?? version;
    await this.#until(
      LONGEST_LOAD_MILLISECONDS,
      `not exists (select from turn where key = $1 and version < $2) or exists (select from turn where key = $3 and version > $4)`,
      [LOADED + programmeId, version, ANSWERING + programmeId, answered],
    );
  }

  async answering(programmeId: number, version: number): Promise<void> {
    await this.#hold(ANSWERING + programmeId, version);
    await this.#until(LONGEST_TURN_MILLISECONDS, 'not exists (select from turn where key = $1 and version < $2)', [
      ANSWERING + programmeId,
      version,
    ]);
  }

  async #hold(key: number, version: number): Promise<void> {
    const session = this.#session();
    const held = this.#held.get(key);
    if (session === null || held === version) return;
    this.#held.set(key, version);
    await session.query('select pg_advisory_lock_shared($1::integer, $2::integer)', [key, version]);
    if (held !== undefined) await session.query('select pg_advisory_unlock_shared($1::integer, $2::integer)', [key, held]);
  }

  async #until(longestMilliseconds: number, isSo: string, values: readonly number[]): Promise<void> {
    const end = Date.now() + longestMilliseconds;
    while (Date.now() < end) {
      const session = this.#session();
      if (session === null) return;
      const { rows } = await session.query<{ is_so: boolean }>(
        `with turn as (
           select classid::bigint::integer as key, objid::bigint::integer as version from pg_locks
           where locktype = 'advisory' and objsubid = 2 and granted
             and database = (select oid from pg_database where datname = current_database())
         ) select ${isSo} as is_so`,
        [...values],
      );
      if (rows[0]?.is_so === true) return;
      await delay(POLL_MILLISECONDS);
    }
  }
}
