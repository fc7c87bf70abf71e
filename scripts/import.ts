import './check-node.mjs';
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, StartupError } from '../server/config.ts';
import { connectDatabase, DatabaseUnavailable } from '../server/database/connect.ts';
import { makeFolder } from '../server/folders.ts';
import { issuesOf } from '../server/imports/history/batches.ts';
import { finishRepairs } from '../server/imports/history/repaired-again.ts';
import { undoBatch } from '../server/imports/history/undo.ts';
import type { Issue } from '../server/imports/issues.ts';
import { importFile } from '../server/imports/load.ts';
import { NothingImported } from '../server/imports/nothing-imported.ts';
import type { ImportOptions } from '../server/imports/options.ts';
import { countsLine, type ImportResult, reportCsv, type UndoResult } from '../server/imports/result.ts';
import { parseDay, today } from '../server/parameters.ts';
import { Problem } from '../server/problems.ts';
import { HAZARD_KINDS, IMPORT_ENTITIES, RELEASE_METHODS } from '../server/vocabulary.ts';
import { showProgress } from './importing/progress.ts';
import { tellChange } from './importing/tell-change.ts';
import { findRunningServer, throughServer } from './importing/through-server.ts';

/** npm run import: brings a file in, through the running server where one holds the database. Never prompts. */
const USAGE = `Usage: npm run import -- FILE --as ENTITY --programme AAA [options]
       npm run import -- --undo BATCH [--dry-run]

  --as            ${IMPORT_ENTITIES.join(' | ')}
  --programme     ISO 3166-1 alpha-3 code, for example KHM
  --kind          ${HAZARD_KINDS.join(' | ')}, for hazardous areas whose record does not say
  --method        ${RELEASE_METHODS.join(' | ')}, for releases whose record does not say
  --status        for records that do not say
  --snapshot-date YYYY-MM-DD: the day whose state the file shows (today)
  --date-order    dmy | mdy: how to read 03/04/2020
  --decimal       comma | point: how to read 1,234 and 1.234
  --change-as-of  YYYY-MM-DD: what differs changed on the ground on this day (else it corrects the record)
  --complete      the file lists every open hazardous area: close those it does not list
  --confirm-closing N  the complete list closes N areas, where that is more than 10% of what is open
  --dry-run       work everything out, write the report, and keep nothing
  --level         1 to 6, for places; --boundary-set NAME
  --mapping       FILE.json: field → column
  --report        where to write the report (DATA_DIR/reports/)
  --undo          take an import back`;

interface Work {
  run: (progress: (step: string, done: number, total: number) => void) => Promise<ImportResult | UndoResult>;
  issues: (batch: number) => Promise<Issue[]>;
  close: () => Promise<void>;
}

const isImport = (result: ImportResult | UndoResult): result is ImportResult => 'read' in result;

function refuse(sentence: string): never {
  console.error(`${sentence}\n\n${USAGE}`);
  process.exit(1);
}

function readCommand() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        programme: { type: 'string' },
        kind: { type: 'string' },
        method: { type: 'string' },
        status: { type: 'string' },
        'snapshot-date': { type: 'string' },
        'date-order': { type: 'string' },
        decimal: { type: 'string' },
        'change-as-of': { type: 'string' },
        complete: { type: 'boolean' },
        'confirm-closing': { type: 'string' },
        'dry-run': { type: 'boolean' },
        level: { type: 'string' },
        'boundary-set': { type: 'string' },
        mapping: { type: 'string' },
        report: { type: 'string' },
        undo: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return refuse((error as Error).message.split('. To specify')[0] ?? 'Unknown option');
  }
}

const { values, positionals } = readCommand();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

function choice<Code extends string>(option: string, value: string | undefined, codes: readonly Code[]): Code | null {
  if (value === undefined) return null;
  if ((codes as readonly string[]).includes(value)) return value as Code;
  return refuse(`--${option} ${value} is not known; the values are ${codes.join(', ')}.`);
}

function readText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`The file of --${option}, ${path}, cannot be read: ${(error as Error).message}.`);
  }
}

function readOptions(file: string): ImportOptions {
  if (values.as === undefined) refuse(`--as is missing: say what the records of ${basename(file)} are.`);
  if (values.programme === undefined) refuse('--programme is missing: say whose records these are, for example --programme KHM.');
  const level = values.level === undefined ? null : Number(values.level);
  if (level !== null && !(Number.isInteger(level) && level >= 1 && level <= 6))
    refuse(`--level ${values.level} must be a whole number from 1 to 6.`);
  const confirmed = values['confirm-closing'];
  if (confirmed !== undefined && !/^\d{1,9}$/.test(confirmed))
    refuse(`--confirm-closing ${confirmed} must be a whole number of areas.`);
  const day = (option: 'snapshot-date' | 'change-as-of') => {
    const value = values[option];
    return value === undefined ? null : parseDay(`--${option}`, value);
  };
  return {
    entity: choice('as', values.as, IMPORT_ENTITIES) ?? 'hazardous-areas',
    programme: values.programme,
    fileName: basename(file),
    kind: choice('kind', values.kind, HAZARD_KINDS),
    method: choice('method', values.method, RELEASE_METHODS),
    status: values.status ?? null,
    dateOrder: choice('date-order', values['date-order'], ['dmy', 'mdy'] as const),
    decimal: choice('decimal', values.decimal, ['comma', 'point'] as const),
    snapshotDay: day('snapshot-date') ?? today(),
    snapshotGiven: values['snapshot-date'] !== undefined,
    changeAsOf: day('change-as-of'),
    complete: values.complete ?? false,
    confirmClosing: confirmed === undefined ? null : Number(confirmed),
    dryRun: values['dry-run'] ?? false,
    level,
    boundarySet: values['boundary-set'] ?? null,
    mapping: values.mapping === undefined ? null : readText('mapping', values.mapping),
    today: today(),
  };
}

