import { describe, expect, it } from 'vitest';
import { cambodianFigures } from '../../../scripts/generate/demo/published.ts';
import { dateOf } from '../../../server/engine/days.ts';
import { type LandFilter, NO_FILTER } from '../../../server/engine/filter.ts';
import type { PublishedFigure } from '../../../server/published/contract.ts';
import { withPublished } from './csv.ts';
import { dayOfState, laidOver, leftOutBy, marksOf, type Shown, shortName } from './laid.ts';
import { placedMarks } from './marks.ts';
import { readScope } from './scope.ts';

const KINDS = ['anti_personnel_mine', 'anti_vehicle_mine', 'cluster_munition_remnant', 'other_uxo_axo'] as const;
const shown = (filter: Partial<LandFilter> = {}, isOfArea = false): Shown => ({
  country: 'Cambodia',
  filter: { ...NO_FILTER, ...filter },
  isOfArea,
  occurring: KINDS,
  operatorName: (code) => (code === 'cm' ? 'CMAC' : code),
});
const FIGURES = cambodianFigures();
const RELEASED = ['cleared_km2', 'reduced_km2', 'cancelled_km2', 'cancelled_or_reduced_km2', 'released_km2'];
const told = (measures: string[], of: Shown) => laidOver(FIGURES, measures, of, () => 1);
const names = (measures: string[], of: Shown) =>
  marksOf(told(measures, of)).map(({ figure: { measure, period, value } }) => [measure, period, value]);
const dateOrNull = (day: number | null) => (day === null ? null : dateOf(day));

describe('a published figure lies over a chart only where measure and scope are the same', () => {
  it('all land: what was printed of all contamination and of the whole sector, and nothing else', () => {
    // picked by hand from data/published-figures/cambodia_land_release_annual.csv
    expect(names(RELEASED, shown())).toEqual([
      ['cleared_km2', '2001', 21.8],
      ['cleared_km2', '2002', 34.7],
      ['released_km2', '2010', 79.961756],
      ['released_km2', '2011', 39.492062],
      ['released_km2', '2012', 42.023355],
      ['released_km2', '2013', 49.403722],
      ['released_km2', '2014', 104.313842],
      ['released_km2', '2015', 146.051269],
      ['released_km2', '2023', 470],
    ]);
    expect(names(['remaining_km2'], shown())).toEqual([['remaining_km2', '2019-10', 2067]]);
  });

  it('mines only: two sources of one month both stand', () => {
    const mines = shown({ ordnance: ['anti_personnel_mine', 'anti_vehicle_mine'] });
    expect(names(['remaining_km2'], mines)).toEqual([
      ['remaining_km2', '2016-12', 897],
      ['remaining_km2', '2017-12', 941],
      ['remaining_km2', '2018-02', 877],
      ['remaining_km2', '2019-12', 890],
      ['remaining_km2', '2023-10', 538],
      ['remaining_km2', '2024-03', 533],
      ['remaining_km2', '2024-07', 533],
    ]);
    expect(names(['released_km2'], shown({ ordnance: ['anti_vehicle_mine'] }))).toEqual([
      ['released_km2', '2011', 3.33977],
      ['released_km2', '2012', 6.64891],
      ['released_km2', '2013', 4.983086],
      ['released_km2', '2014', 6.779617],
    ]);
  });

  it('one operator: only what was printed of it alone', () => {
    const mines = ['anti_personnel_mine', 'anti_vehicle_mine'] as LandFilter['ordnance'];
    expect(names(['cleared_km2'], shown({ operators: ['cm'], ordnance: mines }))).toEqual([
      ['cleared_km2', '2005', 22],
      ['cleared_km2', '2006', 26],
      ['cleared_km2', '2022', 194],
    ]);
    expect(names(['cleared_km2'], shown({ operators: ['cm', 'mag'], ordnance: mines }))).toEqual([]);
  });

  it.each([
    ['place', shown({ places: ['KH-2'] })],
    ['place', shown({ bbox: [102, 10, 104, 12] })],
    ['place', shown({}, true)],
    ['state', shown({ states: ['remaining'] })],
    ['state', shown({ states: ['released', 'closed'] })],
    ['kind', shown({ kinds: ['SHA'] })],
    ['ordnance', shown({ ordnance: ['cluster_munition_remnant'] })],
  ] as const)('a part of the land: none, because of %s', (reason, of) => {
    const laid = told(['remaining_km2'], of);
    expect(marksOf(laid)).toEqual([]);
    expect(laid.find(({ figure: { value } }) => value === 2067)?.leftOut).toBe(reason);
  });

  it('a method that is filtered away, and those that are not', () => {
    expect(names(['cleared_km2', 'released_km2'], shown({ methods: ['cleared'] }))).toEqual([
      ['cleared_km2', '2001', 21.8],
      ['cleared_km2', '2002', 34.7],
    ]);
  });

  it('no number, no full year, outside the chart, not understood: left out and counted', () => {
    const figure = (own: Partial<PublishedFigure>) => ({ ...(FIGURES[0] as PublishedFigure), ...own });
    const rows = [
      { measure: 'cleared_km2', scope: 'Cambodia, sector, all', year: 2004, period: '2004', value: null, value_text: '>32' },
      { measure: 'cleared_km2', scope: 'Cambodia, sector, all', year: 2020, period: '2020 Jan-Sep', value: 103.2 },
      { measure: 'cleared_km2', scope: 'Cambodia, sector, all', year: null, period: '2018-2020', value: 421 },
      { measure: 'cleared_km2', scope: 'Cambodia, Battambang, all', year: 2004, period: '2004', value: 3 },
      { measure: 'cleared_km2', scope: null, year: 2004, period: '2004', value: 3 },
      { measure: 'cleared_km2', scope: 'Laos, sector, all', year: 2004, period: '2004', value: 3 },
      { measure: 'remaining_km2', scope: 'Cambodia, mines+ERW', year: 2031, period: '2031', value: 3 },
    ].map(figure);
    const laid = laidOver(rows, ['cleared_km2', 'remaining_km2'], shown(), (_, day) => (day > 22_000 ? null : 5));
    expect(laid.map(({ leftOut }) => leftOut)).toEqual(['number', 'period', 'period', 'scope', 'scope', 'scope', 'period']);
    expect(laid.map(({ own }) => own)).toEqual([5, null, null, null, null, null, null]);
    expect(leftOutBy(laid)).toEqual([
      { reason: 'scope', count: 3 },
      { reason: 'period', count: 3 },
      { reason: 'number', count: 1 },
    ]);
    const [columns, lines] = withPublished(['period', 'km2'], [['2004', 5]], laid, ({ figure: { period } }) => [period]);
    expect(lines.every((cells) => cells.length === columns.length)).toBe(true);
    expect(lines[1]).toEqual([
      '2004',
      '',
      'cleared_km2',
      '',
      '>32',
      'Cambodia, sector, all',
      rows[0]?.source,
      rows[0]?.note,
      'number',
      5,
    ]);
  });
});

