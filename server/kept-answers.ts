import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';

/** An answer as it was sent, without its body. */
export interface KeptAnswer {
  /** Of which version of which programme it is. */
  code: string;
  dataVersion: string;
  etag: string;
  headers: Record<string, string>;
  /** The body while it is kept; undefined: no longer. */
  body: () => Uint8Array | undefined;
}

/** More addresses than this are forgotten, the least recently used first. */
const MOST_ADDRESSES = 20_000;

/**
 * Answers by address, given before the framework sees the request: of the same address, in the same encoding, of the version that is
 * answered from. Whoever may not be answered, and all that is not here, goes the long way.
 */
export class KeptAnswers {
  readonly #byAddress = new LRUCache<string, KeptAnswer>({ max: MOST_ADDRESSES });
  readonly #versionOf: (code: string) => string | null;
  readonly #isAllowed: (headers: IncomingMessage['headers']) => boolean;

  /**
   * @param versionOf the version of a programme that is answered from; null: it is not known, or turning, or may be old.
   * @param isAllowed whether who asks so may be answered at all.
   */
  constructor(versionOf: (code: string) => string | null, isAllowed: (headers: IncomingMessage['headers']) => boolean) {
    this.#versionOf = versionOf;
    this.#isAllowed = isAllowed;
  }

  /** @param url path and query. @param encodings what the client accepts, as it says so. */
  keep(url: string, encodings: string | undefined, answer: KeptAnswer): void {
    this.#byAddress.set(`${encodings ?? ''} ${url}`, answer);
  }

  /** @returns whether it was answered */
  answer({ method, url, headers }: IncomingMessage, response: ServerResponse): boolean {
    if (method !== 'GET') return false;
    const kept = this.#byAddress.get(`${headers['accept-encoding'] ?? ''} ${url}`);
    if (kept === undefined || kept.dataVersion !== this.#versionOf(kept.code) || !this.#isAllowed(headers)) return false;
    if (headers['if-none-match'] === kept.etag) {
      response.writeHead(304, kept.headers).end();
      return true;
    }
    const body = kept.body();
    if (body === undefined) return false;
    response.writeHead(200, { ...kept.headers, 'content-length': body.length }).end(body);
    return true;
  }
}
