import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PARAMETER_NAMES, type ParameterName, type Parameters, readAddress, readValue, writeAddress } from './url.ts';

const read = (search: string) => readAddress(search);
const parametersIn = (search: string) => readAddress(search).parameters;

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map((value) => value.toFixed(4));
const listOf = (...words: string[]) => fc.subarray(words, { minLength: 1 }).map((chosen) => chosen.join());
const names = fc.string({ minLength: 1, maxLength: 60 });

/** Values of each parameter, whatever may stand in them. */
const VALUES: Partial<Record<ParameterName, fc.Arbitrary<string>>> = {
  programme: fc.stringMatching(/^[A-Z]{3}$/),
  place: names,
  operator: names,
  ordnance: listOf('anti_personnel_mine', 'other_ied', 'unknown'),
  method: listOf('cancelled', 'reduced', 'cleared'),
  kind: listOf('SHA', 'CHA'),
  in_view: fc.constant('1'),
  area: fc.stringMatching(/^[\w.*-]{6,200}$/),
  as_of: day,
  from: day,
  at: fc.tuple(degrees(180), degrees(90)).map((spot) => spot.join()),
  language: fc.constantFrom('en', 'km', 'fr'),
  theme: fc.constantFrom('light', 'dark', 'system'),
  view: fc.tuple(fc.integer({ min: 0, max: 22 }), degrees(85), degrees(180)).map((view) => view.join('/')),
  layers: fc.subarray(['land', 'heat', 'hexagons']).map((on) => on.join()),
  open: fc.uniqueArray(fc.stringMatching(/^[a-z-]{1,20}$/), { minLength: 1, maxLength: 10 }).map((parts) => parts.join()),
  records_page: fc.integer({ min: 1, max: 9999 }).map(String),
  records_sort: fc.constantFrom('-difference_m2', 'local_id', '-day'),
  records_only: fc.constantFrom('open', 'in_progress'),
  report_table: fc.constantFrom('remaining_by_place', 'all'),
  compare: fc.constantFrom('swipe', 'difference'),
  compare_side: fc.constant('earlier'),
  panel: fc.constantFrom('half', 'full'),
  legend: fc.constantFrom('open', 'closed'),
  at_open: fc.constantFrom('none', 'h12', 'h12,r4'),
  seen: fc.constantFrom('12-0a1b2c3d', '12-0a1b2c3d,1719.31234567,2512.2', '0,0,0'),
};
/** Choices of a part that this test knows nothing of: some value that they take. */
const PLAIN = [
  'swipe',
  'earlier',
  'operator',
  'own',
  'remaining',
  'records',
  'hazardous_area',
  'year',
  'month',
  'place',
  '1',
  '5',
  '2010-12-31',
  '2010-12-31,2020-12-31',
  'all',
];
const valuesOf = (name: ParameterName) =>
  VALUES[name] ?? fc.constantFrom(...PLAIN.filter((value) => readValue(name, value) !== null));

it('whatever is chosen is read again from what is written, every parameter of it', () => {
  const all = fc.record(Object.fromEntries(PARAMETER_NAMES.map((name) => [name, valuesOf(name)])), { requiredKeys: [] });
  fc.assert(
    fc.property(all, (parameters) => {
      expect(read(writeAddress(parameters as Parameters))).toEqual({ parameters, ignored: [], newerFormat: null });
    }),
    { numRuns: 500 },
  );
});

it('hostile values are ignored and named, never taken', () => {
  const { parameters, ignored } = read(
    '?programme=%3Cscript%3E&as_of=2020-13-45&view=99/0/0&__proto__=1&constructor=2&layers=land,bombs&v=two',
  );
  expect(parameters).toEqual({});
  expect(ignored.map(({ parameter }) => parameter)).toEqual([
    'programme',
    'as_of',
    'view',
    '__proto__',
    'constructor',
    'layers',
    'v',
  ]);
});

it('no address breaks the page', () => {
  fc.assert(
    fc.property(fc.string(), (search) => {
      expect(() => readAddress(search)).not.toThrow();
    }),
  );
});

it('choices within parts are read and written with the rest', () => {
  expect(parametersIn('?open=pace-chart,waterfall-chart')).toEqual({ open: 'pace-chart,waterfall-chart' });
  expect(read('?open=%3Cb%3E').ignored).toEqual([{ parameter: 'open', value: '<b>' }]);
});

