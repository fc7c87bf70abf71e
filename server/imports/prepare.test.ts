import { describe, expect, it } from 'vitest';
import { checkOptions, type ImportOptions } from './options.ts';
import { prepareFile } from './prepare.ts';
import { remarksOn } from './remarks.ts';
import { importOptions } from './testing.ts';

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
