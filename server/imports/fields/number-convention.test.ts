import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../problems.ts';
import type { ImportOptions } from '../options.ts';
import { prepareFile } from '../prepare.ts';
import { importOptions } from '../testing.ts';

const ODD = join(process.env.LANDCLEAR_SHARED_DATA ?? resolve(import.meta.dirname, '../../../../shared/data'), 'odd-inputs');
const text = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const prepared = (bytes: Uint8Array, more: Partial<ImportOptions> = {}, entity: ImportOptions['entity'] = 'hazardous-areas') =>
  prepareFile(bytes, importOptions(entity, 'KHM', { fileName: 'file.csv', ...more }));
const areas = (bytes: Uint8Array, more: Partial<ImportOptions> = {}) =>
  prepared(bytes, more).records.map(({ content }) => content.stated_m2);
/** What the report says of how numbers were read. */
const numbersOf = ({ conventions }: { conventions: readonly string[] }) =>
  conventions.find((sentence) => sentence.startsWith('Numbers:')) ?? null;
/** A file of one column of areas, parted by semicolons. */
const column = (header: string, ...values: string[]) => text(`id;${header}`, ...values.map((value, row) => `A${row};${value}`));

describe('the decimal sign', () => {
  it('is that of the values that leave no doubt, for the others of their column too, and is said', () => {
    const file = prepared(column('area_ha', '0,512', '1,234', '12,75'));
    expect(file.records.map(({ content }) => content.stated_m2)).toEqual([5120, 12340, 127500]);
    expect(numbersOf(file)).toBe(
      'Numbers: area_ha with decimal comma by 0,512 and 1 more, 1 like 1,234 could be read otherwise (--decimal point).',
    );
  });

  it('of areas is told by coordinates with commas', () => {
    const file = prepared(text('id;area_ha;longitude;latitude', 'A;1,234;17,55;44,25'));
    expect(file.records[0]?.content.stated_m2).toBe(12340);
    expect(numbersOf(file)).toContain('with decimal comma by coordinates 17,55');
  });

  it('of areas is told by coordinates with points, unless the file is parted by semicolons', () => {
    expect(areas(text('id,area_m2,longitude,latitude', 'A,"1,234",103.5,13.5'))).toEqual([1234]);
    expect(() => areas(text('id;area_m2;longitude;latitude', 'A;1.234;103.5;13.5'))).toThrow(
      'coordinates 103.5 speaks for the point, columns parted by ";" for the comma',
    );
  });

  it('of one column is told by another, unless the language of the headers speaks against it', () => {
    const rows = (header: string) => text(`id,status,depth,area_m2,${header}`, 'A,completed,20.5,"1,234",x');
    const read = (header: string) => prepared(rows(header), {}, 'land-releases').records[0]?.content.stated_m2;
    expect(read('remark')).toBe(1234);
    expect(() => read('Fecha de registro')).toThrow('a column called "Fecha de registro" for the comma');
    expect(() => read('Примечание')).toThrow('a column called "Примечание" for the comma');
  });

  it('is not guessed: both sums are said, and the option that settles it', () => {
    const file = column('area_m2', '1,234', '2,500');
    expect(() => areas(file)).toThrow(
      'The column "area_m2" can be read in two ways, and nothing else in the file tells: "1,234" and the others add up to 3.734 m² with decimal commas and to 3 734 m² with decimal points. Say --decimal comma or --decimal point',
    );
    expect(areas(file, { decimal: 'comma' })).toEqual([1.23, 2.5]);
    expect(areas(file, { decimal: 'point' })).toEqual([1234, 2500]);
    expect(numbersOf(prepared(file, { decimal: 'point' }))).toContain('with decimal point as the import says');
  });

  it('is not guessed where a column proves both', () => {
    const values = ['1,200,000', '1.200.000'];
    expect(areas(column('area_m2', ...values))).toEqual([1_200_000, 1_200_000]);
    expect(numbersOf(prepared(column('area_m2', ...values)))).toContain('each value by itself');
    expect(() => areas(column('area_m2', ...values, '1,200'))).toThrow('the file proves both');
    const said = prepared(column('area_m2', ...values, '1,200'), { decimal: 'point' });
    expect(said.records.map(({ content }) => content.stated_m2)).toEqual([1_200_000, 1_200_000, 1200]);
    expect(numbersOf(said)).toContain('but 1.200.000 and the like by themselves');
  });

  it('says nothing where no number has one', () => {
    expect(numbersOf(prepared(column('area_m2', '1200', '3 400')))).toBeNull();
  });

  it('is no question of numbers of JSON', () => {
    const feature = { type: 'Feature', properties: { id: 'A', area_m2: 1.234 }, geometry: null };
    const bytes = text(JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
    expect(areas(bytes, { fileName: 'file.geojson' })).toEqual([1.23]);
  });
});

describe('counts', () => {
  const counted = (...values: string[]) =>
    prepared(text('id,date,killed', ...values.map((value, row) => `${row},2020-01-01,"${value}"`)), {}, 'accidents').records;

  it('are whole: that alone may tell the thousands', () => {
    expect(counted('1,200', '3').map(({ content }) => content.killed_count)).toEqual([1200, 3]);
    expect(() => counted('3,000', '3')).toThrow('add up to 6 with decimal commas and to 3 003 with decimal points');
  });

  it('that are not are kept as attributes and flagged', () => {
    const [record] = counted('3.5');
    expect(record?.content).toMatchObject({ attributes: { killed: '3.5' } });
    expect(record?.content).not.toHaveProperty('killed_count');
    expect(record?.notes).toMatchObject([
      { code: 'no_geometry' },
      { outcome: 'flagged', field: 'killed_count', code: 'not_a_number' },
    ]);
  });

  it('that are whole only as thousands are asked about where areas have decimal commas', () => {
    const file = text('id;longitude;latitude;killed', 'A;17,5;44,5;1,200');
    expect(() => prepared(file, {}, 'accidents')).toThrow('the file proves both');
  });
});

describe('units', () => {
  it.each([
    ['area_rai', '10', 16_000],
    ['area_dunam', '3', 3000],
    ['area (rai)', '1', 1600],
    ['area_m2', '120 ha', 1_200_000],
    ['area', '1.2 km²', 1_200_000],
    ['size', '5 rai', 8000],
    ['terrai_area', '5', 5],
  ])('%s %s is %d m²', (header, value, squareMetres) => {
    const mapping = header === 'terrai_area' ? JSON.stringify({ stated_m2: header }) : null;
    expect(areas(text(`id,${header}`, `A,${value}`), { mapping })).toEqual([squareMetres]);
  });
});

describe.skipIf(!existsSync(ODD))('files that went wrong', () => {
  const odd = (name: string) => readFileSync(join(ODD, name));

  it('eu-points.csv states 0.13342 km²', () => {
    const sum = areas(odd('eu-points.csv')).reduce<number>((total, area) => total + Number(area), 0);
    expect(sum).toBeCloseTo(133_420, 2);
  });

  it('hz-numbers.csv: 1,200,000 m² in three ways', () => {
    expect(areas(odd('hz-numbers.csv'))).toEqual([1_200_000, 1_200_000, 1_200_000]);
  });

  it('neg.csv: 3.5 killed are not 4', () => {
    const { records } = prepared(odd('neg.csv'), {}, 'accidents');
    expect(records.map(({ content }) => content.killed_count)).toEqual([undefined, 0, undefined]);
    expect(records[2]?.content).toMatchObject({ injured_count: 1200, attributes: { killed: '3.5' } });
  });
});

describe('columns of numbers in one convention', () => {
  const conventions = [
    { decimal: ',', thousands: ['', '.', ' ', '\u202f', "'", '’'] },
    { decimal: '.', thousands: ['', ',', ' ', '\u00a0', "'"] },
  ] as const;
  const written = fc
    .constantFrom(...conventions)
    .chain(({ decimal, thousands }) =>
      fc.record({
        decimal: fc.constant(decimal),
        thousands: fc.constantFrom<string>(...thousands),
        decimals: fc.integer({ min: 0, max: 4 }),
        trimmed: fc.boolean(),
        values: fc.array(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 1, maxLength: 6 }),
      }),
    )
    .map(({ decimal, thousands, decimals, trimmed, values }) =>
      values.map((value) => {
        const exact = value / 10 ** decimals;
        const [whole = '', part = ''] = exact.toFixed(decimals).split('.');
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
        const shown = trimmed ? part.replace(/0+$/, '') : part;
        return { exact, text: shown === '' ? grouped : `${grouped}${decimal}${shown}` };
      }),
    );

  it('come back as written, or are refused: never wrong in silence', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(',', ';', '\t'), (values, separator) => {
        const lines = values.map(({ text }, row) => [`A${row}`, text].map((cell) => `"${cell}"`).join(separator));
        let read: unknown[];
        try {
          read = areas(text(['id', 'area_ha'].join(separator), ...lines));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).message).toContain('--decimal comma');
          return;
        }
        expect(read).toEqual(values.map(({ exact }) => Number((exact * 10_000).toFixed(2))));
      }),
      { numRuns: 300 },
    );
  });

  it('of counts and areas together too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([',', '.'], ['.', ',']),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 9_999_999 })), {
          minLength: 1,
          maxLength: 5,
        }),
        ([decimal = '', thousands = ''], rows) => {
          const grouped = (whole: number) => String(whole).replace(/\B(?=(\d{3})+$)/g, thousands);
          const lines = rows.map(
            ([killed, thousandths], row) =>
              `A${row};2020-01-01;${grouped(killed)};${grouped(Math.floor(thousandths / 1000))}${decimal}${String(thousandths % 1000).padStart(3, '0')}`,
          );
          try {
            const { records } = prepared(text('id;date;killed;point_accuracy_m', ...lines), {}, 'accidents');
            expect(records.map(({ content }) => content.killed_count)).toEqual(rows.map(([killed]) => killed));
            expect(records.map(({ content }) => content.point_accuracy_m)).toEqual(
              rows.map(([, thousandths]) => Number((thousandths / 1000).toFixed(1))),
            );
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