it('the outline of an area that is longer than an address carries is said to be too long, not to be no outline', () => {
  const { parameters, ignored } = read(`?programme=KHM&area=${'A'.repeat(6001)}`);
  expect(parameters).toEqual({ programme: 'KHM' });
  expect(ignored).toEqual([{ parameter: 'area', value: 'A'.repeat(60), tooLong: 6001 }]);
});

/** As the page wrote them, from its first address on: by the writeAddress of that time. None may ever open another view. */
const WRITTEN: { search: string; means: Parameters }[] = [
  {
    search: '?programme=XKH&date=2020-12-31&language=km&theme=dark&view=8.50/13.1000/103.2000&layers=land,heat',
    means: {
      programme: 'XKH',
      as_of: '2020-12-31',
      language: 'km',
      theme: 'dark',
      view: '8.50/13.1000/103.2000',
      layers: 'land,heat',
    },
  },
  {
    search:
      '?programme=XKH&place=KH-2&operator=DEMO-1&ordnance=anti_personnel_mine,cluster_munition_remnant&method=cleared,reduced&in_view=1&date=2020-12-31&language=km',
    means: {
      programme: 'XKH',
      place: 'KH-2',
      operator: 'DEMO-1',
      ordnance: 'anti_personnel_mine,cluster_munition_remnant',
      method: 'cleared,reduced',
      in_view: '1',
      as_of: '2020-12-31',
      language: 'km',
    },
  },
  {
    search: '?programme=XKH&date=2020-12-31&from=2014-12-31&at=102.6,13.2&language=en',
    means: { programme: 'XKH', as_of: '2020-12-31', from: '2014-12-31', at: '102.6,13.2', language: 'en' },
  },
  {
    search: '?programme=XKH&kind=SHA&area=gxzxTgirvCgkuCAAgz6B_juCA&date=2020-12-31&open=pace-chart,waterfall-chart',
    means: {
      programme: 'XKH',
      kind: 'SHA',
      area: 'gxzxTgirvCgkuCAAgz6B_juCA',
      as_of: '2020-12-31',
      open: 'pace-chart,waterfall-chart',
    },
  },
];

it('addresses as they were once written open the same view for good', () => {
  for (const { search, means } of WRITTEN) {
    expect(read(search)).toEqual({ parameters: means, ignored: [], newerFormat: null });
    // and written anew
    expect(parametersIn(writeAddress(means))).toEqual(means);
  }
});

it('an old and a new name in one address: the new one counts, the old one is said', () => {
  expect(read('?date=2010-01-01&as_of=2020-12-31')).toEqual({
    parameters: { as_of: '2020-12-31' },
    ignored: [{ parameter: 'date', value: '2010-01-01' }],
    newerFormat: null,
  });
});

it('an address of this format has no old names: they are not taken', () => {
  expect(read('?date=2010-01-01&v=2').ignored).toEqual([{ parameter: 'date', value: '2010-01-01' }]);
});

it('an address of a newer format is said to be one, and what is understood of it is read', () => {
  expect(read('?programme=KHM&as_of=2020-12-31&relief=1&v=9')).toEqual({
    parameters: { programme: 'KHM', as_of: '2020-12-31' },
    ignored: [{ parameter: 'relief', value: '1' }],
    newerFormat: 9,
  });
});

it('what is chosen in the charts is read and written, nonsense is named', () => {
  const parameters = {
    land_step: 'month',
    movements_step: 'quarter',
    pace_years: '5',
    pace_deadline: '2028-02-29',
    published_marks: '1',
  };
  expect(readAddress(writeAddress(parameters))).toMatchObject({ parameters, ignored: [] });
  expect(readAddress('?pace_deadline=none').parameters).toEqual({ pace_deadline: 'none' });
  const { parameters: taken, ignored } = readAddress('?land_step=week&pace_years=4&pace_deadline=2027-02-29&published_marks=yes');
  expect(taken).toEqual({});
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['land_step', 'pace_years', 'pace_deadline', 'published_marks']);
});

it('two dates that are compared are read; what is no mode, date or percent is named', () => {
  const parameters = { compare: 'swipe', compare_with: '2015-12-31', compare_at: '40', compare_side: 'earlier' };
  expect(read(writeAddress(parameters))).toMatchObject({ parameters, ignored: [] });
  const { ignored } = read('?compare=both&compare_with=2015-13-01&compare_at=101&compare_side=left');
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['compare', 'compare_with', 'compare_at', 'compare_side']);
});
