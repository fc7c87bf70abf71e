import { hundredthsOf, type PartFigures } from '../../../server/engine/parts.ts';
import { LAND_STATES, MOVEMENT_KINDS } from '../../../server/vocabulary.ts';
import type { Caption } from '../charts/caption.ts';
import { csvFile } from '../charts/csv.ts';
import type { FillKey } from '../charts/fills.ts';
import type { Cut, PartKey } from './multiples-cuts.ts';

export const DIMENSIONS = ['place', 'operator', 'ordnance', 'includes'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** At the date, then of movements in the period of the page. */
export const MEASURES = [
  ...(['remaining', 'released', 'closed'] as const),
  ...(['recorded_window', 'released_window', 'closed_window'] as const),
] as const;
export type Measure = (typeof MEASURES)[number];
export const isOfWindow = (measure: Measure): boolean => measure.endsWith('_window');
/** An operator has released land and no other. */
export const measuresOf = (dimension: Dimension): Measure[] =>
  MEASURES.filter((measure) => dimension !== 'operator' || measure.startsWith('released'));

/** What is stacked for a measure; the three methods are never one. */
export const KEYS: Record<Measure, readonly FillKey[]> = {
  remaining: ['confirmed', 'suspected'],
  released: ['cleared', 'reduced', 'cancelled'],
  closed: ['closed'],
  recorded_window: ['recorded', 're-opened'],
  released_window: ['cleared', 'reduced', 'cancelled'],
  closed_window: ['closed'],
};

/** The codes that each key adds up: released land is inside and outside recorded hazards. */
function codesOf(measure: Measure): number[][] {
  const names: readonly string[] = isOfWindow(measure) ? MOVEMENT_KINDS : LAND_STATES;
  return KEYS[measure].map((key) => names.flatMap((name, code) => (name === key || name === `outside_${key}` ? [code] : [])));
}

/** Hundredths of m² of a part, by key of the measure. @param codes of each key. */
const sumsOf = (figures: PartFigures, { of }: PartKey, codes: readonly number[][], index: number): number[] =>
  codes.map((some) => {
    let sum = 0;
    for (const code of some) for (const part of of) sum += hundredthsOf(figures, part, code, index);
    return sum;
  });
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export interface RankedPart {
  code: string;
  name: string;
  /** 1 is the largest; parts of the same area have the same. */
  rank: number;
  isTied: boolean;
  /** km², as KEYS of the measure. */
  values: number[];
  km2: number;
  /** Of the whole; null where the whole is zero. */
  share: number | null;
  /** Of the whole with all before it; null too where parts overlap. */
  cumulative: number | null;
}
export interface Ranking {
  parts: RankedPart[];
  /** km²; what lies in several parts counts once. */
  whole: number;
}

/** Largest first, parts of the same area by name. */
export function rankingOf(figures: PartFigures, cut: Cut, measure: Measure, nameOf: (code: string) => string): Ranking {
  const all = { code: '', of: Array.from({ length: cut.partition.parts }, (_, part) => part) };
  const codes = codesOf(measure);
  const whole = total(sumsOf(figures, all, codes, 0));
  const parts = cut.keys
    .map((key) => {
      const values = sumsOf(figures, key, codes, 0);
      return { code: key.code, name: nameOf(key.code), values, sum: total(values) };
    })
    // ground in no place and unknown operators are rows only where there is such land
    .filter(({ code, sum }) => sum !== 0 || code !== 'none')
    .sort((a, b) => b.sum - a.sum || a.name.localeCompare(b.name));
  let [before, rank] = [0, 0];
  return {
    whole: whole / 1e8,
    parts: parts.map(({ code, name, values, sum }, index) => {
      before += sum;
      if (parts[index - 1]?.sum !== sum) rank = index + 1;
      return {
        code,
        name,
        rank,
        isTied: sum !== 0 && (parts[index - 1]?.sum === sum || parts[index + 1]?.sum === sum),
        values: values.map((value) => value / 1e8),
        km2: sum / 1e8,
        share: whole === 0 ? null : sum / whole,
        cumulative: whole === 0 || cut.overlaps ? null : before / whole,
      };
    }),
  };
}

/** km² of each year, as KEYS of the measure, by code of the part. */
export function seriesOf(figures: PartFigures, cut: Cut, measure: Measure): Map<string, number[][]> {
  const codes = codesOf(measure);
  const years = (key: PartKey) =>
    Array.from({ length: figures.length }, (_, index) => sumsOf(figures, key, codes, index).map((value) => value / 1e8));
  return new Map(cut.keys.map((key) => [key.code, years(key)]));
}

export const mostOf = (years: readonly number[][]): number => Math.max(0, ...years.map(total));

/** Bars of one row, each after those before it, px. At least a pixel: what is there is seen, however little it is beside the rest. @param most km² that fill the room, but for those pixels. */
export function stackedBars(values: readonly number[], most: number, room: number): { x: number; width: number }[] {
  let before = 0;
  return values.map((km2) => {
    const x = before;
    if (km2 > 0) before += Math.max(1, (km2 / most) * (room - values.length));
    return { x, width: before - x };
  });
}

/** A path for each key: its rectangles stacked on those before it, a year beside the other. @param most km² at the full height. */
export function smallPaths(years: readonly number[][], most: number, width: number, height: number): string[] {
  const step = width / Math.max(1, years.length);
  const scale = most === 0 ? 0 : height / most;
  return (years[0] ?? []).map((_, key) =>
    years
      .map((values, index) => {
        const base = total(values.slice(0, key)) * scale;
        if ((values[key] as number) <= 0) return '';
        const tall = Math.max(1, (values[key] as number) * scale);
        return `M${(index * step).toFixed(2)} ${(height - base).toFixed(2)}v${(-tall).toFixed(2)}h${(step * 0.9).toFixed(2)}v${tall.toFixed(2)}z`;
      })
      .join(''),
  );
}

/** The ranking, then each part's years. */
export function multiplesCsvOf(
  { parts }: Ranking,
  series: ReadonlyMap<string, number[][]>,
  years: readonly string[],
  measure: Measure,
  caption: Caption,
): string {
  const keys = KEYS[measure].map((key) => `${key.replace('-', '')}_km2`);
  return csvFile(
    caption,
    ['code', 'name', 'rank', 'year', ...keys, 'km2', 'share', 'cumulative_share'],
    [
      ...parts.map((part) => [
        ...[part.code, part.name, part.rank, ''],
        ...part.values,
        ...[part.km2, part.share ?? '', part.cumulative ?? ''],
      ]),
      ...parts.flatMap(({ code, name }) =>
        (series.get(code) ?? []).map((values, index) => [
          code,
          name,
          '',
          years[index] as string,
          ...values,
          // whole hundredths of m² again: a sum of fractions would end in 0.00000000000003
          Math.round(total(values) * 1e8) / 1e8,
          '',
          '',
        ]),
      ),
    ],
  );
}
