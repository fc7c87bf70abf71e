import { describe, expect, test } from 'vitest';
import { readDate } from '../fields/dates.ts';
import { readCsv } from './csv.ts';
import { openSource } from './open.ts';

const first = (text: string) => readCsv(text).next().value;

describe('files of separated values', () => {
  test.each([',', ';', '\t', '|'])('columns parted by %j, geometry as longitude and latitude', (sign) => {
    const text = [`id${sign}Longitude${sign}Latitude`, `A-1${sign}103.25${sign}13.5`].join('\r\n');
    const record = first(text);
    expect(record?.properties).toEqual({ id: 'A-1' });
    expect(record?.geometry).toMatchObject({ type: 'Point', coordinates: [103.25, 13.5] });
  });

  test('a polygon as well-known text, and as GeoJSON in a cell', () => {
    const ring = [
      [103, 13],
      [103.1, 13],
      [103.1, 13.1],
      [103, 13],
    ];
    const text = `id,wkt\n1,"POLYGON((103 13, 103.1 13, 103.1 13.1, 103 13))"`;
    expect(first(text)?.geometry).toMatchObject({ type: 'Polygon', coordinates: [ring] });
    const quoted = JSON.stringify({ type: 'Polygon', coordinates: [ring] }).replaceAll('"', '""');
    expect(first(`id,geojson\n1,"${quoted}"`)?.geometry).toMatchObject({ type: 'Polygon', coordinates: [ring] });
  });

  test('quotes, line breaks in a cell, empty lines and Khmer text stay as written', () => {
    const records = [...readCsv('id,remarks,lon,lat\n\n1,"said ""mines""\nby the road",103,13\n2,ភូមិអូរ,103,13\n')];
    expect(records.map(({ properties }) => properties?.remarks)).toEqual(['said "mines"\nby the road', 'ភូមិអូរ']);
  });

  test.each([
    'HA-1,2010-01-01,"POLYGON((1 1,2 1,2 2,1 1))"',
    'HA-1,far,SRID=4326;MULTIPOLYGON (((1 1,2 1,2 2,1 1)))',
    'HA-1,"{""type"":""Point"",""coordinates"":[1,1]}"',
    'A-1,103.25,13.5',
    'A-1,14/03/2014,Phum',
    ' , ',
  ])('a file without a line of names loses no record: %j is refused', (line) => {
    expect(() => [...readCsv(`${line}\n${line}`)]).toThrow(
      /The first line must name the columns, but it (holds a value|is blank)/,
    );
  });

  test('a table with a column for each year is one', () => {
    expect(first('id,2014,2015,lon,lat\nA,1,2,103,13')?.properties).toEqual({ id: 'A', 2014: '1', 2015: '2' });
  });

  test.each(['sep=;\r\n', 'SEP=;\n'])('the first line %j, which Excel writes, tells the sign and is no header', (line) => {
    const records = [...readCsv(`${line}id;kind,of;lon;lat\n1;SHA;103;13\n2;CHA\n3;SHA;103;13\n`)];
    expect(records[0]).toMatchObject({ number: 1, label: 'line 3', properties: { id: '1', 'kind,of': 'SHA' } });
    expect(records[1]?.fault?.message).toMatch(/^line 4 has 2 columns/);
  });

  test('names and lines of different numbers of columns: both numbers are said', () => {
    const text = 'X,Y,id,date,killed,\n103.1,13.1,"1",2020-05-01,1\n103.2,13.2,"2",2020-06-01,0\n';
    expect(() => [...readCsv(text)]).toThrow('The first line names 6 columns, but each of the 2 lines below it has 5');
  });

  test('a column may be called as parts of JavaScript are', () => {
    const properties = first('id,__proto__,constructor\nA,1,2')?.properties ?? {};
    expect(Object.entries(properties)).toEqual([
      ['id', 'A'],
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('a byte that is no UTF-8 is said to be where it is, lines ended by %j', (end) => {
    const bytes = Buffer.concat([Buffer.from(['id,name', '1,A', '2,Caf'].join(end)), Buffer.from([0x8e]), Buffer.from(end)]);
    expect(() => [...openSource(bytes, 'a.csv').records]).toThrow('first at line 3');
  });

  test('a first line of values, a missing quotation mark, an empty file: one sentence each', () => {
    expect(() => [...readCsv('103.1,13.2\n103.2,13.3')]).toThrow('The first line must name the columns');
    expect(() => [...readCsv('id,name\n1,"cut')]).toThrow('ends inside quotation marks');
    expect(() => [...readCsv('')]).toThrow('The file is empty');
  });
});

describe('dates as people write them', () => {
  const read = (value: unknown, order: 'dmy' | 'mdy' | null = null) => readDate(value, order, '2026-01-01');
  test.each([
    ['2014-03-09', '2014-03-09', 'day'],
    ['2014-03-09T23:30:00+07:00', '2014-03-09', 'day'],
    ['2014/3/9', '2014-03-09', 'day'],
    ['20140309', '2014-03-09', 'day'],
    ['9 March 2014', '2014-03-09', 'day'],
    ['Mar 9, 2014', '2014-03-09', 'day'],
    ['31/12/2014', '2014-12-31', 'day'],
    ['12/31/2014', '2014-12-31', 'day'],
    ['2014', '2014-01-01', 'year'],
    ['2014-00-00', '2014-01-01', 'year'],
    ['2014-03', '2014-03-01', 'month'],
    ['03/2014', '2014-03-01', 'month'],
    [1394323200000, '2014-03-09', 'day'],
  ])('%j is %s, by %s', (value, day, precision) => {
    expect(read(value)).toEqual({ kind: 'date', date: { day, precision } });
  });

  test('03/04/2014 is not guessed', () => {
    expect(read('03/04/2014')).toEqual({ kind: 'ambiguous' });
    expect(read('03/04/2014', 'dmy')).toMatchObject({ date: { day: '2014-04-03' } });
    expect(read('03/04/2014', 'mdy')).toMatchObject({ date: { day: '2014-03-04' } });
  });

  test.each(['2014-02-30', '41706', 'soon', '2014-13-01', '1066-10-14'])('%j is refused with a reason', (value) => {
    expect(read(value)).toMatchObject({ kind: 'unreadable', why: expect.any(String) });
  });
});
