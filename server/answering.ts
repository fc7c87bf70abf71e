import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Query } from './database/database.ts';
import type { LandFilter } from './engine/filter.ts';
import { type AreaWithin, areaOf } from './land/border.ts';
import type { DrawnOutline, LandQuery } from './land/contract.ts';
import { readFilter } from './land/filters.ts';
import { type HeldLand, type HeldLedger, loadLand } from './land/memory/load.ts';
import { facesInBox, theseFaces } from './land/memory/read-ledger.ts';
import { findProgramme, type Programme } from './places/queries.ts';
import { type Programmes, VersionMoved } from './programmes.ts';

/** The programmes to one request. What it is answered from is remembered, and named in the headers of the answer. */
export interface AskedProgrammes {
  /** The version of a programme that is answered from. @throws Problem 404 */
  find(code: string): Promise<Programme>;
  /** What is held of it. @throws Problem 404 */
  land(code: string): Promise<HeldLand>;
  /** The spans of it: while it is loaded they are there before all the rest. @throws Problem 404 */
  ledger(code: string): Promise<HeldLedger>;
  /** What the question counts, and what is left to choose from it. @throws Problem 400, 404 */
  counted(asked: LandQuery): Promise<Counted>;
  /** The same within a drawn area. @throws Problem 400, 404 */
  countedWithin(asked: LandQuery, outline: DrawnOutline): Promise<Counted & { area: AreaWithin }>;
  /** Rows of the database, of the version that is answered from. @throws Problem 404 */
  rows<Rows>(code: string, work: (query: Query, programme: Programme) => Promise<Rows>): Promise<Rows>;
  /** See Programmes. */
  atOneVersion<Made>(work: () => Promise<Made>): Promise<Made>;
}

/** Land, and the filter to count it by. */
export interface Counted {
  land: HeldLand;
  filter: LandFilter;
}

/** The programme as this transaction finds it. @throws VersionMoved where it is not of the version that is answered from. */
export async function sameVersion(query: Query, land: { code: string; dataVersion: string }): Promise<Programme> {
  const programme = await findProgramme(query, land.code);
  if (programme.dataVersion !== land.dataVersion) throw new VersionMoved();
  return programme;
}

declare module 'fastify' {
  interface FastifyRequest {
    programmes: AskedProgrammes;
  }
}

const STALE = '110 landclear "The database cannot be reached: this is the last version that is known"';

/** Gives each request the programmes, and names on each answer the version that it is of; marks it where the database is away. */
export const answering = fp(async (app: FastifyInstance, { programmes }: { programmes: Programmes<HeldLand, HeldLedger> }) => {
  const answeredFrom = new WeakMap<FastifyRequest, { code: string; dataVersion: string }>();
  app.decorateRequest('programmes');
  app.addHook('onRequest', async (request) => {
    const noted = <Of extends { code: string; dataVersion: string }>(of: Of): Of => {
      answeredFrom.set(request, of);
      return of;
    };
    request.programmes = {
      find: async (code) => noted(await programmes.find(code)),
      land: async (code) => noted(await programmes.land(code)),
      ledger: async (code) => noted(await programmes.first(code)),
      rows: (code, work) =>
        programmes.atOneVersion(async () => {
          const programme = noted(await programmes.find(code));
          return request.database.ask(async (query) => work(query, await sameVersion(query, programme)));
        }),
      counted: (asked) =>
        programmes.atOneVersion(async () => {
          const land = noted(await programmes.land(asked.programme));
          const filter = readFilter(asked, land);
          // what lies nowhere is in no box: that part is read span by span
          if (!land.isGrouped || filter.bbox === null) return { land, filter };
          const part = facesInBox(filter.bbox);
          return {
            land: await request.database.ask(async (query) => loadLand(query, await sameVersion(query, land), part)),
            filter,
          };
        }),
      countedWithin: (asked, outline) =>
        programmes.atOneVersion(async () => {
          const land = noted(await programmes.land(asked.programme));
          const filter = readFilter(asked, land);
          return request.database.ask(async (query) => {
            const programme = await sameVersion(query, land);
            const area = await areaOf(query, programme, outline);
            const part = theseFaces([...area.within.keys()]);
            return { land: land.isGrouped ? await loadLand(query, programme, part) : land, filter, area };
          });
        }),
      atOneVersion: (work) => programmes.atOneVersion(work),
    };
  });
  app.addHook('onSend', async (request, reply) => {
    const of = answeredFrom.get(request);
    if (of === undefined) return;
    reply.header('data-version', `${of.code} ${of.dataVersion}`);
    if (programmes.isStale) reply.header('warning', STALE);
  });
  const stop = programmes.watch();
  app.addHook('onClose', async () => stop());
});
