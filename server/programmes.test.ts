import { describe, expect, it } from 'vitest';
import type { Database, Query } from './database/database.ts';
import type { Turns } from './database/turns.ts';
import { ALONE } from './database/turns.ts';
import { type Watcher, Watchers } from './database/watchers.ts';
import { Programmes, VersionMoved } from './programmes.ts';

/** A database of programmes that have nothing but a version, told by the tests. */
class Told {
  readonly versions = new Map<string, number>();
  readonly watchers = new Watchers();
  isAway = false;
  questions = 0;
  turns: Turns = ALONE;

  readonly database = {
    kind: 'postgis',
    asAudience: async (_audience: string, work: (query: Query) => Promise<unknown>) => {
      this.questions += 1;
      if (this.isAway) throw new Error('away');
      return work((async (text: string, values?: unknown[]) => this.#rows(text, values)) as Query);
    },
    watch: (watcher: Watcher) => this.watchers.add(watcher),
    turns: {
      loaded: (...of: [number, number]) => this.turns.loaded(...of),
      answering: (...of: [number, number]) => this.turns.answering(...of),
    },
  } as unknown as Database;

  #rows(_text: string, values: unknown[] = []) {
    return [...this.versions]
      .filter(([code]) => values.length === 0 || values[0] === code)
      .map(([code, version], index) => ({
        programme_id: index + 1,
        code,
        data_version: `${version}-${code}`,
        version_number: version,
      }));
  }
}

/** Loads take as long as the test wants. */
function held(told: Told, { bytes = 1, capacityBytes = 10 } = {}) {
  let release: (() => void) | null = null;
  let loads = 0;
  const state = { isSlow: false };
  const programmes = new Programmes(told.database, {
    capacityBytes,
    load: async (_query, { code, dataVersion }) => {
      loads += 1;
      if (state.isSlow) await new Promise<void>((resolve) => (release = resolve));
      return { code, dataVersion, bytes };
    },
  });
  programmes.watch();
  return { programmes, state, finish: () => release?.(), loads: () => loads };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('programmes in memory', () => {
  it('are known without a question: one load for all who wait, and none once it is there', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes, loads } = held(told);
    await Promise.all([programmes.land('KHM'), programmes.land('KHM'), programmes.land('KHM')]);
    expect(loads()).toBe(1);
    const before = told.questions;
    for (let index = 0; index < 100; index += 1) await programmes.land('KHM');
    expect(told.questions).toBe(before);
    await expect(programmes.land('LAO')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('the older version answers while the next is loaded; then all do from the next', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes, state, finish } = held(told);
    await programmes.land('KHM');
    state.isSlow = true;
    told.versions.set('KHM', 2);
    const changed = told.watchers.changed();
    await settled();
    expect((await programmes.land('KHM')).dataVersion).toBe('1-KHM');
    expect((await programmes.find('KHM')).dataVersion).toBe('1-KHM');
    finish();
    await changed;
    expect((await programmes.land('KHM')).dataVersion).toBe('2-KHM');
    expect((await programmes.find('KHM')).dataVersion).toBe('2-KHM');
  });

  it('whoever changed data goes on once they answer from them', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes } = held(told);
    for (let version = 1; version <= 50; version += 1) {
      told.versions.set('KHM', version);
      await told.watchers.changed();
      expect((await programmes.land('KHM')).dataVersion).toBe(`${version}-KHM`);
    }
  });

