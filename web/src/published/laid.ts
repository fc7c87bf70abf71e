import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import type { LandFilter } from '../../../server/engine/filter.ts';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import type { OrdnanceChoice } from '../../../server/vocabulary.ts';
import { METHODS_OF, sourceParts } from './compare.ts';
import { readScope } from './scope.ts';

/** Why a published figure is not laid over a chart. */
export const LEFT_OUT = ['scope', 'place', 'state', 'kind', 'method', 'operators', 'ordnance', 'period', 'number'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** What the chart's figures are of. */
export interface Shown {
  /** English name of the country whose figures were published. */
  country: string;
  filter: LandFilter;
  /** They are of an area that the user drew. */
  isOfArea: boolean;
  /** Kinds of ordnance that occur in the programme: others cannot be chosen. */
  occurring: readonly OrdnanceChoice[];
  operatorName: (code: string) => string;
}

/** A published figure beside the chart's own. */
export interface Laid {
  figure: PublishedFigure;
  /** The day at whose end, or at the end of whose year, it lies; days since 1970; null: it has no place in the chart. */
  day: number | null;
  /** Null: it is laid over the chart. */
  leftOut: LeftOut | null;
  /** km² that the chart says of the same; null where it does not say the same. */
  own: number | null;
}
/** One that is drawn. */
export type Mark = Laid & { day: number; figure: { value: number } };

/** A figure of other land, other operators or another method must not lie over the chart's: both measure and scope must match. */
function otherThan(
  { measure, scope }: PublishedFigure,
  { country, filter, isOfArea, occurring, operatorName }: Shown,
): LeftOut | null {
  const of = readScope(scope, country);
  if (of === null) return 'scope';
  if (filter.places.length > 0 || filter.bbox !== null || isOfArea) return 'place';
  if (filter.states.length > 0) return 'state';
  const methods = METHODS_OF[measure];
  if (methods === undefined) {
    // what remains does not ask who released or how
    if (filter.kinds.length > 0) return 'kind';
    if (of.operator !== null) return 'operators';
  } else {
    if (filter.methods.length > 0 && methods.some((method) => !filter.methods.includes(method))) return 'method';
    const [operator, ...others] = filter.operators;
    const names = operator === undefined ? [] : [operator, operatorName(operator)].map((name) => name.toLowerCase());
    const isSame =
      of.operator === null ? operator === undefined : others.length === 0 && names.includes(of.operator.toLowerCase());
    if (!isSame) return 'operators';
  }
  const isChosen = (kind: OrdnanceChoice) => filter.ordnance.length === 0 || filter.ordnance.includes(kind);
  return occurring.every((kind) => isChosen(kind) === of.ordnance.includes(kind)) ? null : 'ordnance';
}

/** The day at whose end a state is told: the last of the year or of the month; null: several years. */
export function dayOfState({ period }: Pick<PublishedFigure, 'period'>): number | null {
  const [, year, month] = /^(\d{4})(?:-(\d{2}))?$/.exec(period) ?? [];
  return year === undefined ? null : Date.UTC(Number(year), month === undefined ? 12 : Number(month), 1) / MILLISECONDS_A_DAY - 1;
}

/** The last day of a full year; null where a figure is of a part of one, or of several. */
export const dayOfFullYear = ({ year, period }: Pick<PublishedFigure, 'year' | 'period'>): number | null =>
  year !== null && period === String(year) ? Date.UTC(year + 1, 0, 1) / MILLISECONDS_A_DAY - 1 : null;

/**
 * The published figures of some measures beside a chart, those of one year in the order of the files.
 * @param ownOf what the chart says at that day of that measure, km²; null: it says nothing of it.
 */
export function laidOver(
  figures: readonly PublishedFigure[],
  measures: readonly string[],
  shown: Shown,
  ownOf: (measure: string, day: number) => number | null,
): Laid[] {
  return figures
    .filter(({ measure }) => measures.includes(measure))
    .map((figure) => {
      const day = figure.measure in METHODS_OF ? dayOfFullYear(figure) : dayOfState(figure);
      const other = otherThan(figure, shown);
      const own = other !== null || day === null ? null : ownOf(figure.measure, day);
      return { figure, day, own, leftOut: other ?? (own === null ? 'period' : figure.value === null ? 'number' : null) };
    });
}

export const marksOf = (laid: readonly Laid[]): Mark[] =>
  laid.filter((one): one is Mark => one.leftOut === null).toSorted((one, other) => one.day - other.day);

/** How many are left out, by reason; reasons that do not occur are not named. */
export const leftOutBy = (laid: readonly Laid[]): { reason: LeftOut; count: number }[] =>
  LEFT_OUT.map((reason) => ({ reason, count: laid.filter(({ leftOut }) => leftOut === reason).length })).filter(
    ({ count }) => count > 0,
  );

/** A source in a few words with its year, as it stands beside a mark. */
export function shortName(source: string): string {
  const { name } = sourceParts(source);
  const bare = name.replace(/\s*\([^)]*\)?$/, '');
  const year = /\b(19|20)\d{2}\b/.exec(name.slice(bare.length))?.[0];
  const short = bare.length <= 32 ? bare : `${bare.slice(0, 31).replace(/\s+\S*$/, '')}…`;
  return year === undefined ? short : `${short} ${year}`;
}
