import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './app.ts';
import { type Config, StartupError } from './config.ts';
import { connectDatabase } from './database/connect.ts';
import type { Database } from './database/database.ts';
import { openStreetMaps } from './ground/archives.ts';
import { finishRepairs } from './imports/history/repaired-again.ts';
import { Readiness } from './readiness.ts';
import type { StartingStep } from './vocabulary.ts';

export interface RunningServer {
  url: string;
  readiness: Readiness;
  close: () => Promise<void>;
}

/** Where the import command finds the server that holds the database. */
export const serverFile = (dataDirectory: string): string => join(dataDirectory, 'server.json');

/**
 * Listens, then opens the database behind: the page can say what is going on from the first moment.
 * @param prepare what an open database still needs before it answers; what it says is what the page shows meanwhile.
 * @throws StartupError with one sentence where the port is taken or the database cannot be opened.
 */
export async function startServer(
  config: Config,
  log: (message: string) => void,
  prepare: (database: Database, say: (step: StartingStep) => void) => Promise<void> = async () => {},
): Promise<RunningServer> {
  const readiness = new Readiness();
  const instance = randomUUID();
  const streets = await openStreetMaps(config.mapPmtiles);
  for (const sentence of streets.sentences) log(sentence);
  const app = await buildApp({
    instance,
    readiness,
    logger: true,
    mapStyleUrl: config.mapStyleUrl,
    streets,
    browserSpans: config.browserSpans,
    memoryBytes: config.memoryMegabytes * 1024 ** 2,
  });
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartupError(
        `Port ${config.port} is taken by another program; stop it, or choose another with PORT=${config.port + 1} npm start.`,
      );
    }
    if (code === 'EACCES')
      throw new StartupError(`Port ${config.port} needs rights this user lacks; choose one above 1023, for example PORT=3000.`);
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  // only what this server wrote: another may hold the folder
  let announced = false;
  const close = async () => {
    if (announced) rmSync(serverFile(config.dataDirectory), { force: true });
    await app.close();
    await readiness.database.close();
  };
  try {
    const database = await connectDatabase(config, { log });
    try {
      await finishRepairs(database, log);
      await prepare(database, (step) => readiness.waitFor('database', step));
    } catch (error) {
      await database.close();
      throw error;
    }
    readiness.open(database);
    void app.loadProgrammes();
  } catch (error) {
    await close();
    throw error;
  }
  if (config.databaseUrl === null) {
    mkdirSync(config.dataDirectory, { recursive: true });
    writeFileSync(serverFile(config.dataDirectory), JSON.stringify({ pid: process.pid, url, instance }));
    announced = true;
  }
  return { url, readiness, close };
}
