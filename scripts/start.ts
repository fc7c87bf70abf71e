import './check-node.mjs';
import { readConfig, StartupError } from '../server/config.ts';
import { type RunningServer, startServer } from '../server/main.ts';
import { STEP_WORDS } from '../server/readiness.ts';
import { buildClient, clientIsStale } from './client.ts';
import { loadDemo } from './demo.ts';
import { showProgress } from './importing/progress.ts';

/** npm start: the server, its database and the built page; one line with the address when all of it is ready. */
let running: RunningServer | null = null;
let stopping = false;

async function stop(code: number): Promise<never> {
  if (!stopping) {
    stopping = true;
    await running?.close().catch(() => {});
  }
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));

function fail(error: unknown): Promise<never> {
  console.error(error instanceof StartupError ? `Landclear cannot start: ${error.message}` : error);
  return stop(1);
}

const say = (message: string) => console.error(message);

try {
  const config = readConfig();
  const stale = clientIsStale();
  const building = stale ? buildClient() : Promise.resolve();
  // said below, when the server is up
  building.catch(() => {});
  if (stale) say('Building the page …');
  say(config.databaseUrl === null ? `Opening the embedded database in ${config.dataDirectory} …` : 'Connecting to PostGIS …');
  const progress = showProgress();
  running = await startServer(config, say, async (database, tell) => {
    if (!config.demo) return;
    await loadDemo(database, (step) => {
      progress.show(STEP_WORDS[step.step], step.done, step.total);
      tell(step);
    });
    progress.end();
  });
  if (stale) {
    running.readiness.waitFor('client', { step: 'building_page', done: 0, total: 0 });
    await building;
    running.readiness.done('client');
  }
  console.log(`Landclear is ready at ${running.url}`);
} catch (error) {
  await fail(error);
}
