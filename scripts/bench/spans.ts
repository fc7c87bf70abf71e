import { type LedgerColumns, type MovementColumns, STILL } from '../../server/engine/columns.ts';
import { firstOfYear, yearOf } from '../../server/engine/days.ts';
import { type LandFilter, NO_FILTER } from '../../server/engine/filter.ts';
import { CLOSURE_REASONS, LAND_STATES, MOVEMENT_KINDS, ORDNANCE_KINDS, RELEASE_METHODS } from '../../server/vocabulary.ts';
import { randomNumbers } from '../generate/belt.ts';

/** What a large programme may hold; random columns are the hardest case: hardly two spans have all in common. */
const PLACES_OF_A_PROVINCE = 8;
const PROVINCES = 25;
const OPERATORS = 15;
const MASKS = 12;
export const FIRST_YEAR = 1990;
export const YEARS = 35;
export const FIRST_DAY = firstOfYear(FIRST_YEAR);
const DAYS = YEARS * 365;

const leafCode = (province: number, leaf: number): string => `${province}-${leaf}`;

/** 25 provinces of 8 leaf places each, as `/api/places` lists them, as far as filters read them. */
export const PLACES = Array.from({ length: PROVINCES }, (_, province) => [
  { code: String(province), parent: null },
  ...Array.from({ length: PLACES_OF_A_PROVINCE }, (_leaf, leaf) => ({
    code: leafCode(province, leaf),
    parent: String(province),
  })),
]).flat() as never[];

/** Spans of 200 places, 15 operators, 12 combinations of ordnance, 9 states, 35 years; two fifths are still so. */
export function randomSpans(length: number): LedgerColumns {
  const random = randomNumbers(5);
  const below = (count: number) => Math.floor(random() * count);
  const masks = Array.from({ length: MASKS }, () => 1 + below(2 ** ORDNANCE_KINDS.length - 1));
  const fromDay = Int32Array.from({ length }, () => FIRST_DAY + below(DAYS));
  return {
    length,
    dataVersion: '',
    state: Uint8Array.from({ length }, () => below(LAND_STATES.length)),
    fromDay,
    toDay: fromDay.map((from) => (random() < 0.4 ? STILL : from + 1 + below(3650))),
    area: Float64Array.from({ length }, () => below(1e8)),
    x: Int32Array.from({ length }, () => 1.02e9 + below(5e7)),
    y: Int32Array.from({ length }, () => 1.1e8 + below(3e7)),
    polygonZoom: new Uint8Array(length),
    undated: new Uint8Array(length),
    face: Int32Array.from({ length }, (_, index) => index),
    place: Int16Array.from({ length }, () => 1 + below(PROVINCES * PLACES_OF_A_PROVINCE)),
    operator: Int16Array.from({ length }, () => below(OPERATORS)),
    ordnance: Uint8Array.from({ length }, () => masks[below(MASKS)] as number),
    places: [
      'none',
      ...Array.from({ length: PROVINCES * PLACES_OF_A_PROVINCE }, (_, index) =>
        leafCode(Math.floor(index / PLACES_OF_A_PROVINCE), index % PLACES_OF_A_PROVINCE),
      ),
    ],
    operators: Array.from({ length: OPERATORS }, (_, index) => (index === 0 ? 'none' : `operator ${index}`)),
  };
}

/** What moved to make such a ledger: as many movements, of the kinds that occur, one in fifty without a date. */
export function randomMovements(length: number): MovementColumns {
  const { fromDay: day, area, place, operator, ordnance, places, operators, x, y, face } = randomSpans(length);
  const random = randomNumbers(11);
  const below = (count: number) => Math.floor(random() * count);
  const index = {
    kind: (kind: string) => MOVEMENT_KINDS.indexOf(kind as never),
    state: (state: string) => LAND_STATES.indexOf(state as never),
  };
  const occurring = [
    ...LAND_STATES.filter((state) => state !== 'closed').map((state) => ['recorded', null, state] as const),
    ...(['suspected', 'confirmed'] as const).flatMap((state) => [
      ...RELEASE_METHODS.map((method) => [method, state, method] as const),
      ['closed', state, 'closed'] as const,
    ]),
    ...RELEASE_METHODS.flatMap((method) => [
      ['re-opened', method, 'suspected'] as const,
      ['reclassified', method, 'cleared'] as const,
    ]),
    ...([
      ['upgraded', 'suspected', 'confirmed'],
      ['downgraded', 'confirmed', 'suspected'],
    ] as const),
  ];
  const which = Uint8Array.from({ length }, () => below(occurring.length));
  const of = (value: (row: (typeof occurring)[number]) => number) =>
    which.map((at) => value(occurring[at] as (typeof occurring)[number]));
  const kind = of(([name]) => index.kind(name));
  return {
    ...{ length, day, area, place, operator, ordnance, places, operators, x, y, face, kind },
    fromState: of(([, from]) => (from === null ? 255 : index.state(from))),
    toState: of(([, , to]) => index.state(to)),
    closedReason: kind.map((code) => (code === index.kind('closed') ? below(CLOSURE_REASONS.length) : 255)),
    undated: Uint8Array.from({ length }, () => Number(random() < 0.02)),
  };
}

/** What a user asks: land by state at the end of a day, or of every year, of what a filter keeps. */
export interface Question {
  filter: LandFilter;
  day: number | 'every year';
}

/** One kind of change, as the user makes it again and again. */
export interface Round {
  name: string;
  questions: Question[];
}

const rounds: [name: string, question: (turn: number) => Partial<LandFilter>, day?: (turn: number) => Question['day']][] = [
  ['date: another year', () => ({}), (turn) => FIRST_DAY + 2000 + ((turn * 4001) % 9000)],
  ['date: the next day', () => ({}), (turn) => FIRST_DAY + 9000 + turn],
  ['place: a province', (turn) => ({ places: [String(turn + 1)] })],
  ['operator', (turn) => ({ operators: [`operator ${turn + 1}`] })],
  ['ordnance', (turn) => ({ ordnance: [ORDNANCE_KINDS[turn % ORDNANCE_KINDS.length] as (typeof ORDNANCE_KINDS)[number]] })],
  ['method', (turn) => ({ methods: [(['cleared', 'reduced', 'cancelled'] as const)[turn % 3] as 'cleared'] })],
  ['kind', (turn) => ({ kinds: [turn % 2 === 0 ? 'CHA' : 'SHA'] })],
  ['no filter, and one again', (turn) => (turn % 2 === 0 ? {} : { ordnance: ['anti_personnel_mine'] })],
  [
    'every year, other ordnance',
    (turn) => ({ ordnance: [ORDNANCE_KINDS[turn % ORDNANCE_KINDS.length] as (typeof ORDNANCE_KINDS)[number]] }),
    () => 'every year',
  ],
];

export const roundsOf = (turns: number): Round[] =>
  rounds.map(([name, filter, day = () => FIRST_DAY + 9000]) => ({
    name,
    questions: Array.from({ length: turns }, (_, turn) => ({ filter: { ...NO_FILTER, ...filter(turn) }, day: day(turn) })),
  }));

/** 31 December of each year; a span counts from the first of these on or after its first day. Days since 1970. */
export const yearEnds = Int32Array.from({ length: YEARS }, (_, year) => firstOfYear(FIRST_YEAR + year + 1) - 1);
export const LAST_DAY = yearEnds[YEARS - 1] as number;
/** Index of the first year whose end is not before the day; YEARS: none. */
export const yearFrom = (day: number): number => (day > LAST_DAY ? YEARS : yearOf(day) - FIRST_YEAR);
