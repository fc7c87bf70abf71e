import { describe, expect, it } from 'vitest';
import { box } from '../land/testing/story.ts';
import { remarksOn } from './fields/remarks.ts';
import { checkOptions, type ImportOptions } from './options.ts';
import { prepareFile } from './prepare.ts';
import { feature, file, importOptions } from './testing.ts';

const W = '"POLYGON((1 1,1.1 1,1.1 1.1,1 1))"';
const csv = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const prepared = (bytes: Uint8Array, entity: ImportOptions['entity'], more: Partial<ImportOptions> = {}) =>
  prepareFile(bytes, importOptions(entity, 'KHM', { fileName: 'file.csv', ...more }));

describe('a status in words that are not known', () => {
  it.each([
    'status',
    'release_status',
    'activity_status',
    'Task Status',
    'workstatus',
    'current_status',
    'clearance_status',
  ])('releases no land, under the column %s', (column) => {
    const { records } = prepared(csv(`id,method,date,${column},WKT`, `R1,cleared,2015-01-01,Em curso,${W}`), 'land-releases');
    expect(records[0]?.content.status).toBe('suspended');
    expect(records[0]?.notes).toMatchObject([{ outcome: 'flagged', code: 'unknown_status' }]);
  });

  it.each(['state', 'progress', 'land_status'])('is said of the column %s, which may mean something else', (column) => {
    const options = importOptions('land-releases', 'KHM', { fileName: 'file.csv' });
    const read = (value: string, more: Partial<ImportOptions> = {}) =>
      remarksOn(
        prepareFile(csv(`id,method,date,${column},WKT`, `R1,cleared,2015-01-01,${value},${W}`), { ...options, ...more }),
        options,
      ).join('\n');
    expect(read('Em curso')).toContain(`"${column}" may tell the status`);
    expect(read('')).not.toContain('may tell the status');
    expect(read('Em curso', { mapping: '{"status": null}' })).not.toContain('may tell the status');
  });

  it('leaves a hazardous area open and is flagged', () => {
    const { records } = prepared(csv('id,date,hazard_status,WKT', `H1,2015-01-01,Aberta,${W}`), 'hazardous-areas');
    expect(records[0]?.content.closed_reason).toBeUndefined();
    expect(records[0]?.notes).toMatchObject([{ code: 'unknown_status' }]);
  });
});

describe('dates that cannot be', () => {
  it.each([
    ['date', '41706', 'serial number'],
    ['date', '1389-05-12', 'the year 1389'],
    ['date', '1800', 'the year 1800'],
    ['year', '2099', 'the year 2099'],
    ['recorded', '1389-05-12', 'the year 1389'],
    ['surveyed', '31/02/2014', '2014-02 has 28 days'],
  ])('are refused and not passed over: %s %s', (column, value, why) => {
    const { records, refusals } = prepared(csv(`id,${column},WKT`, `H1,${value},${W}`), 'hazardous-areas');
    expect(records).toEqual([]);
    expect(refusals).toMatchObject([{ field: 'recorded_on', code: 'unreadable_date' }]);
    expect(refusals[0]?.message).toContain(why);
  });

  it('a column "completed" of yes and no is not taken for a date', () => {
    const { records } = prepared(csv('id,completed,WKT', `R1,yes,${W}`), 'land-releases');
    expect(records[0]?.content).toMatchObject({ attributes: { completed: 'yes' } });
  });
});

