import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LedgerColumns, STILL } from '../../../server/engine/columns.ts';
import { areasAt, figuresOf } from '../../../server/engine/figures.ts';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import { keptSpans } from '../../../server/engine/kept.ts';
import { partsAt } from '../../../server/engine/parts.ts';
import type { PlaceItem } from '../../../server/places/contract.ts';
import { LAND_STATES, ORDNANCE_KINDS } from '../../../server/vocabulary.ts';
import { escapeXml } from '../charts/drawing.ts';
import { Speech } from '../i18n/index.ts';
import { multiplesCsvOf, rankingOf, seriesOf } from './multiples.ts';
import { type Cut, cutByOperator, cutByOrdnance, cutByPlace, levelsOf } from './multiples-cuts.ts';
import { multiplesSvgOf } from './multiples-drawing.ts';

const place = (code: string, level: number | null, parent: string | null): PlaceItem => ({
  ...{ code, name: code, names: {}, level, parent },
  ...{ area_km2: null, bbox: null },
});
const PLACES = [
  ...[place('none', null, null), place('A', 1, null), place('B', 1, null), place('C', 1, null)],
  ...[place('A1', 2, 'A'), place('A2', 2, 'A'), place('B1', 2, 'B'), place('A1x', 3, 'A1'), place('A1y', 3, 'A1')],
];
/** C has no places below it, A2 and B1 none of level 3. */
const LEAVES = ['none', 'A1x', 'A1y', 'A2', 'B1', 'C'];
const OPERATORS = ['', 'BETA', 'HALO'];
const codesOf = (cut: Cut) => cut.keys.map(({ code }) => code).sort();
const partOf = (cut: Cut, leaf: string) => cut.keys[cut.partition.partOf[LEAVES.indexOf(leaf)] as number]?.code ?? null;

const rows = fc.array(
  fc.record({
    state: fc.nat(LAND_STATES.length - 1),
    fromDay: fc.integer({ min: 0, max: 9 }),
    length: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(STILL - 9)),
    area: fc.integer({ min: 0, max: 1e12 }),
    place: fc.nat(LEAVES.length - 1),
    operator: fc.nat(2),
    ordnance: fc.nat(127),
  }),
  { maxLength: 40 },
);
type Row = typeof rows extends fc.Arbitrary<(infer One)[]> ? One : never;
const columnsOf = (spans: Row[]) =>
  ({
    length: spans.length,
    state: Uint8Array.from(spans, ({ state }) => state),
    fromDay: Int32Array.from(spans, ({ fromDay }) => fromDay),
    toDay: Int32Array.from(spans, ({ fromDay, length }) => fromDay + length),
    area: Float64Array.from(spans, ({ area }) => area),
    place: Int16Array.from(spans, ({ place: at }) => at),
    operator: Int16Array.from(spans, ({ operator }) => operator),
    ordnance: Uint8Array.from(spans, ({ ordnance }) => ordnance),
    x: new Int32Array(spans.length),
    y: new Int32Array(spans.length),
    ...{ places: LEAVES, operators: OPERATORS },
  }) as unknown as LedgerColumns;

const ranked = (columns: LedgerColumns, cut: Cut, measure: 'remaining' | 'released', day: number) =>
  rankingOf(partsAt(columns, cut.partition, LAND_STATES.length, Int32Array.of(day), null), cut, measure, (code) => code);

describe('a saved ranking', () => {
  it('tells parts apart whose long names begin alike, each by its whole name', () => {
    const names = [
      'two & three, so long that no line of the file could ever hold all of it',
      'two & three, so long that no line of the file could ever hold the rest',
    ];
    const columns = columnsOf([
      { state: 0, fromDay: 0, length: 5, area: 7e8, place: 1, operator: 0, ordnance: 1 },
      { state: 1, fromDay: 0, length: 5, area: 3e8, place: 4, operator: 0, ordnance: 1 },
    ]);
    const cut = cutByPlace(columns, PLACES, [], 1);
    const days = Int32Array.of(3);
    const figures = partsAt(columns, cut.partition, LAND_STATES.length, days, null);
    const ranking = rankingOf(figures, cut, 'remaining', (code) => names[code === 'A' ? 0 : 1] as string);
    const caption = {
      ...{ programme: 'P', title: 'T', filters: ['all'], figures: 'F', date: '1970-01-04', dataVersion: '1', source: 'S' },
      notes: [],
    };
    const shown = ranking.parts.filter(({ km2 }) => km2 > 0);
    const series = seriesOf(figures, cut, 'remaining');
    const svg = multiplesSvgOf(shown, ranking, series, ['1970'], 7, 'remaining', caption, new Speech('en'));
    const words = [...svg.matchAll(/<text[^>]*text-anchor="end">([^<]*)</g)].map(([, text]) => text).join(' ');
    for (const [index, name] of names.entries()) expect(words).toContain(escapeXml(`${index + 1}. ${name}`));
    expect(words).toContain('7.00 · 70.0%');
    const csv = multiplesCsvOf(ranking, series, ['1970'], 'remaining', caption);
    expect(csv).toContain('code,name,rank,year,confirmed_km2,suspected_km2,km2,share,cumulative_share');
    expect(csv).toContain(`B,"${names[1]}",2,,3,0,3,0.3,1`);
  });
});

