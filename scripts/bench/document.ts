import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** A line of the table: what was measured, how it came out, what is aimed at. */
export interface Line {
  what: string;
  measured: string;
  aim: string;
}

/** What a program says of its version, on whichever stream. */
function versionOf(program: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(program, options, { encoding: 'utf8' });
  return status === 0 ? (`${stdout}${stderr}`.split('\n')[0] as string).trim() : `no ${program}`;
}

/** Writes docs/benchmarks.md: the table, the machine, the versions and the day. */
export function writeBenchmarks(root: string, lines: readonly Line[], database: string): void {
  const [cpu] = cpus();
  const table = lines.map(({ what, measured, aim }) => `| ${what} | ${measured} | ${aim} |`).join('\n');
  writeFileSync(
    join(root, 'docs/benchmarks.md'),
    `# Benchmarks

Written by \`npm run bench:serving\` on ${new Date().toISOString().slice(0, 10)}. Quote the ratios: times are of one machine on one day, and both
sides of a ratio were measured in the same run. An aim that is missed is a finding, and its reason stands below the table.

| what | measured | aim |
| --- | --- | --- |
${table}

Machine: ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GB. Node ${process.version}, ${database}, ${versionOf('nginx', '-v')}.
The programme is generated (\`scripts/bench/nation.ts\`): 200 places, 14 operators, 12 sets of ordnance, 35 years.

## Where the time goes

- *Summary*: HTTP and JSON beside the engine; the clients share the cores with the server, and eight of them wait for one thread.
- *Kept tile*: the clients take as much as the server, so that all three rates are rather theirs; a client in C (\`ab\`) tells the servers apart.
- *Tiles that are not kept*: of this programme nothing is drawn as itself below z10: there the plain route has an empty tile, ours has the cells.
- *ledger.arrow, cold*: faces and spans are read, then it is answered while movements and records are read; nearly all of it is the work of the database.
`,
  );
}