function readBytes(file: string): Buffer {
  try {
    if (!statSync(file).isFile()) refuse(`${file} is not a file.`);
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') refuse(`There is no file ${file}.`);
    throw error;
  }
}

/** Before anything is loaded: a path that is given and cannot be written is a mistake in the command. */
function checkReportPath(path: string): void {
  try {
    if (existsSync(path) && statSync(path).isDirectory()) refuse(`--report ${path} is a folder; name the file to write.`);
    makeFolder(dirname(path));
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    refuse(`--report ${path} cannot be written: ${(error as Error).message}.`);
  }
}

/** What could not be written is said and no more: the import is what it is. */
async function writeReport(path: string, issues: () => Promise<readonly Issue[]>): Promise<void> {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, reportCsv(await issues()));
    console.error(`Report: ${path}`);
  } catch (error) {
    console.error(`The report could not be written to ${path}: ${(error as Error).message}.`);
  }
}

/** Either the server that holds the embedded database does the work, or this process does. */
async function openWork(
  bytes: Buffer | null,
  options: ImportOptions | null,
  undo: { batch: number; dryRun: boolean },
): Promise<Work> {
  const config = readConfig();
  const url = config.databaseUrl === null ? await findRunningServer(config.dataDirectory) : null;
  if (url !== null) return { ...throughServer(url, bytes, options, undo), close: async () => {} };
  const log = (message: string) => console.error(message);
  const database = await connectDatabase(config, { log });
  await finishRepairs(database, log);
  return {
    run: (progress) =>
      options === null
        ? undoBatch(database, undo.batch, progress, undo.dryRun)
        : importFile(database, bytes ?? Buffer.alloc(0), options, progress),
    issues: (of) => database.asAudience('manager', (query) => issuesOf(query, of)),
    close: () => database.close(),
  };
}

function tell(result: ImportResult | UndoResult): void {
  for (const line of tellChange(result)) console.log(line);
  if (!isImport(result)) {
    console.log(
      `Import ${result.batch} ${result.dryRun ? 'would be' : 'is'} undone: ${result.restored} records as before, ${result.removed} gone.`,
    );
    return;
  }
  for (const remark of result.remarks) console.error(remark);
  const { batch, created, corrected, unchanged, closed, dryRun } = result;
  console.log(
    `${dryRun ? 'Dry run, nothing was kept' : `Import ${batch}`}: ${created} new, ${corrected} corrected or changed, ${unchanged} unchanged, ${closed} closed as absent.`,
  );
}

async function main(): Promise<number> {
  const [file, ...more] = positionals;
  if (more.length > 0) refuse(`One file at a time: ${more.join(', ')} is too much.`);
  const batch = Number(values.undo);
  if (values.undo !== undefined && !(Number.isInteger(batch) && batch > 0))
    refuse(`--undo ${values.undo} is not the number of an import.`);
  if (values.undo === undefined && file === undefined) refuse('Name the file to import.');
  const options = file === undefined || values.undo !== undefined ? null : readOptions(file);
  const bytes = options === null ? null : readBytes(file as string);
  const reportPath = (of: string) =>
    values.report ?? join(readConfig().dataDirectory, 'reports', `${options?.fileName}-${of}.csv`);

  if (values.report !== undefined) checkReportPath(values.report);
  const work = await openWork(bytes, options, { batch, dryRun: values['dry-run'] ?? false });
  const progress = showProgress();
  try {
    const result = await work.run(progress.show);
    progress.end();
    if (isImport(result))
      await writeReport(
        reportPath(result.dryRun ? 'dry-run' : String(result.batch)),
        async () => result.issues ?? work.issues(result.batch),
      );
    tell(result);
    if (isImport(result)) console.log(countsLine(result));
    return 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof NothingImported)) throw error;
    await writeReport(reportPath('refused'), async () => error.issues);
    console.error(error.message);
    console.log(countsLine({ read: error.read, accepted: 0, repaired: 0, unmapped: 0, refused: error.read }));
    return 1;
  } finally {
    await work.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isPlain = error instanceof Problem || error instanceof StartupError || error instanceof DatabaseUnavailable;
  console.error(isPlain ? (error as Error).message : error);
  process.exitCode = 1;
}
