import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type { Comparison, Summary, Timeline } from '../../server/land/contract.ts';
import { HAZARD_KINDS, ORDNANCE_KINDS, RELEASE_METHODS, STATE_GROUPS } from '../../server/vocabulary.ts';
import { expect, test } from './server.ts';

/** Screen, server and a sum of spans made here, of the same random questions. `LANDCLEAR_LONG=1` asks many more. */
const QUESTIONS = process.env.LANDCLEAR_LONG ? 150 : 12;
const PAIRS = process.env.LANDCLEAR_LONG ? 400 : 40;

const DAY = 86_400_000;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const [FIRST, LAST] = [Date.parse('1991-06-01') / DAY, Date.parse('2026-06-01') / DAY];

interface Question {
  day: number;
  places: string[];
  operators: string[];
  ordnance: string[];
  methods: string[];
  kinds: string[];
  states: string[];
}

interface Span {
  state: number;
  from_day: number;
  to_day: number;
  area: number;
  place: number;
  operator: number;
  ordnance: number;
}

/** By state, in the order of the ledger, in km². */
type Land = number[];

/** What spans say of a question, in words of server/land/README.md alone. */
function sumOf(
  spans: readonly Span[],
  places: string[],
  operators: string[],
  parents: Map<string, string | null>,
  asked: Question,
): Land {
  const isWithin = (code: string | null | undefined): boolean =>
    code !== null && code !== undefined && (asked.places.includes(code) || isWithin(parents.get(code)));
  const here = places.map((code) => asked.places.length === 0 || isWithin(code));
  const theirs = operators.map((code) => asked.operators.length === 0 || asked.operators.includes(code));
  const bits = ORDNANCE_KINDS.reduce((mask, kind, bit) => (asked.ordnance.includes(kind) ? mask + 2 ** bit : mask), 0);
  const takesNone = asked.ordnance.includes('none');
  // suspected, confirmed, cancelled, reduced, cleared, closed, then the three outside recorded hazards
  const methodOf = [null, null, ...RELEASE_METHODS, null, ...RELEASE_METHODS];
  const kindOf = ['SHA', 'CHA'];
  const groupOf = ['remaining', 'remaining', 'released', 'released', 'released', 'closed', 'released', 'released', 'released'];
  const hundredths: number[] = new Array(9).fill(0);
  for (const { state, from_day, to_day, area, place, operator, ordnance } of spans) {
    if (from_day > asked.day || to_day <= asked.day || !here[place]) continue;
    if (asked.ordnance.length > 0 && (ordnance & bits) === 0 && !(takesNone && ordnance === 0)) continue;
    if (asked.states.length > 0 && !asked.states.includes(groupOf[state] as string)) continue;
    const method = methodOf[state] ?? null;
    if (method !== null && (!theirs[operator] || (asked.methods.length > 0 && !asked.methods.includes(method)))) continue;
    const kind = kindOf[state];
    if (kind !== undefined && asked.kinds.length > 0 && !asked.kinds.includes(kind)) continue;
    hundredths[state] = (hundredths[state] as number) + area;
  }
  return hundredths.map((sum) => sum / 1e8);
}

const landOf = ({
  remaining_km2: remaining,
  released_km2: released,
  closed_km2: closed,
  outside_km2: outside,
}: Summary): Land => [
  ...[remaining.suspected, remaining.confirmed, released.cancelled, released.reduced, released.cleared, closed],
  ...[outside.cancelled, outside.reduced, outside.cleared],
];

function expectSame(found: Land, wanted: Land, of: string): void {
  expect(found, of).toHaveLength(wanted.length);
  for (const [state, km2] of wanted.entries())
    expect(Math.abs((found[state] as number) - km2), `${of}, state ${state}`).toBeLessThan(1e-9);
}

const parametersOf = ({ places, operators, ordnance, methods, kinds, states }: Question): string =>
  Object.entries({ place: places, operator: operators, ordnance, method: methods, kind: kinds, state: states })
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `&${name}=${values.join()}`)
    .join('');

