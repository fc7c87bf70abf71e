import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

const ZOMBIE = 'zombie';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** when it started, in whatever unit the system tells; null: not known */
  startedAt: string | null;
}

/** The set of process numbers that this process can see: a container or another machine has its own. */
export function processSpace(): string {
  const parts = [read('/proc/sys/kernel/random/boot_id')];
  try {
    parts.push(readlinkSync('/proc/self/ns/pid'));
  } catch {
    // no /proc: one space per machine
  }
  return parts.join(' ').trim();
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startOf(pid) };
}

/** True while exactly this process lives: neither gone, nor a zombie, nor another one under the same number. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  // a process that nobody has collected yet: in a container without an init it stays for good
  if (now === ZOMBIE) return false;
  return startedAt === null || now === null || now === startedAt;
}

function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat) {
    // the second field is the command in brackets and may hold anything: count from the last bracket
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? ZOMBIE : (fields[19] ?? null);
  }
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  try {
    const environment = { ...process.env, LC_ALL: 'C' };
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return line.trim() || null;
  } catch {
    return null;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
