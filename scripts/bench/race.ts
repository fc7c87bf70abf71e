import { Answers } from '../../server/engine/answers.ts';
import { cubeOf } from '../../server/engine/cube.ts';
import { NO_FILTER } from '../../server/engine/filter.ts';
import { Moved } from '../../server/engine/moved.ts';
import { cubeOfMovements } from '../../server/engine/movement-cube.ts';
import { movementsIn } from '../../server/engine/movements.ts';
import { movementsByPeriod } from '../../server/engine/movements-by-period.ts';
import { partsOn } from '../../server/engine/parts.ts';
import { endsOf, periodsFrom } from '../../server/engine/periods.ts';
import { timelineIn } from '../../server/engine/timeline.ts';
import { LAND_STATES, ORDNANCE_KINDS } from '../../server/vocabulary.ts';
import { CONTENDERS } from './contenders.ts';
import { FIRST_DAY, LAST_DAY, PLACES, randomMovements, randomSpans, roundsOf } from './spans.ts';
import { squareTimes } from './squares.ts';

/** Median and longest milliseconds of a contender's turns in a round. */
export interface Lap {
  round: string;
  name: string;
  milliseconds: number;
  longest: number;
}

const TURNS = 9;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

/**
 * The same questions to each contender over the same columns, in Node or in a page.
 * @throws Error where two contenders answer differently
 */
export function race(length: number): Lap[] {
  const columns = randomSpans(length);
  const laps: Lap[] = [];
  const answers = new Map<string, Float64Array>();
  for (const make of CONTENDERS) {
    const [contender, making] = timed(() => make(columns));
    laps.push({ round: 'made ready, once', name: contender.name, milliseconds: making, longest: making });
    for (const { name: round, questions } of roundsOf(TURNS + 1)) {
      const times = questions.map((question, turn) => {
        const [answer, time] = timed(() => contender.ask(question));
        const key = `${round} ${turn}`;
        const other = answers.get(key) ?? answer;
        if (answer.some((value, at) => value !== other[at])) throw new Error(`${contender.name} answers otherwise: ${key}`);
        answers.set(key, answer);
        return time;
      });
      // the first turn of a round is the change to it
      const turns = times.slice(1);
      laps.push({ round, name: contender.name, milliseconds: median(turns), longest: Math.max(...turns) });
    }
  }

  const cube = cubeOf({ ...columns, code: columns.state }, LAND_STATES.length);
  const views = Array.from(
    { length: TURNS },
    (_, turn) => timed(() => timelineIn(cube, columns, null, [102, 11, 104 + turn * 0.3, 13]))[1],
  );
  laps.push({ round: 'a view of the map', name: 'Landclear', milliseconds: median(views), longest: Math.max(...views) });
  const parts = columns.places.length;
  const byPlace = { by: 'place', partOf: Int16Array.from({ length: parts }, (_, place) => place), parts } as const;
  const ranked = Array.from(
    { length: TURNS },
    (_, turn) => timed(() => partsOn(cube, byPlace, Int32Array.of(15_000 + turn * 500), null))[1],
  );
  laps.push({
    round: `${parts} places at a date`,
    name: 'Landclear',
    milliseconds: median(ranked),
    longest: Math.max(...ranked),
  });
  const years = Int32Array.from({ length: 35 }, (_, year) => 8_000 + year * 365);
  const drawn = Array.from({ length: TURNS }, () => timed(() => partsOn(cube, byPlace, years, null))[1]);
  laps.push({
    round: `${parts} places in 35 years`,
    name: 'Landclear',
    milliseconds: median(drawn),
    longest: Math.max(...drawn),
  });
  for (const [round, times] of squareTimes(columns, cube, TURNS))
    laps.push({ round, name: 'Landclear', milliseconds: median(times), longest: Math.max(...times) });
  return [...laps, ...movementLaps(length)];
}

/** A window and every month, of what a filter keeps: by the cube of movements, and by the passes that answer until it is there. */
function movementLaps(length: number): Lap[] {
  const movements = randomMovements(length);
  const [movementCube, making] = timed(() => cubeOfMovements(movements));
  const byCube = new Moved(movementCube, movements);
  const land = { columns: null, movements, cube: null };
  const periods = periodsFrom(FIRST_DAY, LAST_DAY, 'month');
  const laps: Lap[] = [{ round: 'movements: made ready, once', name: 'Landclear', milliseconds: making, longest: making }];
  const told = new Map<string, string>();
  for (const [name, cube] of [
    ['Landclear', byCube],
    ['passes', null],
  ] as const) {
    const times = { filter: [] as number[], date: [] as number[] };
    for (let turn = 0; turn < TURNS; turn += 1) {
      const filter = {
        ...NO_FILTER,
        ordnance: [ORDNANCE_KINDS[turn % ORDNANCE_KINDS.length] as (typeof ORDNANCE_KINDS)[number]],
      };
      const answers = new Answers({ ...land, moved: cube }, filter, PLACES);
      const window = (to: number) => {
        const { moves, kept } = answers.movedBy([to - 1000, to]) ?? { moves: movements, kept: null };
        return movementsIn(moves, to - 1000, to, kept);
      };
      const [said, time] = timed(() => {
        const { moves, kept } = answers.movedBy(endsOf(periods)) ?? { moves: movements, kept: null };
        return [window(LAST_DAY), movementsByPeriod(moves, periods, kept).moved];
      });
      times.filter.push(time);
      const [, next] = timed(() => window(LAST_DAY - 400 - turn));
      times.date.push(next);
      const key = JSON.stringify(said, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value));
      if ((told.get(String(turn)) ?? key) !== key) throw new Error(`the cube of movements answers otherwise: ${turn}`);
      told.set(String(turn), key);
    }
    for (const [what, list] of [
      ['movements: other ordnance, every month', times.filter],
      ['movements: another window', times.date],
    ] as const)
      laps.push({ round: what, name, milliseconds: median(list), longest: Math.max(...list) });
  }
  return laps;
}

/** A line a round: times in milliseconds, and of the others as multiples of ours. */
export function linesOf(laps: readonly Lap[]): [what: string, value: string][] {
  return [...new Set(laps.map(({ round }) => round))].map((round) => {
    const [ours, ...others] = laps.filter((lap) => lap.round === round) as [Lap, ...Lap[]];
    const base = Math.max(ours.milliseconds, 0.05);
    return [
      round,
      [
        `${ours.milliseconds.toFixed(1)} ms (longest ${ours.longest.toFixed(1)})`,
        ...others.map(({ name, milliseconds }) => `${name} ${milliseconds.toFixed(1)} (${(milliseconds / base).toFixed(1)}×)`),
      ].join('; '),
    ];
  });
}
