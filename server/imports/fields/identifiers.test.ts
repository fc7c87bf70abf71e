import { describe, expect, it } from 'vitest';
import { csvCell } from '../../csv.ts';
import type { ImportOptions } from '../options.ts';
import { prepareFile } from '../prepare.ts';
import { feature, file, importOptions } from '../testing.ts';
import { remarksOn } from './remarks.ts';

const W = '"POLYGON((1 1,1.1 1,1.1 1.1,1 1))"';
const csv = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const read = (bytes: Uint8Array, entity: ImportOptions['entity'], more: Partial<ImportOptions> = {}) => {
  const options = importOptions(entity, 'KHM', { fileName: 'file.csv', ...more });
  const prepared = prepareFile(bytes, options);
  return { ...prepared, keys: prepared.records.map(({ key }) => key), said: remarksOn(prepared, options) };
};
const accidents = (...ids: string[]) =>
  read(
    csv('id,date,killed,lon,lat', ...ids.map((id, index) => `${id},2020-01-0${(index % 9) + 1},${index},103.${index},13`)),
    'accidents',
  );

describe('whose record it is', () => {
  it('ids that a data frame made floats are whole numbers', () => {
    const { keys, said } = accidents('1.0', '2.0');
    expect(keys).toEqual(['1', '2']);
    expect(said.join('\n')).toContain('"1.0" is taken as "1"');
    expect(accidents('1', '2.0').keys).toEqual(['1', '2']);
  });

  it('ids with a decimal part of their own stay', () => {
    expect(accidents('1.0', '1.1', ' 2 ').keys).toEqual(['1.0', '1.1', '2']);
  });

  it('ids that differ in case or zeros are kept apart and named', () => {
    const { keys, said } = accidents('01', '1', 'ha-1', 'HA-1', 'HA-01');
    expect(keys).toEqual(['01', '1', 'ha-1', 'HA-1', 'HA-01']);
    expect(said[0]).toContain('"01 / 1", "ha-1 / HA-1 / HA-01"');
    expect(accidents('001', '002').said.join()).not.toContain('kept apart');
  });

  it.each([
    [['7.04E+11', '7.04E+11', 'HA-3'], 2],
    [['1-Feb', '3-Mar', 'HA-3'], 2],
    [['12-Mar', '13-Mar', '14-Mar'], 0],
    [['12-Mar', '13-Apr', '45-Mar'], 0],
    [['Feb-01', 'HA-2', 'HA-3'], 1],
  ])('ids that a spreadsheet destroyed tie no records together: %j', (ids, destroyed) => {
    const { records, keys, said } = accidents(...ids);
    expect(new Set(keys).size).toBe(3);
    expect(keys.filter((key) => key.startsWith('#'))).toHaveLength(destroyed);
    expect(records.flatMap(({ notes }) => notes).filter(({ code }) => code === 'destroyed_id')).toHaveLength(destroyed);
    if (destroyed > 0) {
      expect(records[0]?.content.attributes).toEqual({ id: ids[0] });
      expect(said[0]).toContain('destroyed by a spreadsheet');
    }
  });

  it('a complete list with destroyed ids is not whole', () => {
    const bytes = csv('id,kind,WKT', `7.04E+11,SHA,${W}`, `H2,SHA,${W}`);
    expect(() => read(bytes, 'hazardous-areas', { complete: true })).toThrow(/destroyed 1 of its ids/);
  });

  it('a column with far fewer values than rows is no id unless somebody says so', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `D${index % 2},A${index},2020-01-01,103.${index},13`);
    const bytes = csv('reference,village,date,lon,lat', ...lines);
    const { keys, said } = read(bytes, 'accidents');
    expect(keys.every((key) => key.startsWith('#'))).toBe(true);
    expect(said[0]).toContain('"reference" has 2 different values in 12 records: it is not taken as the id');
    expect(read(bytes, 'accidents', { mapping: '{"local_id": "reference"}' }).keys).toContain('D1');
    const other = read(csv('reference,idno,date,lon,lat', ...lines), 'accidents');
    expect(other.keys).toContain('A11');
    expect(other.said[0]).toContain('The id is taken from "idno", which is unique');
  });

  it('parts of a record stay together, and a unique column beside them is proposed', () => {
    const lines = ['M,1', 'M,2', 'M,3', 'N,4'].map((start, index) => `${start},2020-01-0${index + 1},103.${index},13`);
    const { keys, said } = read(csv('id,code,date,lon,lat', ...lines), 'accidents');
    expect(keys).toEqual(expect.arrayContaining(['M', 'M#2', 'M#3', 'N']));
    expect(said.join('\n')).not.toContain('is unique');
    const more = [...lines, 'N,5,2020-01-06,103.7,13', 'N,6,2020-01-06,103.8,13'];
    expect(read(csv('id,code,date,lon,lat', ...more), 'accidents').said[0]).toContain('"code" is unique');
  });

  it('no id at all is said, with what follows and what may serve', () => {
    const area = (OBJECTID: number) => feature({ OBJECTID, kind: 'CHA' }, [[[[1, 1], [1.1, 1], [1.1, 1.1], [1, 1]]]]); // biome-ignore format: one ring
    const { said } = read(file(area(7), area(8)), 'hazardous-areas');
    expect(said[0]).toMatch(/^No id column was found\. A later file cannot correct.*--mapping \{"local_id": "OBJECTID"\}/);
    const own = file({ ...area(7), id: 'a' }, { ...area(8), id: 'b' });
    expect(read(own, 'hazardous-areas').said.join()).not.toContain('No id column');
  });
});