it('scopes are read wholly or not at all', () => {
  expect(readScope('Cambodia, CMAC only, minefields', 'Cambodia')).toMatchObject({ operator: 'CMAC' });
  for (const scope of [
    'Cambodia, sector excl. RCAF, mined area',
    'Cambodia, known mined',
    'Cambodia, mines+ERW (BLS, 89 of 124 districts)',
    'Cambodia, constructor',
  ])
    expect(readScope(scope, 'Cambodia')).toBeNull();
});

it('a state is of the last day of its year or month', () => {
  expect(
    ['2009', '2019-10', '2024-02', '2025-12', '1998/99', '2016-2018'].map((period) => dateOrNull(dayOfState({ period }))),
  ).toEqual(['2009-12-31', '2019-10-31', '2024-02-29', '2025-12-31', null, null]);
});

it('marks of one year lie apart, within their period', () => {
  const marks = marksOf(told(['remaining_km2'], shown({ ordnance: ['anti_personnel_mine', 'anti_vehicle_mine'] })));
  const placed = placedMarks(marks, () => ({ x: 100, y: 50 }), 8);
  expect(new Set(placed.slice(0, 5).map(({ x }) => x)).size).toBe(5);
  for (const { x } of placed) expect(Math.abs(x - 100)).toBeLessThanOrEqual(8);
});

it('a source in a few words', () => {
  expect(shortName('Monitor (22 Nov 2016) http://the-monitor.org/en-gb/reports/2016')).toBe('Monitor 2016');
  expect(shortName('https://cne.wtf/2019/12/06/uxo-injuries-up-in-2019')).toBe('cne.wtf');
  expect(shortName('Mine Action Review, Clearing the Mines 2020 Cambodia https://docslib.org/x').length).toBeLessThanOrEqual(37);
});