async function load(url: string) {
  const answer = <Body>(path: string) => fetch(url + path).then((response) => response.json() as Promise<Body>);
  const table = tableFromIPC(new Uint8Array(await (await fetch(`${url}/api/ledger.arrow?programme=XKH`)).arrayBuffer()));
  const names = ['state', 'from_day', 'to_day', 'area', 'place', 'operator', 'ordnance'] as const;
  const columns = names.map((name) => table.getChild(name)?.toArray() as ArrayLike<number>);
  const spans = Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row]])),
  ) as unknown as Span[];
  const { items } = await answer<{ items: { code: string; parent: string | null }[] }>('/api/places?programme=XKH');
  const listOf = (name: string): string[] => JSON.parse(table.schema.metadata.get(name) ?? '[]');
  return {
    answer,
    places: items.map(({ code }) => code),
    operators: listOf('operators'),
    sum: (asked: Question) =>
      sumOf(spans, listOf('places'), listOf('operators'), new Map(items.map(({ code, parent }) => [code, parent])), asked),
  };
}

const questions = (places: string[], operators: string[]): fc.Arbitrary<Question> => {
  const some = (list: readonly string[], most: number) =>
    fc.oneof(fc.constant<string[]>([]), fc.subarray([...list], { minLength: 1, maxLength: most }));
  return fc.record({
    day: fc.integer({ min: FIRST, max: LAST }),
    places: some(places, 4),
    operators: some(operators, 3),
    ordnance: some([...ORDNANCE_KINDS, 'none'], 2),
    methods: some(RELEASE_METHODS, 2),
    kinds: some(HAZARD_KINDS, 1),
    states: some(STATE_GROUPS, 2),
  });
};

test('random questions: the screen says what the server says, and both what the spans add up to', async ({
  calmPage: page,
  demo,
}) => {
  test.setTimeout(QUESTIONS * 20_000 + 60_000);
  const { answer, places, operators, sum } = await load(demo.url);
  for (const asked of fc.sample(questions(places, operators), QUESTIONS)) {
    const question = `programme=XKH${parametersOf(asked)}`;
    const of = `${question} ${dateOf(asked.day)}`;
    const wanted = sum(asked);
    const summary = await answer<Summary>(`/api/summary?${question}&as_of=${dateOf(asked.day)}`);
    expectSame(landOf(summary), wanted, `server: ${of}`);
    await page.goto(`${demo.url}/?${question}&as_of=${dateOf(asked.day)}`);
    await expect(page.getByTestId('inside-closed')).toBeVisible();
    const shown = await page.evaluate(() =>
      ['inside-suspected', 'inside-confirmed', 'inside-cancelled', 'inside-reduced', 'inside-cleared', 'inside-closed']
        .concat(['outside-cancelled', 'outside-reduced', 'outside-cleared'])
        .map((id) => Number(document.querySelector(`[data-testid=${id}]`)?.getAttribute('data-value'))),
    );
    expectSame(shown, wanted, `screen: ${of}`);
  }
});

test('random pairs of dates: the account closes to the last square metre, and so do the years between', async ({ demo }) => {
  test.setTimeout(300_000);
  const { answer, places, operators, sum } = await load(demo.url);
  const pairs = fc.tuple(questions(places, operators), fc.integer({ min: 1, max: 12_000 }));
  for (const [asked, length] of fc.sample(pairs, PAIRS)) {
    const ground = { ...asked, operators: [], methods: [], kinds: [] };
    // a period of no day is refused
    const from = Math.min(LAST - 1, asked.day);
    const to = Math.min(LAST, from + length);
    const question = `programme=XKH${parametersOf(ground)}&from=${dateOf(from)}&to=${dateOf(to)}`;
    const remainingOn = (day: number) => {
      const [suspected = 0, confirmed = 0] = sum({ ...ground, day });
      return suspected + confirmed;
    };
    const compared = await answer<Comparison>(`/api/compare?${question}`);
    expectSame([compared.opening_km2, compared.closing_km2], [remainingOn(from), remainingOn(to)], question);
    const moved = compared.movements.reduce((total, { km2 }) => total + km2, 0);
    expectSame([compared.opening_km2 + moved], [compared.closing_km2], question);
    const { items } = await answer<Timeline>(`/api/timeline?${question}`);
    for (const { to: end, remaining_km2: remaining } of items)
      expectSame([remaining.total], [remainingOn(Date.parse(end) / DAY)], `${question}: ${end}`);
  }
});
