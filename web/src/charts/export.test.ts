import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../server/csv.ts';
import { figuresOf } from '../../../server/engine/figures.ts';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import { periodsFrom } from '../../../server/engine/periods.ts';
import type { ProgrammeItem } from '../../../server/places/contract.ts';
import { loadLaterTexts, loadTexts, Speech } from '../i18n/index.ts';
import { STATE_COLOURS } from '../theme/colours.ts';
import { captionOf, filterWords } from './caption.ts';
import { CSV_COLUMNS, csvOf } from './csv.ts';
import { brokenLines, escapeXml, svgOf } from './drawing.ts';
import { fileName } from './export.ts';
import type { LandByPeriod } from './series.ts';

const series: LandByPeriod = {
  step: 'year',
  periods: periodsFrom(18262, 18853, 'year'),
  days: Int32Array.of(18627, 18853),
  hundredths: [
    Float64Array.of(123456789, 1, 200000000, 0, 300000001, 7, 1, 2, 3),
    Float64Array.of(0, 99999999, 0, 10000000, 400000000, 8, 0, 0, 5),
  ],
};
const programme: ProgrammeItem = {
  code: 'XKH',
  name: 'Cambodia, synthetic demonstration',
  data_version: '3',
  synthetic: true,
  boundary_set: null,
  bbox: null,
  first_day: '2020-01-01',
  last_day: '2021-08-14',
  region: null,
  spans: 0,
  counted_by: 'page',
  published_figures: false,
};
const place = { code: 'KH-2', name: 'Battambang', names: { km: 'បាត់ដំបង' }, level: 1, parent: null, area_km2: 1, bbox: null };
const captioned = {
  programme,
  filter: NO_FILTER,
  places: [place],
  day: 18853,
  figures: figuresOf(series.hundredths[1] as Float64Array),
  dataVersion: '4-d055',
  lastDay: 18853,
  undated: null,
};
await loadLaterTexts('en');
const english = new Speech('en');
// a name that a spreadsheet would take for a formula
const caption = { ...captionOf(captioned, english), programme: '=Cambodia, "synthetic"' };

describe('filters in words', () => {
  const filter = {
    places: ['KH-2'],
    operators: ['cmac', 'mag'],
    ordnance: ['anti_vehicle_mine' as const],
    methods: ['cleared' as const, 'reduced' as const],
    states: ['remaining' as const, 'closed' as const],
    kinds: ['CHA' as const],
    bbox: [102.5, 10, 107.123456, 14] as [number, number, number, number],
  };

  it('names what the user chose, none of them forgotten', async () => {
    expect(filterWords(filter, [place], english)).toEqual([
      'Place: Battambang',
      'Ordnance: Anti-vehicle mines',
      'State: Remaining, Closed',
      'Released how: Cleared, Reduced',
      'Released by: cmac, mag',
      'Remaining, kind: confirmed hazardous area',
      'Only what is in view: west 102.5000, south 10.0000, east 107.1235, north 14.0000',
    ]);
    await loadTexts('km');
    await loadLaterTexts('km');
    expect(filterWords(filter, [place], new Speech('km'))[0]).toBe('ទីកន្លែង: បាត់ដំបង');
  });

  it('several places are counted and all named', async () => {
    const other = { ...place, code: 'KH-5', name: 'Kampong Speu', names: {} };
    const places = ['KH-5', 'KH-2', 'none'];
    expect(filterWords({ ...NO_FILTER, places }, [place, other], english)).toEqual([
      'In 3 places: Kampong Speu, Battambang, In no place',
    ]);
  });

  it('says that nothing is filtered', () => {
    expect(filterWords(NO_FILTER, [], english)).toEqual(['The whole programme, not filtered']);
  });
});

