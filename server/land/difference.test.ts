import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing.ts';
import { Readiness } from '../readiness.ts';
import { CHANGES } from '../vocabulary.ts';
import type { DifferenceAccount } from './contract.ts';
import { histories } from './testing/arbitrary.ts';
import { box, hazard, release, Story } from './testing/story.ts';

const FILTERS = ['', '&place=A', '&operator=alpha', '&kind=CHA&state=remaining', '&state=released', '&method=cleared'];
const EVERYWHERE = '&bbox=102,12,105,15';

describe('what became of the land between two days', () => {
  let database: Database;
  let app: FastifyInstance;
  let small: FastifyInstance;

  beforeAll(async () => {
    database = await openTestDatabase();
    const readiness = new Readiness();
    readiness.open(database);
    app = await buildApp({ readiness });
    small = await buildApp({ readiness, memoryBytes: 1 });
  });
  afterAll(async () => {
    await app.close();
    await small.close();
    await database.close();
  });

  /** Of each layer how many features have which change, by its name. */
  const looksOf = async (server: FastifyInstance, question: string) => {
    const answer = await server.inject(`/api/difference.arrow?${question}`);
    expect(answer.statusCode).toBe(200);
    const table = tableFromIPC(answer.rawPayload);
    const counts = [new Map<string, number>(), new Map<string, number>()];
    for (const { layer, change } of table.toArray() as { layer: number; change: number }[]) {
      const name = CHANGES[change] as string;
      counts[layer]?.set(name, (counts[layer]?.get(name) ?? 0) + 1);
    }
    return { faces: counts[0] as Map<string, number>, cells: counts[1] as Map<string, number>, bytes: answer.rawPayload };
  };

  it('adds up as remaining land does, and the map is told every piece of it', async () => {
    const random = fc.tuple(histories(5), fc.constantFrom(...FILTERS), fc.constantFrom('2001-06-30', '2004-12-31'));
    await fc.assert(
      fc.asyncProperty(random, async ([records, filter, since]) => {
        const story = await Story.begin(database);
        await story.cutByPlaces([
          { code: 'A', geometry: box(0, 0, 5, 9) },
          { code: 'B', geometry: box(5, 0, 5, 9) },
        ]);
        await story.write(records);
        const asked = `programme=${story.code}&since=${since}&as_of=2012-01-01${filter}`;
        const account = (await app.inject(`/api/difference?${asked}`)).json<DifferenceAccount>();
        const compared = (await app.inject(`/api/compare?programme=${story.code}&from=${since}&to=2012-01-01${filter}`)).json<{
          opening_km2: number;
          closing_km2: number;
        }>();
        const total = ({ suspected_km2, confirmed_km2 }: DifferenceAccount['opening']) => suspected_km2 + confirmed_km2;
        expect(total(account.opening)).toBeCloseTo(compared.opening_km2, 9);
        expect(total(account.closing)).toBeCloseTo(compared.closing_km2, 9);
        const added = account.changes.reduce((sum, change) => sum + change.suspected_km2 + change.confirmed_km2, 0);
        expect(total(account.opening) + added).toBeCloseTo(compared.closing_km2, 9);

        const { faces, cells, bytes } = await looksOf(app, `${asked}&zoom=14${EVERYWHERE}`);
        const pieces = new Map(
          account.changes.filter((change) => change.pieces > 0).map((change) => [change.change, change.pieces]),
        );
        faces.delete('nothing');
        // what is too small to be drawn at zoom 14 is told by its cell
        const drawn = [...faces.values()].reduce((sum, count) => sum + count, 0);
        if ([...cells.keys()].every((change) => change === 'nothing'))
          expect(Object.fromEntries(faces)).toEqual(Object.fromEntries(pieces));
        else expect(drawn).toBeLessThanOrEqual([...pieces.values()].reduce((sum, count) => sum + count, 0));
        expect((await looksOf(small, `${asked}&zoom=14${EVERYWHERE}`)).bytes.equals(bytes)).toBe(true);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('tells cells and faces of the box alone, and far out cells only', async () => {
    const story = await Story.begin(database);
    await story.write([
      hazard('H', box(20, 0, 20, 20), { recorded: '2001-01-01' }),
      hazard('far', box(900, 0, 20, 20), { recorded: '2001-01-01' }),
      release('R', box(20, 0, 10, 20), 'cleared', { completed: '2005-01-01' }),
    ]);
    const asked = `programme=${story.code}&since=2003-12-31&as_of=2006-01-01`;
    const near = await looksOf(app, `${asked}&zoom=14&bbox=103.01,12.99,103.05,13.03`);
    expect([near.faces, near.cells]).toEqual([
      new Map([
        ['cleared', 1],
        ['unchanged', 1],
      ]),
      new Map(),
    ]);
    const out = await looksOf(app, `${asked}&zoom=5${EVERYWHERE}`);
    expect(out.faces).toEqual(new Map());
    // land that stays is shown before land that was released beside it
    expect([...out.cells.keys()]).toEqual(['unchanged']);
  });

  it('is refused for days in the wrong order, and where pieces are not held with what can be asked', async () => {
    const story = await Story.begin(database);
    await story.write([hazard('H', box(0, 0, 2, 2), { recorded: '2001-01-01' })]);
    const refused = async (server: FastifyInstance, question: string) => {
      const answer = await server.inject(`/api/difference?programme=${story.code}${question}`);
      return [answer.statusCode, answer.json().detail];
    };
    expect(await refused(app, '&since=2005-01-01&as_of=2004-01-01')).toEqual([
      400,
      expect.stringMatching(/since=2005-01-01.*before as_of/),
    ]);
    expect(await refused(small, '&since=2001-01-01&as_of=2004-01-01')).toEqual([413, expect.stringMatching(/MEMORY_MB.*bbox/)]);
    expect((await small.inject(`/api/difference?programme=${story.code}&since=2000-01-01${EVERYWHERE}`)).statusCode).toBe(200);
  });
});
