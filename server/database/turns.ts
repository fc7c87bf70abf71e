/**
 * Processes that answer from one database turn to a new version of a programme together: a client that asks one and then another never
 * gets an older version after a newer one.
 */
export interface Turns {
  /** This process has loaded a version; resolves once the others have too, or one of them has gone further than this one answers. */
  loaded(programmeId: number, version: number): Promise<void>;
  /** This process answers nothing but this version from now on; resolves once no other answers an older one. */
  answering(programmeId: number, version: number): Promise<void>;
}

/** Where one process alone answers. */
export const ALONE: Turns = { loaded: async () => {}, answering: async () => {} };