describe('CSV', () => {
  it('another reader finds the same numbers in every digit, and the source above them', () => {
    const text = csvOf(series, caption);
    const rows = parse(text, { bom: true, columns: true, comment: '#', comment_no_infix: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] as object)).toEqual([...CSV_COLUMNS]);
    expect(rows.map(({ year, date }) => [year, date])).toEqual([
      ['2020', '2020-12-31'],
      ['2021', '2021-08-14'],
    ]);
    expect(
      Object.values(rows[0] as object)
        .slice(2)
        .map(Number),
    ).toEqual([1.23456789, 1e-8, 1.2345679, 2, 0, 3.00000001, 1e-8, 2e-8, 3e-8, 5.00000007, 7e-8]);
    expect(
      Object.values(rows[1] as object)
        .slice(2)
        .map(Number),
    ).toEqual([0, 0.99999999, 0.99999999, 0, 0.1, 4, 0, 0, 5e-8, 4.10000005, 8e-8]);
    expect(csvOf({ ...series, step: 'quarter' }, caption)).toContain('\r\nquarter,date,suspected_km2');
    const remarks = (parse(text, { bom: true, relax_column_count: true }) as string[][]).filter(([name]) =>
      name?.startsWith('# '),
    );
    expect(Object.fromEntries(remarks.filter(([name]) => name !== '# note'))).toMatchObject({
      '# programme': `'=Cambodia, "synthetic"`,
      '# filters': 'The whole programme, not filtered',
      '# data_version': '4-d055',
      '# exported for date': '2021-08-14',
      '# source': 'Source: Landclear, data version 4-d055',
    });
    expect(remarks.some(([, note]) => note === 'Synthetic demonstration data, not for navigation.')).toBe(true);
  });

  it('any text comes back as it was, but never as a formula', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@\t\r][\s\S]*$/)),
        fc.string(),
        (cell, other) => {
          const [row] = parse(`${csvCell(cell)},${csvCell(other)}\r\n`, {
            record_delimiter: '\r\n',
            skip_empty_lines: false,
          }) as string[][];
          const [read] = row as [string];
          expect(read === cell || read === `'${cell}`).toBe(true);
          expect(read).not.toMatch(/^[=+\-@\t\r]/);
        },
      ),
    );
  });

  it('numbers stay numbers', () => {
    expect([-1.5, 1e-8, 0].map(csvCell)).toEqual(['-1.5', '1e-8', '0']);
  });
});

describe('SVG', () => {
  const svg = svgOf(series, caption, 18853, english);

  it('needs nothing from outside and says what it shows', () => {
    expect(svg.match(/(href|src|@import|class|style)\s*=|var\(|https?:(?!\/\/www\.w3\.org\/2000\/svg")/g)).toBeNull();
    for (const state of ['confirmed', 'reduced', 'cleared', 'cancelled'] as const) {
      expect(svg).toMatch(new RegExp(`fill="${STATE_COLOURS.light[state]}"[^>]*data-state="${state}"`));
    }
    expect(svg).toMatch(/fill="url\(#hatch\)"[^>]*data-state="suspected"/);
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join('\n');
    for (const said of [
      '=Cambodia, &quot;synthetic&quot;: Land at the end of each year',
      'The whole programme, not filtered',
      'At the end of 14 Aug 2021: 1.00 km² remaining, 4.10 km² released',
      'Source: Landclear, data version 4-d055',
      'The last point is the end of 14 Aug 2021.',
      'Synthetic demonstration data, not for navigation.',
      'Remaining, km²',
      '2021',
    ]) {
      expect(words).toContain(said);
    }
  });

  it('speaks of synthetic data only where it is, and of undated land where there is some', () => {
    const real = { ...captioned, programme: { ...programme, synthetic: false }, undated: { hundredths: 5e8, firstDay: 18627 } };
    const said = svgOf(series, captionOf(real, english), 18853, english);
    expect(said).not.toContain('Synthetic');
    expect(said).toContain('5.00 km² have no date of their own and count from 31 Dec 2020 on.');
  });

  it('no text breaks out of the file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"]|&(?!(amp|lt|gt|quot);)/);
        const allowed = /^[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
        expect(escaped).toMatch(allowed);
      }),
    );
    expect(escapeXml('<script>&\u0000\ud800')).toBe('&lt;script&gt;&amp;');
  });

  it('lines lose no letter and are as short as their words allow', () => {
    const text = new Speech('km').text('chartNotDrawn');
    for (const [words, language] of [
      [text, 'km'],
      [english.text('chartNotDrawn'), 'en'],
    ] as const) {
      const lines = brokenLines(words, 40, language);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
      for (const line of lines) expect(line.replace(/\p{M}/gu, '').length).toBeLessThanOrEqual(44);
    }
  });
});

it('files are named for their programme', () => {
  expect(fileName('XKH', 'land-by-year', 'csv')).toBe('landclear-XKH-land-by-year.csv');
});
