import { op, table } from 'arquero';
import crossfilter from 'crossfilter2';
import type { LedgerColumns } from '../../server/engine/columns.ts';
import { cubeOf } from '../../server/engine/cube.ts';
import { areasAt } from '../../server/engine/figures.ts';
import type { LandFilter } from '../../server/engine/filter.ts';
import { keptGroups, keptSpans } from '../../server/engine/kept.ts';
import { leavesOfAny } from '../../server/engine/places.ts';
import { areasOn, type LandTimeline, timelineOf } from '../../server/engine/timeline.ts';
import { LAND_STATES, ordnanceMask } from '../../server/vocabulary.ts';
import { landByYear, landByYearOn } from '../../web/src/charts/series.ts';
import { PLACES, type Question, YEARS, yearEnds, yearFrom } from './spans.ts';

/**
 * Answers questions one after another, keeping what helps with the next. An answer is hundredths of m² by state, of one day or
 * of every year in turn; all contenders must give the same.
 */
export interface Contender {
  name: string;
  ask: (question: Question) => Float64Array;
}

const STATES = LAND_STATES.length;
const METHODS = LAND_STATES.map((state) => /cancelled|reduced|cleared/.exec(state)?.[0] ?? null);
const KINDS = LAND_STATES.map((state) => ({ suspected: 'SHA', confirmed: 'CHA' })[state as string] ?? null);
const FIRST_DAY = (yearEnds[0] as number) - 364;
const LAST_DAY = yearEnds[YEARS - 1] as number;

const allYears = (hundredths: Float64Array[]): Float64Array => {
  const all = new Float64Array(YEARS * STATES);
  hundredths.forEach((areas, year) => {
    all.set(areas, year * STATES);
  });
  return all;
};

/** What begins in and what ends before a year's end becomes what is there at its end. Both: by state * (YEARS + 1) + year. */
function addedUp(begins: Float64Array, ends: Float64Array): Float64Array {
  const all = new Float64Array(YEARS * STATES);
  for (let state = 0; state < STATES; state += 1) {
    let sum = 0;
    for (let year = 0; year < YEARS; year += 1) {
      const at = state * (YEARS + 1) + year;
      sum += (begins[at] as number) - (ends[at] as number);
      all[year * STATES + state] = sum;
    }
  }
  return all;
}

/** The page: a filter is one merge of changes, a date a look-up. */
export function landclear(columns: LedgerColumns): Contender {
  const cube = cubeOf({ ...columns, code: columns.state }, STATES);
  let filter: LandFilter | null = null;
  let timeline: LandTimeline = timelineOf(cube);
  return {
    name: 'Landclear',
    ask: (question) => {
      if (JSON.stringify(question.filter) !== JSON.stringify(filter)) {
        filter = question.filter;
        timeline = timelineOf(cube, keptGroups(cube, columns, filter, PLACES));
      }
      return question.day === 'every year'
        ? allYears(landByYearOn(timeline, FIRST_DAY, LAST_DAY).hundredths)
        : areasOn(timeline, question.day);
    },
  };
}

/** Passes over the columns: what the page does until the cube is there. */
export function passes(columns: LedgerColumns): Contender {
  return {
    name: 'passes',
    ask: ({ filter, day }) => {
      const kept = keptSpans(columns, filter, PLACES);
      return day === 'every year'
        ? allYears(landByYear(columns, FIRST_DAY, LAST_DAY, kept).hundredths)
        : areasAt(columns, day, kept);
    },
  };
}

/** https://idl.uw.edu/arquero/: expressions over the same typed arrays; only the conditions that a question has. */
export function arquero(columns: LedgerColumns): Contender {
  const { state, fromDay, toDay, area, place, operator, ordnance } = columns;
  const keyOf = (days: Int32Array) => days.map((day, span) => (state[span] as number) * (YEARS + 1) + yearFrom(day));
  const spans = table({
    ...{ state, from: fromDay, to: toDay, area, place, operator, ordnance },
    // what a user's page would work out once
    ...{ begins: keyOf(fromDay), ends: keyOf(toDay) },
  });
  const lists = {
    isReleased: METHODS.map((method) => method !== null),
  };
  return {
    name: 'Arquero',
    ask: ({ filter, day }) => {
      const conditions: string[] = [];
      if (day !== 'every year') conditions.push('d.from <= $.day && d.to > $.day');
      if (filter.places.length > 0) conditions.push('$.leaves[d.place]');
      if (filter.operators.length > 0) conditions.push('(!$.isReleased[d.state] || $.operators[d.operator])');
      if (filter.ordnance.length > 0) conditions.push('(d.ordnance & $.mask) !== 0');
      if (filter.methods.length > 0) conditions.push('$.methods[d.state]');
      if (filter.kinds.length > 0) conditions.push('$.kinds[d.state]');
      const leaves = leavesOfAny(filter.places, PLACES);
      const chosen = spans.params({
        ...lists,
        day,
        leaves: columns.places.map((code) => leaves.has(code)),
        operators: columns.operators.map((code) => filter.operators.includes(code)),
        mask: ordnanceMask(filter.ordnance),
        methods: METHODS.map((method) => method === null || (filter.methods as string[]).includes(method)),
        kinds: KINDS.map((kind) => kind === null || (filter.kinds as string[]).includes(kind)),
      });
      const kept = conditions.length === 0 ? chosen : chosen.filter(`(d, $) => ${conditions.join(' && ')}`);
      const sums = (key: string, size: number): Float64Array => {
        const found = new Float64Array(size);
        const totals = kept.groupby(key).rollup({ total: op.sum('area') });
        for (const row of totals.objects() as Record<string, number>[]) found[row[key] as number] = row.total as number;
        return found;
      };
      const size = STATES * (YEARS + 1);
      return day === 'every year' ? addedUp(sums('begins', size), sums('ends', size)) : sums('state', STATES);
    },
  };
}