describe('parts of a ranking', () => {
  it('levels are those below what is chosen', () => {
    expect(levelsOf(PLACES, [])).toEqual([1, 2, 3]);
    expect(levelsOf(PLACES, ['A'])).toEqual([2, 3]);
    expect(levelsOf(PLACES, ['A1x'])).toEqual([]);
    expect(levelsOf(PLACES, ['none'])).toEqual([]);
    expect(levelsOf(PLACES, ['C', 'A1'])).toEqual([2, 3]);
  });

  it('ground that has no place of the level stands as its own place, and every leaf is in one part', () => {
    const third = cutByPlace({ places: LEAVES }, PLACES, [], 3);
    expect(codesOf(third)).toEqual(['A1x', 'A1y', 'A2', 'B1', 'C', 'none']);
    expect(partOf(cutByPlace({ places: LEAVES }, PLACES, [], 1), 'A1x')).toBe('A');
    for (const level of [1, 2, 3])
      expect([...cutByPlace({ places: LEAVES }, PLACES, [], level).partition.partOf].every((part) => part >= 0)).toBe(true);
  });

  it('a chosen place that is below the level stands as itself: it is never called by the larger place that holds it', () => {
    const several = cutByPlace({ places: LEAVES }, PLACES, ['B', 'A1x'], 2);
    expect([partOf(several, 'A1x'), partOf(several, 'B1'), partOf(several, 'A1y'), partOf(several, 'none')]).toEqual([
      ...['A1x', 'B1'],
      ...[null, null],
    ]);
    expect(codesOf(cutByPlace({ places: LEAVES }, PLACES, ['A1x'], 1))).toEqual(['A1x']);
    expect(codesOf(cutByPlace({ places: LEAVES }, PLACES, ['none'], null))).toEqual(['none']);
  });

  it('each place and operator shows what its own filter selects, and the parts add up to the whole', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 20 }), (spans, day) => {
        const columns = columnsOf(spans);
        const whole = figuresOf(areasAt(columns, day));
        for (const level of [1, 2, 3]) {
          const { parts, whole: all } = ranked(columns, cutByPlace(columns, PLACES, [], level), 'remaining', day);
          expect(all).toBe(whole.remaining.total);
          for (const { code, km2 } of parts) {
            const kept = keptSpans(columns, { ...NO_FILTER, places: [code] }, PLACES);
            expect(km2).toBe(figuresOf(areasAt(columns, day, kept)).remaining.total);
          }
          // whole hundredths, below 2^53: their sum has no rounding
          expect(parts.reduce((sum, { km2 }) => sum + Math.round(km2 * 1e8), 0)).toBe(Math.round(all * 1e8));
        }
        const { parts } = ranked(columns, cutByOperator(columns), 'released', day);
        for (const { code, values } of parts.filter((part) => part.code !== '')) {
          const kept = keptSpans(columns, { ...NO_FILTER, operators: [code] }, PLACES);
          const { released, outside } = figuresOf(areasAt(columns, day, kept));
          for (const [index, method] of (['cleared', 'reduced', 'cancelled'] as const).entries())
            expect(Math.round((values[index] as number) * 1e8)).toBe(Math.round((released[method] + outside[method]) * 1e8));
        }
      }),
    );
  });

  it('kinds included count land with several of them under each, combinations count it once', () => {
    fc.assert(
      fc.property(rows, (spans) => {
        const columns = columnsOf(spans);
        const combinations = ranked(columns, cutByOrdnance(columns, null, 'ordnance'), 'remaining', 5);
        const included = ranked(columns, cutByOrdnance(columns, null, 'includes'), 'remaining', 5);
        expect(combinations.parts.reduce((sum, { km2 }) => sum + Math.round(km2 * 1e8), 0)).toBe(
          Math.round(combinations.whole * 1e8),
        );
        expect(included.whole).toBe(combinations.whole);
        for (const kind of ORDNANCE_KINDS) {
          const kept = keptSpans(columns, { ...NO_FILTER, ordnance: [kind] }, PLACES);
          const km2 = included.parts.find(({ code }) => code === kind)?.km2 ?? 0;
          expect(km2).toBe(figuresOf(areasAt(columns, 5, kept)).remaining.total);
        }
        expect(included.parts.every(({ cumulative }) => cumulative === null)).toBe(true);
      }),
    );
  });

  it('parts of the same area share a rank, and what is 0 of 0 has no share', () => {
    const span = { state: 0, fromDay: 0, length: 5, area: 700, place: 1, operator: 0, ordnance: 1 };
    const columns = columnsOf([span, { ...span, place: 4 }, { ...span, place: 5, area: 100 }]);
    const cut = cutByPlace(columns, PLACES, [], 1);
    const { parts } = ranked(columns, cut, 'remaining', 3);
    expect(parts.map(({ code, rank, isTied, cumulative }) => [code, rank, isTied, cumulative])).toEqual([
      ['A', 1, true, 7 / 15],
      ['B', 1, true, 14 / 15],
      ['C', 3, false, 1],
    ]);
    expect(ranked(columns, cut, 'remaining', 9).parts.map(({ km2, share }) => [km2, share])).toEqual([
      ...[
        [0, null],
        [0, null],
      ],
      [0, null],
    ]);
  });
});