describe('a line of totals is no record', () => {
  const lines = ['1,2019-03-05,Phum,13.05,103.2,1,0', '2,2020-12-25,Sala,13.06,103.3,0,2', '3,2020-12-26,Sala,13.06,103.3,4,2'];
  const totals = (...more: string[]) => read(csv('id,date,village,lat,lon,killed,injured', ...lines, ...more), 'accidents');

  it.each(['Total,,,,,5,4', 'សរុប,,,,,5,4', 'Ukupno:,,,,,5,4', ',,SUM,,,5,4', ',,,,,5,4'])('%s', (line) => {
    const { read, records, notRecords, said } = totals(line);
    expect([read, records.length]).toEqual([3, 3]);
    expect(notRecords).toMatchObject([{ code: 'line_of_totals', recordNumber: 4 }]);
    expect(said[0]).toBe('Line 5 is a line of totals, not a record: it is not counted.');
  });

  it('says where it does not add up', () => {
    expect(totals('Total,,,,,6,4').said[0]).toContain('It does not add up: it says "killed" 6, the records 5.');
  });

  it.each([',2020-12-26,,,,5,4', ',,,,,5,3', 'Total,,,13,103,1,1', ',,Total,,,5,four'])('%s may be a record', (line) => {
    expect(totals(line).read).toBe(4);
  });
});

describe('operators', () => {
  it('that signs tell apart stay apart, those that become one are named', () => {
    const names = ['A+B', 'A-B', '"A, B"', 'HALO Trust', 'Halo  trust'];
    const { records, said } = read(
      csv('id,operator,WKT', ...names.map((name, index) => `o${index},${name},${W}`)),
      'hazardous-areas',
    );
    expect(records.map(({ content }) => content.operator_code)).toEqual(['a-plus-b', 'a-b', 'a-b', 'halo-trust', 'halo-trust']);
    expect(said[0]).toContain('"A, B / A-B", "HALO Trust / Halo  trust"');
  });
});

