import type { GroundColumns } from '../../../server/engine/columns.ts';
import { combinationsOf, type Partition } from '../../../server/engine/parts.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';
import { ORDNANCE_KINDS } from '../../../server/vocabulary.ts';

/** A part before its figures: its code, and what it adds up where parts overlap. */
export interface PartKey {
  code: string;
  /** Indexes into the partition. */
  of: number[];
}
export interface Cut {
  partition: Partition;
  keys: PartKey[];
  /** A land may be in several parts. */
  overlaps: boolean;
}

/** Levels below any of these places, or below the programme where none is chosen; rising. */
export function levelsOf(places: readonly PlaceItem[], chosen: readonly string[]): number[] {
  const levels = places.flatMap(({ code, level }) => (level !== null && chosen.includes(code) ? [level] : []));
  // ground in no place has nothing below it
  if (chosen.length > 0 && levels.length === 0) return [];
  const above = Math.min(...levels);
  return [
    ...new Set(places.flatMap(({ level }) => (level !== null && (chosen.length === 0 || level > above) ? [level] : []))),
  ].sort((a, b) => a - b);
}

/**
 * Places of one level, within those chosen. Ground whose place has none of that level stands as its own place, and a chosen place
 * that is not above that level stands as itself: no part is ever larger than what is counted in it.
 * @param level null, or one that there is not: the first that there is.
 */
export function cutByPlace(
  { places: leaves }: Pick<GroundColumns, 'places'>,
  places: readonly PlaceItem[],
  chosen: readonly string[],
  level: number | null,
): Cut {
  const byCode = new Map(places.map((item) => [item.code, item]));
  const levels = levelsOf(places, chosen);
  const wanted = level !== null && levels.includes(level) ? level : (levels[0] ?? null);
  const codes: string[] = [];
  const indexOf = new Map<string, number>();
  /** The index of the part that holds a place; -1: it is not in what is chosen. */
  const partOf = (code: string): number => {
    const path = [code];
    // from the place up to the one that was chosen
    for (let at = code; !chosen.includes(at); path.push(at)) {
      const parent = byCode.get(at)?.parent ?? null;
      if (parent === null) break;
      at = parent;
    }
    const holder = path.at(-1) as string;
    const isChosen = chosen.includes(holder);
    if (chosen.length > 0 && !isChosen) return -1;
    const own = isChosen && (byCode.get(holder)?.level ?? Number.POSITIVE_INFINITY) >= (wanted ?? 0) ? holder : code;
    const part = path.find((one) => wanted !== null && byCode.get(one)?.level === wanted) ?? own;
    const known = indexOf.get(part) ?? codes.push(part) - 1;
    indexOf.set(part, known);
    return known;
  };
  // those without any land are parts too
  for (const { code, level: own } of places) if (own === wanted && own !== null) partOf(code);
  const lookup = Int16Array.from(leaves, partOf);
  return {
    partition: { by: 'place', partOf: lookup, parts: codes.length },
    keys: codes.map((code, index) => ({ code, of: [index] })),
    overlaps: false,
  };
}

export const cutByOperator = ({ operators }: Pick<GroundColumns, 'operators'>): Cut => ({
  partition: { by: 'operator', partOf: Int16Array.from(operators, (_, index) => index), parts: operators.length },
  keys: operators.map((code, index) => ({ code, of: [index] })),
  overlaps: false,
});

/** Of what is kept: by the set of kinds, or by each kind that a set includes; a code is kinds joined by commas. */
export function cutByOrdnance(
  columns: Parameters<typeof combinationsOf>[0],
  kept: Uint8Array | null,
  dimension: 'ordnance' | 'includes',
): Cut {
  const { partition, bits } = combinationsOf(columns, kept);
  const kindsOf = (value: number) => ORDNANCE_KINDS.filter((_, bit) => (value & (1 << bit)) !== 0);
  const combinations = bits.map((value, index) => ({ code: kindsOf(value).join() || 'none', of: [index] }));
  if (dimension === 'ordnance') return { partition, keys: combinations, overlaps: false };
  const keys = ORDNANCE_KINDS.map((kind, bit) => ({
    code: kind as string,
    of: bits.flatMap((value, index) => ((value & (1 << bit)) !== 0 ? [index] : [])),
  }));
  const without = bits.indexOf(0);
  if (without >= 0) keys.push({ code: 'none', of: [without] });
  return { partition, keys: keys.filter(({ of }) => of.length > 0), overlaps: true };
}