  it('versions that change while they load end with the last', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes, state, finish } = held(told);
    await programmes.land('KHM');
    state.isSlow = true;
    told.versions.set('KHM', 2);
    const first = told.watchers.changed();
    await settled();
    told.versions.set('KHM', 3);
    const second = told.watchers.changed();
    state.isSlow = false;
    finish();
    await Promise.all([first, second]);
    expect((await programmes.land('KHM')).dataVersion).toBe('3-KHM');
  });

  it('nobody is answered from either version while all turn to the next', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes } = held(told);
    await programmes.land('KHM');
    let turn = () => {};
    told.turns = { ...ALONE, answering: () => new Promise<void>((resolve) => (turn = resolve)) };
    told.versions.set('KHM', 2);
    const changed = told.watchers.changed();
    await settled();
    let answered = '';
    const asked = programmes.land('KHM').then(({ dataVersion }) => (answered = dataVersion));
    await settled();
    expect(answered).toBe('');
    turn();
    await Promise.all([changed, asked]);
    expect(answered).toBe('2-KHM');
  });

  it('while the database is away what is held goes on answering, and says that it may be old', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes } = held(told);
    await programmes.land('KHM');
    told.isAway = true;
    told.watchers.lost();
    await told.watchers.changed();
    expect((await programmes.land('KHM')).dataVersion).toBe('1-KHM');
    expect(programmes.isStale).toBe(true);
    told.isAway = false;
    told.versions.set('KHM', 2);
    await told.watchers.changed();
    expect((await programmes.land('KHM')).dataVersion).toBe('2-KHM');
    expect(programmes.isStale).toBe(false);
  });

  it('a load that fails is tried again, and leaves the older version answering', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    let fails = false;
    const programmes = new Programmes(told.database, {
      capacityBytes: 10,
      load: async (_query, { dataVersion }) => {
        if (fails) throw new Error('cut off');
        return { dataVersion, bytes: 1 };
      },
    });
    programmes.watch();
    await programmes.land('KHM');
    fails = true;
    told.versions.set('KHM', 2);
    await told.watchers.changed();
    expect((await programmes.land('KHM')).dataVersion).toBe('1-KHM');
    fails = false;
    await told.watchers.changed();
    expect((await programmes.land('KHM')).dataVersion).toBe('2-KHM');
  });

  describe('what is there before the rest', () => {
    /** The first part is there when the test says so, then the rest. */
    function inParts(told: Told) {
      const steps: (() => void)[] = [];
      const step = () => new Promise<void>((resolve) => steps.push(resolve));
      const state = { fails: false };
      const programmes = new Programmes<{ dataVersion: string; bytes: number; isWhole: true }, { dataVersion: string }>(
        told.database,
        {
          capacityBytes: 10,
          load: async (_query, { dataVersion }, ready) => {
            await step();
            ready({ dataVersion });
            await step();
            if (state.fails) throw new Error('cut off');
            return { dataVersion, bytes: 1, isWhole: true };
          },
        },
      );
      programmes.watch();
      const next = async () => {
        await expect.poll(() => steps.length).toBeGreaterThan(0);
        steps.shift()?.();
        await settled();
      };
      return { programmes, next, state };
    }

    it('answers while that is loaded, and once all is there that does', async () => {
      const told = new Told();
      told.versions.set('KHM', 1);
      const { programmes, next } = inParts(told);
      const [first, all] = [programmes.first('KHM'), programmes.land('KHM')];
      await next();
      expect(await first).toEqual({ dataVersion: '1-KHM' });
      await next();
      expect(await programmes.first('KHM')).toBe(await all);
    });

    it('waits for all answers to turn where it is of a newer version', async () => {
      const told = new Told();
      told.versions.set('KHM', 1);
      const { programmes, next } = inParts(told);
      await programmes.find('KHM');
      // changed, and nobody has told of it yet
      told.versions.set('KHM', 2);
      let answered: string | null = null;
      const first = programmes.first('KHM').then(({ dataVersion }) => {
        answered = dataVersion;
      });
      await next();
      expect([answered, programmes.versionOf('KHM')]).toEqual([null, '1-KHM']);
      await next();
      await first;
      expect([answered, programmes.versionOf('KHM')]).toEqual(['2-KHM', '2-KHM']);
    });

    it('stays right where the rest fails, which is loaded when it is asked for', async () => {
      const told = new Told();
      told.versions.set('KHM', 1);
      const { programmes, next, state } = inParts(told);
      state.fails = true;
      const first = programmes.first('KHM');
      await next();
      expect(await first).toEqual({ dataVersion: '1-KHM' });
      await next();
      state.fails = false;
      const all = programmes.land('KHM');
      await next();
      await next();
      expect((await all).dataVersion).toBe('1-KHM');
    });
  });

  it('a change that could not be looked at is looked at again, though nobody tells of it twice', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes } = held(told);
    await programmes.land('KHM');
    told.versions.set('KHM', 2);
    told.isAway = true;
    await told.watchers.changed();
    told.isAway = false;
    await expect.poll(async () => (await programmes.land('KHM')).dataVersion, { timeout: 10_000 }).toBe('2-KHM');
    expect(programmes.isStale).toBe(false);
  });

  it('the least recently used makes room', async () => {
    const told = new Told();
    for (const code of ['AAA', 'BBB', 'CCC']) told.versions.set(code, 1);
    const { programmes, loads } = held(told, { bytes: 4 });
    for (const code of ['AAA', 'BBB', 'AAA', 'CCC', 'AAA']) await programmes.land(code);
    expect(loads()).toBe(3);
    await programmes.land('BBB');
    expect(loads()).toBe(4);
  });

  it('rows of another version are asked for again', async () => {
    const told = new Told();
    told.versions.set('KHM', 1);
    const { programmes } = held(told);
    await programmes.land('KHM');
    let tries = 0;
    const made = await programmes.atOneVersion(async () => {
      tries += 1;
      if (tries === 1) told.versions.set('KHM', 2);
      const { dataVersion } = await programmes.land('KHM');
      if (dataVersion !== '2-KHM') throw new VersionMoved();
      return dataVersion;
    });
    expect([made, tries]).toEqual(['2-KHM', 2]);
  });
});
