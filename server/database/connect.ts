import type { Config } from '../config.ts';
import { type Database, type DatabaseLimits, DEFAULT_LIMITS } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { openPostgis } from './postgis.ts';

export { DatabaseUnavailable, GivenUp } from './errors.ts';

export interface ConnectOptions {
  /** receives what an operator should know: restarts, lost connections */
  log?: (message: string) => void;
  limits?: Partial<DatabaseLimits>;
}

/**
 * Connects to PostGIS (`config.databaseUrl`) or starts the embedded database under `config.dataDirectory`, and brings the tables up
 * to date. Throws StartupError with one sentence where that is not possible; never shows a password.
 */
export async function connectDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDirectory'>,
  options: ConnectOptions = {},
): Promise<Database> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = options.log ?? (() => {});
  const database =
    config.databaseUrl === null
      ? await openEmbedded(config.dataDirectory, { limits, log })
      : await openPostgis(config.databaseUrl, { limits, log });
  try {
    await migrate(database);
  } catch (error) {
    await database.close().catch(() => {});
    throw error;
  }
  return database;
}
