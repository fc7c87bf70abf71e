import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { belt, beltFile } from './generate/belt.ts';
import { startProgram } from './testing/programs.ts';

describe('npm start', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'landclear-start-'));
    writeFileSync(join(folder, 'hazards.geojson'), beltFile(belt(40, 5), 'hazardous_area'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const server = (settings: Record<string, string>) => startProgram('start', [], { PORT: '0', ...settings });
  const urlOf = (out: string) => /http:\S+/.exec(out)?.[0] ?? '';
  const importHazards = (directory: string) =>
    startProgram('import', [join(folder, 'hazards.geojson'), '--as', 'hazardous-areas', '--programme', 'KHM'], {
      DATA_DIR: directory,
    }).ended;

  /** One sentence on standard error, no stack, and an exit code. */
  async function refusal(settings: Record<string, string>): Promise<string> {
    const { code, err, out } = await server(settings).ended;
    expect(code).toBe(1);
    expect(out).not.toContain('Landclear is ready');
    expect(err).not.toMatch(/\n\s+at /);
    return err.trim().split('\n').at(-1) ?? '';
  }

  test('stops on Ctrl-C, keeps what was imported while it ran, also when it is killed', async () => {
    const directory = join(folder, 'kept');
    for (const [index, signal] of (['SIGINT', 'SIGKILL', 'SIGTERM'] as const).entries()) {
      const program = server({ DATA_DIR: directory });
      await program.until('Landclear is ready at ');
      const { out, code } = await importHazards(directory);
      expect(code).toBe(0);
      expect(out).toContain(index === 0 ? 'Import 1: 2' : ' 0 new, 0 corrected or changed, 2');
      const { items } = (await (await fetch(`${urlOf(program.out)}/api/programmes`)).json()) as { items: { code: string }[] };
      expect(items.map((item) => item.code)).toEqual(['KHM']);
      program.process.kill(signal);
      const ended = await program.ended;
      if (signal !== 'SIGKILL') expect(ended.code).toBe(0);
    }
  });

  test('a second server on the same folder is refused, and the import command still finds the first', async () => {
    const directory = join(folder, 'held');
    const first = server({ DATA_DIR: directory });
    await first.until('Landclear is ready at ');
    expect(await refusal({ DATA_DIR: directory })).toMatch(/in use/);
    const { code, out } = await importHazards(directory);
    expect(code).toBe(0);
    expect(out).toContain('Import 1: 2');
    first.process.kill('SIGTERM');
    await first.ended;
  });

  test('what a killed server left behind leads no import into the database of another that took its port', async () => {
    const [killed, other] = [join(folder, 'killed'), join(folder, 'other')];
    const first = server({ DATA_DIR: killed });
    await first.until('Landclear is ready at ');
    const { port } = new URL(urlOf(first.out));
    first.process.kill('SIGKILL');
    await first.ended;
    const second = server({ DATA_DIR: other, PORT: port });
    await second.until('Landclear is ready at ');
    expect((await importHazards(killed)).code).toBe(0);
    const { items } = (await (await fetch(`${urlOf(second.out)}/api/programmes`)).json()) as { items: unknown[] };
    expect(items).toEqual([]);
    second.process.kill('SIGTERM');
    await second.ended;
  });

  test('a mapping file of thousands of words goes through the server; one that is too long gets one sentence', async () => {
    const directory = join(folder, 'mapping');
    const program = server({ DATA_DIR: directory });
    await program.until('Landclear is ready at ');
    const withWords = async (count: number) => {
      const values = Object.fromEntries(Array.from({ length: count }, (_, index) => [`តំបន់ ${index}`, 'SHA']));
      const mapping = join(folder, `mapping-${count}.json`);
      writeFileSync(mapping, JSON.stringify({ kind: { values } }));
      const parameters = ['--as', 'hazardous-areas', '--programme', 'KHM', '--mapping', mapping];
      return startProgram('import', [join(folder, 'hazards.geojson'), ...parameters], { DATA_DIR: directory }).ended;
    };
    expect(await withWords(3000)).toMatchObject({ code: 0, out: expect.stringContaining('Import 1: 2') });
    const { code, err } = await withWords(40_000);
    expect(code).toBe(1);
    expect(err.trim().split('\n').at(-1)).toMatch(/^The server answered 431 .*the mapping file is too long/);
    program.process.kill('SIGTERM');
    await program.ended;
  });

  test('the demonstration programme: killed while it loads, the next start has it whole; then it is not loaded again', async () => {
    const settings = { DATA_DIR: join(folder, 'demo'), DEMO: '1' };
    const cut = server(settings);
    await cut.until('land releases');
    cut.process.kill('SIGKILL');
    await cut.ended;
    const versions: string[] = [];
    for (const round of [1, 2]) {
      const program = server(settings);
      await program.until('Landclear is ready at ');
      expect(program.err.includes('Loading the demo')).toBe(round === 1);
      expect(program.err).not.toContain('Loading the demo programme: provinces');
      const url = urlOf(program.out);
      const { items } = (await (await fetch(`${url}/api/programmes`)).json()) as {
        items: { code: string; synthetic: boolean; data_version: string }[];
      };
      expect(items).toMatchObject([{ code: 'XKH', synthetic: true }]);
      versions.push(items[0]?.data_version ?? '');
      const batches = (await (await fetch(`${url}/api/imports?programme=XKH`)).json()) as { items: { accepted: number }[] };
      expect(batches.items.map(({ accepted }) => accepted).sort((a, b) => a - b)).toEqual([25, 4000, 6000, 7257]);
      program.process.kill('SIGINT');
      await program.ended;
    }
    expect(versions[1]).toBe(versions[0]);
  });

  test('a port in use: one sentence with another to take', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    try {
      expect(await refusal({ PORT: String(port), DATA_DIR: join(folder, 'port') })).toBe(
        `Landclear cannot start: Port ${port} is taken by another program; stop it, or choose another with PORT=${port + 1} npm start.`,
      );
    } finally {
      blocker.close();
    }
  });

  test('a data directory in use: one sentence with the process that has it', async () => {
    const directory = join(folder, 'locked');
    const first = server({ DATA_DIR: directory });
    await first.until('Landclear is ready at ');
    expect(await refusal({ DATA_DIR: directory })).toContain(
      `${directory} is in use by Landclear, process ${first.process.pid};`,
    );
    first.process.kill('SIGINT');
    await first.ended;
  });

  test.each([
    [{ DATA_DIR: '/proc/nope' }, 'The data directory /proc/nope cannot be written to ('],
    [{ PORT: 'eighty' }, 'PORT is "eighty"; it must be a whole number from 0 to 65535.'],
    [{ HOST: '0.0.0.0' }, 'HOST is "0.0.0.0", but Landclear has no sign-in yet'],
    [{ DATABASE_URL: 'mysql://someone:secret@host/db' }, 'DATABASE_URL must look like postgres://'],
    [{ DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/landclear' }, '127.0.0.1:1'],
  ])('a setting that cannot work, %j: one sentence, without its password', async (settings, words) => {
    const sentence = await refusal({ DATA_DIR: join(folder, 'settings'), ...settings });
    expect(sentence).toContain(words);
    expect(sentence).not.toContain('secret');
  });

  test('a street map that cannot be shown: one sentence, and everything else starts', async () => {
    const file = join(folder, 'hazards.geojson');
    const program = server({ DATA_DIR: join(folder, 'streets'), MAP_PMTILES: `${file},nowhere.pmtiles` });
    await program.until('Landclear is ready at ');
    const said = program.err.split('\n').filter((line) => line.startsWith('MAP_PMTILES: '));
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(`${file} is no PMTiles archive of version 3; make one with \`pmtiles extract\``);
    expect(said[1]).toMatch(/\/nowhere\.pmtiles is not there; give the path of a PMTiles archive on this machine\./);
    const { street_maps_refused: refused } = (await (await fetch(`${urlOf(program.out)}/api/settings`)).json()) as {
      street_maps_refused: unknown;
    };
    expect(refused).toEqual([
      { file: 'hazards.geojson', reason: 'not_pmtiles' },
      { file: 'nowhere.pmtiles', reason: 'missing' },
    ]);
    program.process.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });

  test.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0'])('Node %s, too old: one sentence', (version) => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); await import('./scripts/check-node.mjs')`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', pretend], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(
      `Landclear needs Node.js 20.19, 22.12 or newer; this is ${version}. Get a current one from https://nodejs.org.`,
    );
  });
});
