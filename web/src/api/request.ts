import type { StartingStep } from '../../../server/vocabulary.ts';

/** What went wrong, in the server's own words where it answered, else in ours (a key of the texts). */
export class RequestFailure extends Error {
  /** 0: no answer at all. */
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'RequestFailure';
    this.status = status;
  }
}

/** Told with every answer whether it may be old: the server answers from what it holds while its database is away. */
let tellWhetherOld: (mayBeOld: boolean) => void = () => {};
export const onEveryAnswer = (tell: (mayBeOld: boolean) => void): void => {
  tellWhetherOld = tell;
};

async function answer(path: string, signal?: AbortSignal, question: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, signal === undefined ? question : { ...question, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure(0, '');
  }
  tellWhetherOld(response.headers.get('warning')?.startsWith('110') === true);
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
  throw new RequestFailure(response.status, problem?.detail ?? response.statusText);
}

/** @throws RequestFailure */
export const getJson = async <Body>(path: string, signal?: AbortSignal): Promise<Body> =>
  (await answer(path, signal)).json() as Promise<Body>;

const posted = (path: string, question: object, signal?: AbortSignal): Promise<Response> =>
  answer(path, signal, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) });

/** Asks a question that is too long for an address. @throws RequestFailure */
export const postJson = async <Body>(path: string, question: object, signal?: AbortSignal): Promise<Body> =>
  (await posted(path, question, signal)).json() as Promise<Body>;

/** The same, for an answer of columns. @throws RequestFailure */
export const postBytes = async (path: string, question: object, signal?: AbortSignal): Promise<Uint8Array> =>
  new Uint8Array(await (await posted(path, question, signal)).arrayBuffer());

/** What the server does before it can answer; null where it does not say. */
export async function getStartingSteps(): Promise<StartingStep[] | null> {
  try {
    const { steps } = (await (await fetch('/readyz')).json()) as { steps?: StartingStep[] };
    return steps ?? null;
  } catch {
    return null;
  }
}

/** @throws RequestFailure */
export const getBytes = async (path: string, signal?: AbortSignal): Promise<Uint8Array> =>
  new Uint8Array(await (await answer(path, signal)).arrayBuffer());
