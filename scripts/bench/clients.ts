import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Clients that ask one after the other, as fast as they are answered. */
export interface Load {
  /** Asked in turn, again and again. */
  urls: string[];
  clients: number;
  seconds: number;
  headers?: Record<string, string>;
}

export interface Measured {
  perSecond: number;
  /** Milliseconds. */
  median: number;
  p99: number;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export function measuredOf(milliseconds: number[], seconds: number): Measured {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  return { perSecond: milliseconds.length / seconds, median: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** In a process of its own, so that asking takes nothing from answering but a core. @throws Error where an answer is not 200 or 304. */
export function load(of: Load): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), JSON.stringify(of)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (status) =>
      status === 0 ? resolve(JSON.parse(said) as Measured) : reject(new Error(`The clients ended with ${status}.`)),
    );
  });
}

async function ask({ urls, clients, seconds, headers = {} }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  const one = (url: string) =>
    new Promise<void>((resolve, reject) => {
      const start = performance.now();
      get(url, { agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          times.push(performance.now() - start);
          if (answer.statusCode === 200 || answer.statusCode === 304) resolve();
          else reject(new Error(`${url}: ${answer.statusCode}`));
        });
      }).on('error', reject);
    });
  let [turn, end] = [0, Date.now() + 500];
  const client = async () => {
    while (Date.now() < end) {
      turn += 1;
      await one(urls[turn % urls.length] as string);
    }
  };
  // warm first
  await Promise.all(Array.from({ length: clients }, client));
  times.length = 0;
  end = Date.now() + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return measuredOf(times, seconds);
}

const [, script, question] = process.argv;
if (script === fileURLToPath(import.meta.url) && question !== undefined)
  process.stdout.write(JSON.stringify(await ask(JSON.parse(question) as Load)));
