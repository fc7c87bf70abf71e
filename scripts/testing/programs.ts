import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  process: ChildProcess;
  /** what it has written so far */
  out: string;
  err: string;
  /** resolves when it has ended, with what it wrote */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>;
  /** resolves when it has written this on either stream; rejects where it ends before */
  until: (text: string) => Promise<void>;
}

/** Starts one of the programs in scripts/ as npm would, with nothing in its environment that the test did not name. */
export function startProgram(name: 'start' | 'import', parameters: string[], settings: Record<string, string>): Program {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...parameters], {
    cwd: ROOT,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), DEMO: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const waiting: (() => void)[] = [];
  const program: Program = {
    process: child,
    out: '',
    err: '',
    ended: once(child, 'close').then(([code, signal]) => ({ code, signal, out: program.out, err: program.err })),
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (program.out.includes(text) || program.err.includes(text)) resolve();
          else waiting.push(look);
        };
        look();
        void program.ended.then(() => reject(new Error(`Ended before it said "${text}":\n${program.out}\n${program.err}`)));
      }),
  };
  const hear = (stream: 'out' | 'err') => (chunk: Buffer) => {
    program[stream] += chunk.toString();
    for (const look of waiting.splice(0)) look();
  };
  child.stdout.on('data', hear('out'));
  child.stderr.on('data', hear('err'));
  return program;
}