describe('what was not understood is said first', () => {
  it('fields that nothing was found for, with the number of records; then conventions, then what was taken', () => {
    const lines = Array.from({ length: 1200 }, (_, index) => `A${index}.0,03/14/2020,x`);
    const { said } = read(csv('id,date,remark', ...lines), 'accidents');
    expect(said[0]).toBe(
      'All 1,200 accidents are without a number of killed. If a column tells it, say --mapping {"killed_count": "its name"}.',
    );
    expect(said.findIndex((line) => line.startsWith('Kept as attributes: remark'))).toBeLessThan(
      said.findIndex((line) => line.startsWith('Dates in "date" are read with the month first')),
    );
    expect(said.at(-1)).toMatch(/^Taken: /);
    expect(read(csv('id,date,killed', 'A,,1', 'B,2020-01-01,1'), 'accidents').said).toContain(
      '1 of 2 accidents is without a date: "date" does not tell it.',
    );
  });

  it('a first line of more columns than the lines have is named', () => {
    expect(() => read(csv('X,Y,id,date,', '103,13,1,2020', '103,13,2,2020'), 'accidents')).toThrow(
      'The first line names 5 columns, but each of the 2 lines below it has 4',
    );
  });

  it('the line of a byte that is no UTF-8 is counted by carriage returns too', () => {
    const bytes = Buffer.from('id,date,village\rM1,2020-01-01,A\rM2,2020-01-02,Caf\x8e\r', 'latin1');
    expect(() => read(bytes, 'accidents')).toThrow('first at line 3');
  });

  it('a column named __proto__ is an attribute', () => {
    const { records } = read(csv('id,__proto__,constructor,WKT', `A1,1,2,${W}`), 'hazardous-areas');
    expect(JSON.stringify(records[0]?.content.attributes)).toBe('{"__proto__":"1","constructor":"2"}');
  });

  it('a line of HXL tags tells the columns and is no record', () => {
    const { records, said, keys } = read(
      csv(
        'Code événement,Jour,Lat.,Lon.,Décès,Blessés',
        '#event+id,#date+occurred,#geo+lat,#geo+lon,#affected+killed,#affected+injured',
        'E1,2019-03-05,13.05,103.2,1,0',
      ),
      'accidents',
    );
    expect(keys).toEqual(['E1']);
    expect(records[0]).toMatchObject({ number: 1, content: { killed_count: 1, injured_count: 0, occurred_on: '2019-03-05' } });
    expect(records[0]?.geometry.point).not.toBeNull();
    expect(said.join('\n')).toContain('#affected+killed is killed_count');
  });
});

describe('what Landclear itself wrote', () => {
  const head =
    'id,local_id,edition,name,kind,status,day,undated,recorded_on,confirmed_on,closed_on,closed_reason,started_on,completed_on,handed_over_on,precision,operator,place,ordnance,stated_m2,mapped_m2,difference_m2,remaining_m2,overlap_m2,outside_m2,unmapped,conflict,longitude,latitude,hazardous_area_local_ids,wkt';
  const bytes = csv(
    '\ufeff"# KHM, hazardous_area, at the end of 2024-07-31, data version 3"',
    head,
    "7,'-H1,1,'=Phum,CHA,released,2014-01-01,false,2014-01-01,,,,,,,year,halo-trust,KH01,anti_personnel_mine;other_ied,5000,,,,,,true,false,103,13,,",
    '8,H2,1,Sala,SHA,closed,2014-01-01,false,2014-03-01,,2015-01-02,released_without_polygon_cleared,,,,month,,,,,,,,,,true,false,103,13,,',
  );

  it('comes in again: dates as precise, signs as they were, released land left to the releases', () => {
    const { records, said } = read(bytes, 'hazardous-areas', { kind: null });
    expect(records.map(({ content }) => content)).toMatchObject([
      { local_id: '-H1', name: '=Phum', kind: 'CHA', recorded_precision: 'year', ordnance: ['anti_personnel_mine', 'other_ied'], stated_m2: 5000 },
      { local_id: 'H2', recorded_precision: 'month', closed_on: '2015-01-02', closed_reason: 'released_without_polygon_cleared' },
    ]); // biome-ignore format: a record a line
    expect(records[0]?.content.closed_reason).toBeUndefined();
    expect(records[0]?.content.attributes).toEqual({});
    expect(said[0]).toContain('that Landclear wrote');
  });

  it('of before outlines were in it is refused: its points would stand in place of polygons', () => {
    const text = new TextDecoder().decode(bytes).replace(',hazardous_area_local_ids,wkt', '').replaceAll('103,13,,', '103,13');
    expect(() => read(new TextEncoder().encode(text), 'hazardous-areas')).toThrow('a point in place of each polygon');
  });

  it.each(['=1', '＝1', '＋1', '－1', '＠x', '\t=1', ' =1', '\n1'])('no spreadsheet calculates %j', (text) => {
    expect(csvCell(text)).toMatch(/^"?'/);
  });
});
