/** The database cannot answer now; asking again later may succeed. The app answers 503 with this message. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** Nobody waits for the answer any more, so the question was not asked to its end. No failure: nothing to log, nobody to tell. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';

  constructor() {
    super('The reader had gone before the answer was there.');
  }
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EACCES',
]);
const CONNECTION_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

interface DatabaseFailure {
  code?: unknown;
  severity?: unknown;
  message: string;
}

/** True where the connection, not the statement, is what failed. */
export function isConnectionFailure(error: unknown): error is Error & DatabaseFailure {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & DatabaseFailure;
  if (typeof code === 'string') {
    if (CONNECTION_CODES.has(code)) return true;
    // class 08: connection exception; 57P01–57P05: shut down, crashed, starting up, dropped, idle; 53300: no connection left
    return /^(08|57P0)/.test(code) || code === '53300';
  }
  return CONNECTION_MESSAGES.test(error.message);
}

/** SQLSTATE 57014: the statement ran longer than `statement_timeout`, or another connection cancelled it. */
export function isStoppedStatement(error: unknown): boolean {
  return error instanceof Error && (error as Error & DatabaseFailure).code === '57014';
}
