import { LAND_STATES } from '../../server/vocabulary.ts';
import { cubeOf } from '../../web/src/land/cube.ts';
import { partsOn } from '../../web/src/land/parts.ts';
import { timelineIn } from '../../web/src/land/timeline.ts';
import { CONTENDERS } from './contenders.ts';
import { randomSpans, roundsOf } from './spans.ts';

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