describe('options', () => {
  const asked = (entity: ImportOptions['entity'], more: Partial<ImportOptions>) => () =>
    checkOptions(importOptions(entity, 'KHM', more));

  it.each([
    ['hazardous-areas', 'cleared', 'released_without_polygon_cleared'],
    ['hazardous-areas', 'Closed', 'other'],
    ['land-releases', 'closed', 'completed'],
    ['land-releases', 'open', 'ongoing'],
    ['land-releases', 'handed over', 'handed_over'],
  ] as const)('--status of %s in the words of the field: %s', (entity, status, code) => {
    expect(asked(entity, { status })().status).toBe(code);
  });

  it.each(['hazardous-areas', 'land-releases'] as const)('an unknown --status of %s is refused, the values named', (entity) => {
    expect(asked(entity, { status: 'nonsense' })).toThrow(/status "nonsense" is not known; for .* it is one of (open|planned), /);
  });

  it.each(['snapshotDay', 'changeAsOf'] as const)('a day that is still to come is refused: %s', (option) => {
    expect(asked('hazardous-areas', { [option]: '2026-01-02' })).toThrow('2026-01-02, which is still to come');
    expect(asked('hazardous-areas', { [option]: '2026-01-01' })).not.toThrow();
  });
});

describe('a file of separated values without a line of names', () => {
  it('is refused where no column is known, so that its first record is not lost', () => {
    const bytes = csv('HA-1,Phum Thmei', 'HA-2,Phum Chas');
    expect(() => prepared(bytes, 'hazardous-areas')).toThrow('of "HA-1", "Phum Thmei" none is one that hazardous-areas have');
    expect(prepared(bytes, 'hazardous-areas', { mapping: '{"local_id": "HA-1"}' }).records).toHaveLength(1);
  });
});

const polygon = (properties: object, ...ring: [number, number][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: [ring] },
});

describe('polygons around the Earth', () => {
  it('an outline across the line of ±180° is refused and not drawn as a belt', () => {
    const across = polygon({ id: 'A' }, [179.9, -16], [-179.9, -16], [-179.9, -16.1], [179.9, -16.1], [179.9, -16]);
    const { refusals } = prepared(file(across), 'hazardous-areas');
    expect(refusals).toMatchObject([{ recordNumber: 1, recordKey: 'A', field: 'geometry', code: 'crosses_antimeridian' }]);
    expect(refusals[0]?.message).toContain('from [179.9,-16] to [-179.9,-16], more than half around the Earth');
  });

  it('the same cut there is taken as it is', () => {
    const west = [
      [
        [179.9, -16],
        [180, -16],
        [180, -16.1],
        [179.9, -16],
      ],
    ];
    const east = [
      [
        [-180, -16],
        [-179.9, -16],
        [-179.9, -16.1],
        [-180, -16],
      ],
    ];
    const cut = { type: 'Feature', properties: { id: 'A' }, geometry: { type: 'MultiPolygon', coordinates: [west, east] } };
    expect(prepared(file(cut), 'hazardous-areas').records[0]?.notes).toEqual([]);
  });

  it('one that goes more than half around step by step is flagged', () => {
    const wide = polygon({ id: 'A' }, [-100, 0], [0, 0], [100, 0], [100, 1], [0, 1], [-100, 1], [-100, 0]);
    expect(prepared(file(wide), 'hazardous-areas').records[0]?.notes).toMatchObject([
      { outcome: 'flagged', code: 'wide_polygon' },
    ]);
  });
});

