import type { ImportEntity } from '../../vocabulary.ts';
import { type Edition, isClosed, type Saying, startOf, type Told, tell, type Wording } from './fold.ts';

/**
 * Several rows of a file may have one local id: they are parts of that record, each with a history of its own. This file is the rule by
 * which a row finds its part, without a database. It looks at nothing but what stands, so that telling the batches again from the start
 * gives the same parts: docs/decisions/0009.
 */

/** What one batch says of one local id. */
export type PartsSaying = Omit<Saying, 'wording'> & {
  /** The batch lists every open record: parts that it does not list are closed. */
  complete: boolean;
  /** Of the rows with this id, in the order of their content; none: the file does not list it. */
  wordings: readonly Wording[];
};

export interface PartsTold {
  /** Part → its editions, in order. */
  parts: Edition[][];
  /** Wording → its part (an index of `parts`) and what became of that. */
  rows: { part: number; told: Told }[];
  /** Indices of the parts that the batch closed because it does not list them. */
  closed: number[];
  /** How many open parts the file does not list and leaves as they are. */
  unlisted: number;
}

/** What the parts of a local id are after one more batch has spoken of it; none before: it did not exist. */
export function tellParts(entity: ImportEntity, before: readonly (readonly Edition[])[], saying: PartsSaying): PartsTold {
  const parts = before.map((editions) => [...editions]);
  const partOf = matchParts(before, saying.wordings);
  const rows = saying.wordings.map((wording, row) => {
    const part = partOf[row] as number;
    const editions = parts[part];
    const told =
      editions === undefined
        ? firstOfPart(entity, before, { ...saying, wording })
        : tell(entity, editions, { ...saying, wording });
    parts[part] = told.editions;
    return { part, told };
  });
  const closed: number[] = [];
  let unlisted = 0;
  const listed = new Set(partOf);
  for (const [part, editions] of before.entries()) {
    if (listed.has(part)) continue;
    if (!saying.complete) {
      if (!isClosed(editions.at(-1) as Edition)) unlisted += 1;
      continue;
    }
    const told = tell(entity, editions, { ...saying, wording: null });
    parts[part] = told.editions;
    if (told.outcome === 'closed') closed.push(part);
  }
  return { parts, rows, closed, unlisted };
}

/**
 * A part that its id did not have. Where the batch says what changed on the ground on a day, that part was drawn on that day, like a
 * redrawn one: it is not the first statement about the id, and a release of before does not keep it from opening (docs/decisions/0008).
 */
function firstOfPart(entity: ImportEntity, before: readonly (readonly Edition[])[], saying: Saying): Told {
  const told = tell(entity, [], saying);
  const [first] = told.editions;
  const { changeAsOf } = saying;
  const isChange = entity === 'hazardous-areas' && before.length > 0 && changeAsOf !== null && first !== undefined;
  if (!isChange || changeAsOf <= startOf(first)) return told;
  return { ...told, editions: [{ ...first, edition: 2, amendment: { recorded_on: changeAsOf } }] };
}

/**
 * The part of each wording: the one that says the same; else the one of the same ground, then of the same outline; else, among the open
 * ones, the nearest; else a new one. A closed part takes other ground only where it is the only part of its id.
 */
function matchParts(before: readonly (readonly Edition[])[], wordings: readonly Wording[]): number[] {
  const latest = before.map((editions) => editions.at(-1) as Edition);
  const partOf = new Array<number>(wordings.length).fill(-1);
  const free = new Set(latest.keys());
  const take = (row: number, part: number) => {
    partOf[row] = part;
    free.delete(part);
  };
  for (const sameness of ['revisionId', 'ground', 'outline'] as const) {
    const waiting = new Map<string | number, number[]>();
    // open parts first: a copy of one that was closed long ago is not back while the open one is there
    for (const closed of [false, true]) {
      for (const part of free) {
        if (isClosed(latest[part] as Edition) !== closed) continue;
        const mark = (latest[part] as Edition).wording[sameness];
        waiting.set(mark, [...(waiting.get(mark) ?? []), part]);
      }
    }
    for (const [row, wording] of wordings.entries()) {
      const part = partOf[row] === -1 ? waiting.get(wording[sameness])?.shift() : undefined;
      if (part !== undefined) take(row, part);
    }
  }
  const rows = [...partOf.keys()].filter((row) => partOf[row] === -1);
  const open = [...free].filter((part) => before.length === 1 || !isClosed(latest[part] as Edition));
  const away = (row: number, part: number) => distance(wordings[row] as Wording, (latest[part] as Edition).wording);
  // the fewer choose among the more: what is left over is what is new, or what is gone
  if (rows.length <= open.length) {
    for (const row of rows)
      take(
        row,
        takeNearest(open, (part) => away(row, part)),
      );
  } else {
    for (const part of open)
      take(
        takeNearest(rows, (row) => away(row, part)),
        part,
      );
  }
  let next = before.length;
  for (const row of partOf.keys()) {
    if (partOf[row] !== -1) continue;
    partOf[row] = next;
    next += 1;
  }
  return partOf;
}

/** Takes the candidate of the least distance out of the list; of several the first. */
function takeNearest(candidates: number[], away: (candidate: number) => number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, candidate] of candidates.entries()) {
    const found = away(candidate);
    if (found < least) [nearest, least] = [index, found];
  }
  return candidates.splice(nearest, 1)[0] as number;
}

/** Between points of two areas, in degrees, squared: good enough to tell which is nearer. What has no point is farthest. */
function distance(first: Wording, second: Wording): number {
  if (first.x === null || first.y === null || second.x === null || second.y === null) return Number.POSITIVE_INFINITY;
  return (first.x - second.x) ** 2 + (first.y - second.y) ** 2;
}

/** A local id told from the start: its parts when exactly these batches stand, in this order. */
export function tellAllParts(entity: ImportEntity, sayings: readonly PartsSaying[]): Edition[][] {
  let parts: Edition[][] = [];
  for (const saying of sayings) parts = tellParts(entity, parts, saying).parts;
  return parts;
}
