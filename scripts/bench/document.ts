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

/** A bench as it is written down. */
export interface Measurements {
  /** Within docs. */
  file: string;
  title: string;
  /** The npm script. */
  command: string;
  lines: readonly Line[];
  /** Beside Node: database and peers, with their versions. */
  versions: readonly string[];
  /** What was measured on. */
  data: string;
  /** Why an aim is missed, or a figure is what it is. */
  notes: readonly string[];
}

/** What a program says of its version, on whichever stream. */
export function versionOf(program: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(program, options, { encoding: 'utf8' });
  return status === 0 ? (/^[^\n]*?(?= OUTPUT=|\n|$)/.exec(`${stdout}${stderr}`)?.[0] ?? '').trim() : `no ${program}`;
}

/** Writes the table, the machine, the versions and the day into docs. */
export function writeBenchmarks(root: string, { file, title, command, lines, versions, data, notes }: Measurements): void {
  const [cpu] = cpus();
  const table = lines.map(({ what, measured, aim }) => `| ${what} | ${measured} | ${aim} |`).join('\n');
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GB`;
  writeFileSync(
    join(root, 'docs', file),
    `# ${title}

Written by \`npm run ${command}\` on ${new Date().toISOString().slice(0, 10)}. Quote the ratios: times are of one machine on one day, and both
sides of a ratio were measured in the same run. An aim that is missed is a finding, and its reason stands below the table.

| what | measured | aim |
| --- | --- | --- |
${table}

Machine: ${machine}. ${[`Node ${process.version}`, ...versions].join(', ')}.
${data}

## Where the time goes

${notes.map((note) => `- ${note}`).join('\n')}
`,
  );
}