describe('what is too deep or too long is said by record and field', () => {
  const deep = (levels: number, open: string, close: string, inside: string) =>
    `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
  const point = '{"type":"Point","coordinates":[1,1]}';
  const featureText = (properties: string, geometry: string) =>
    new TextEncoder().encode(
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":${properties},"geometry":${geometry}}]}`,
    );

  it.each([
    ['collections', '{"id":"A"}', deep(20_000, '{"type":"GeometryCollection","geometries":[', ']}', point), 'geometry'],
    ['coordinates', '{"id":"A"}', `{"type":"Polygon","coordinates":${deep(20_000, '[', ']', '1')}}`, 'geometry'],
    ['a type', '{"id":"A"}', `{"type":${deep(20_000, '[', ']', '1')},"coordinates":[]}`, 'geometry'],
    ['a property', `{"id":"A","remark":${deep(20_000, '[', ']', '1')}}`, point, null],
  ])('%s 20,000 deep', (_, properties, geometry, field) => {
    const { records, refusals } = prepared(featureText(properties, geometry), 'hazardous-areas');
    expect(records).toEqual([]);
    expect(refusals).toMatchObject([{ recordNumber: 1, recordKey: 'A', field }]);
  });

  it('a feature that is a list 20,000 deep', () => {
    const bytes = new TextEncoder().encode(`{"type":"FeatureCollection","features":[${deep(20_000, '[', ']', '1')}]}`);
    expect(prepared(bytes, 'hazardous-areas').refusals).toMatchObject([{ code: 'not_a_feature' }]);
  });

  it('well-known text 20,000 deep', () => {
    const bytes = csv('id,wkt', `A,"${deep(20_000, 'GEOMETRYCOLLECTION(', ')', 'POINT(1 1)')}"`);
    const { refusals } = prepared(bytes, 'hazardous-areas');
    expect(refusals[0]?.message).toContain('collections more than 100 deep');
  });

  it('identifiers and operators of 20,000 characters are kept as attributes, the record stays', () => {
    const long = 'x'.repeat(20_000);
    const { records } = prepared(file(feature({ id: long, operator: long }, box(0, 0, 1, 1))), 'hazardous-areas');
    expect(records[0]?.notes).toMatchObject([
      { field: 'local_id', code: 'too_long' },
      { field: 'operator', code: 'too_long' },
    ]);
    expect(records[0]?.content).toMatchObject({ attributes: { id: long, operator: long } });
    expect(records[0]?.content).not.toHaveProperty('local_id');
    expect(records[0]?.content).not.toHaveProperty('operator_code');
    const release = prepared(file(feature({ id: 'R', hazard_ids: `H; ${long}` }, box(0, 0, 1, 1))), 'land-releases');
    expect(release.records[0]?.content.hazardous_area_local_ids).toEqual(['H']);
    const place = prepared(file(feature({ name: long }, box(0, 0, 1, 1))), 'places', { level: 1 });
    expect(place.refusals).toMatchObject([{ field: 'code', code: 'too_long' }]);
  });
});

it('an operator called "None" is not known, and the record says so', () => {
  const { records } = prepared(file(feature({ id: 'R', operator: 'None' }, box(0, 0, 1, 1))), 'land-releases');
  expect(records[0]?.notes).toContainEqual(expect.objectContaining({ field: 'operator', code: 'names_nobody' }));
  expect(records[0]?.content).not.toHaveProperty('operator_code');
  expect(records[0]?.content).toMatchObject({ attributes: { operator: 'None' } });
});

it.each([
  ['A, B,C', ['A', 'B', 'C']],
  ['A;B', ['A', 'B']],
  ['HA-1,2; HA-3', ['HA-1,2', 'HA-3']],
  ['HA-1,2;', ['HA-1,2']],
  ['"HA-1,2", B', ['HA-1,2', 'B']],
  ['"HA;1" ; B, C', ['HA;1', 'B, C']],
  ['"say ""go""",B', ['say "go"', 'B']],
  ['5" shell,B', ['5" shell', 'B']],
  [
    ['HA-1,2', 'B'],
    ['HA-1,2', 'B'],
  ],
])('a release can name an area whose id holds a comma: %j', (said, ids) => {
  const { records } = prepared(file(feature({ id: 'R', hazard_ids: said }, box(0, 0, 1, 1))), 'land-releases');
  expect(records[0]?.content.hazardous_area_local_ids).toEqual(ids);
});

it.each([
  ['Closd', ': the area stays open. Is "closed" meant?'],
  ['Opeen', ': the area stays open. Is "open" meant?'],
  ['Zone 7', ': the area stays open.'],
])('a mistyped status %j is not guessed, and what it is most like is proposed', (status, said) => {
  const file = prepareFile(
    Buffer.from(`id,status,kind\nA,open,SHA\nB,${status},SHA\n`),
    importOptions('hazardous-areas', 'KHM', { fileName: 'a.csv' }),
  );
  expect(file.records[1]?.content.closed_reason).toBeUndefined();
  const [note] = file.records[1]?.notes.filter(({ code }) => code === 'unknown_status') ?? [];
  expect(note?.message).toContain(`status "${status}" (column status) is not known${said}`);
});