/** https://crossfilter.github.io/crossfilter/: a dimension a filter, of which only what changed is told; one group a question. */
export function crossfilter2(columns: LedgerColumns): Contender {
  const { length, state, fromDay, toDay, area, place, operator, ordnance } = columns;
  const spans = crossfilter(Array.from({ length }, (_, index) => index));
  const by = <Value extends number>(value: (span: number) => Value) => spans.dimension(value);
  const isReleased = (span: number) => METHODS[state[span] as number] !== null;
  const dimensions = {
    from: by((span) => fromDay[span] as number),
    to: by((span) => toDay[span] as number),
    place: by((span) => place[span] as number),
    // −1: not released land, which operators and methods do not choose
    operators: by((span) => (isReleased(span) ? (operator[span] as number) : -1)),
    ordnance: by((span) => ordnance[span] as number),
    state: by((span) => state[span] as number),
    byState: by((span) => state[span] as number),
    begins: by((span) => (state[span] as number) * (YEARS + 1) + yearFrom(fromDay[span] as number)),
    ends: by((span) => (state[span] as number) * (YEARS + 1) + yearFrom(toDay[span] as number)),
  };
  const areaOf = (span: number) => area[span] as number;
  type Groups = { name: string; groups: { dispose(): unknown; all(): readonly { key: unknown; value: unknown }[] }[] };
  let live: Groups = { name: '', groups: [] };
  let asked: LandFilter | null = null;
  let onDay: Question['day'] = 'every year';

  const changed = (name: keyof LandFilter, filter: LandFilter) => JSON.stringify(asked?.[name]) !== JSON.stringify(filter[name]);
  return {
    name: 'crossfilter2',
    ask: ({ filter, day }) => {
      const name = day === 'every year' ? 'years' : 'day';
      if (live.name !== name) {
        for (const group of live.groups) group.dispose();
        const grouped = name === 'day' ? [dimensions.byState] : [dimensions.begins, dimensions.ends];
        live = { name, groups: grouped.map((dimension) => dimension.group<number, number>().reduceSum(areaOf)) };
      }
      if (day !== onDay && day === 'every year') for (const one of [dimensions.from, dimensions.to]) one.filterAll();
      else if (day !== onDay) {
        dimensions.from.filterRange([-Infinity, (day as number) + 1]);
        dimensions.to.filterRange([(day as number) + 1, Infinity]);
      }
      onDay = day;
      if (changed('places', filter)) {
        const leaves = [...leavesOfAny(filter.places, PLACES)].map((code) => columns.places.indexOf(code));
        // leaves of a province are neighbours: a range, the quickest filter
        if (leaves.length === 0) dimensions.place.filterAll();
        else dimensions.place.filterRange([Math.min(...leaves), Math.max(...leaves) + 1]);
      }
      if (changed('operators', filter)) {
        const wanted = new Set([-1, ...filter.operators.map((code) => columns.operators.indexOf(code))]);
        if (filter.operators.length === 0) dimensions.operators.filterAll();
        else dimensions.operators.filterFunction((code) => wanted.has(code as number));
      }
      if (changed('ordnance', filter)) {
        const mask = ordnanceMask(filter.ordnance);
        if (filter.ordnance.length === 0) dimensions.ordnance.filterAll();
        else dimensions.ordnance.filterFunction((bits) => ((bits as number) & mask) !== 0);
      }
      if (changed('methods', filter) || changed('kinds', filter)) {
        const isKept = LAND_STATES.map(
          (_, at) =>
            (filter.methods.length === 0 ||
              METHODS[at] === null ||
              (filter.methods as string[]).includes(METHODS[at] as string)) &&
            (filter.kinds.length === 0 || KINDS[at] === null || (filter.kinds as string[]).includes(KINDS[at] as string)),
        );
        if (isKept.every((kept) => kept)) dimensions.state.filterAll();
        else dimensions.state.filterFunction((at) => isKept[at as number] as boolean);
      }
      asked = filter;
      const [first, second] = live.groups.map((group) => {
        const found = new Float64Array(name === 'day' ? STATES : STATES * (YEARS + 1));
        for (const { key, value } of group.all()) found[key as number] = value as number;
        return found;
      }) as [Float64Array, Float64Array];
      return name === 'day' ? first : addedUp(first, second);
    },
  };
}

export const CONTENDERS = [landclear, passes, arquero, crossfilter2];
