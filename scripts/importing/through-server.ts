import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Issue } from '../../server/imports/issues.ts';
import { NothingImported } from '../../server/imports/nothing-imported.ts';
import type { ImportOptions } from '../../server/imports/options.ts';
import type { ImportResult, UndoResult } from '../../server/imports/result.ts';
import { serverFile } from '../../server/main.ts';
import { Problem } from '../../server/problems.ts';

/** The address of the server that holds this data directory, or null: none runs, or what it left behind is stale. */
export async function findRunningServer(dataDirectory: string): Promise<string | null> {
  try {
    const { url, instance } = JSON.parse(readFileSync(serverFile(dataDirectory), 'utf8')) as { url: string; instance: string };
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) });
    // another server may have come to listen at the address of one that was killed: its database is not this one
    return ((await answer.json()) as { instance?: string }).instance === instance ? url : null;
  } catch {
    return null;
  }
}

interface ProblemDocument {
  status: number;
  title: string;
  detail: string;
  field?: string;
}
type Line =
  | { step: string; done: number; total: number }
  | { result: ImportResult | UndoResult }
  | { problem: ProblemDocument; issues?: Issue[]; read?: number };

const asProblem = ({ status, title, detail, field }: ProblemDocument) => new Problem(status, title, detail, field);

function searchOf(options: ImportOptions): URLSearchParams {
  const search = new URLSearchParams({ as: options.entity, programme: options.programme, file_name: options.fileName });
  const given: [string, string | number | null][] = [
    ['kind', options.kind],
    ['method', options.method],
    ['status', options.status],
    ['date_order', options.dateOrder],
    ['decimal', options.decimal ?? null],
    ['snapshot_date', options.snapshotGiven ? options.snapshotDay : null],
    ['change_as_of', options.changeAsOf],
    ['complete', options.complete ? 'true' : null],
    ['confirm_closing', options.confirmClosing ?? null],
    ['dry_run', options.dryRun ? 'true' : null],
    ['level', options.level],
    ['boundary_set', options.boundarySet],
    ['mapping', options.mapping],
  ];
  for (const [name, value] of given) if (value !== null) search.set(name, String(value));
  return search;
}

const LINES = /^application\/x-ndjson\b/;

/** Posts bytes and hands on the lines of the answer as they come; fetch would give up on work of more than five minutes. */
function post(url: string, bytes: Buffer, onLine: (line: Line) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes.length };
    const sending = request(url, { method: 'POST', headers }, (answer) => {
      const isWork = LINES.test(answer.headers['content-type'] ?? '');
      let refusal = '';
      const lines = createInterface({ input: answer });
      lines.on('line', (text) => {
        if (!isWork) refusal += `${text}\n`;
        else if (text.endsWith('}')) onLine(JSON.parse(text) as Line);
      });
      lines.once('close', () => {
        if (!isWork) onLine({ problem: problemIn(refusal, answer.statusCode ?? 0, answer.statusMessage ?? '') });
        resolve();
      });
    });
    sending.once('error', reject);
    sending.end(bytes);
  });
}

/** What an answer says that is none of the lines of an import. */
function problemIn(text: string, status: number, words: string): ProblemDocument {
  try {
    const document = JSON.parse(text) as Partial<ProblemDocument>;
    if (typeof document.detail === 'string') return { status, title: words, ...document, detail: document.detail };
  } catch {
    // not a problem document: the status tells
  }
  const why =
    status === 431 || status === 414
      ? ': the mapping file is too long for one request; leave out of it what the file does not hold'
      : '';
  return { status, title: words, detail: `The server answered ${status} (${words})${why}. Nothing was imported.` };
}

/** An import or an undo done by the server at `url`. */
export function throughServer(
  url: string,
  bytes: Buffer | null,
  options: ImportOptions | null,
  undo: { batch: number; dryRun: boolean },
) {
  return {
    async run(progress: (step: string, done: number, total: number) => void): Promise<ImportResult | UndoResult> {
      const path =
        options === null ? `/api/imports/${undo.batch}/undo?dry_run=${undo.dryRun}` : `/api/imports?${searchOf(options)}`;
      let result: ImportResult | UndoResult | null = null;
      let failure: Error | null = null;
      await post(`${url}${path}`, bytes ?? Buffer.alloc(0), (line) => {
        if ('step' in line) progress(line.step, line.done, line.total);
        else if ('result' in line) result = line.result;
        else
          failure =
            line.issues === undefined
              ? asProblem(line.problem)
              : new NothingImported({ problem: asProblem(line.problem), issues: line.issues, read: line.read ?? 0 });
      });
      if (failure !== null) throw failure;
      if (result === null)
        throw new Problem(502, 'No answer', 'The server ended before the import did; nothing of it was kept. Try again.');
      return result;
    },
    async issues(of: number): Promise<Issue[]> {
      const answer = await fetch(`${url}/api/imports/${of}/issues`);
      return ((await answer.json()) as { items: Issue[] }).items;
    },
  };
}
