import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterQuery, readFilter } from '../../web/src/filters/address.ts';
import {
  HAZARD_KINDS,
  LAND_STATES,
  type LandState,
  MOVEMENT_KINDS,
  type MovementKind,
  ORDNANCE_KINDS,
  RELEASE_METHODS,
  STATE_GROUPS,
} from '../vocabulary.ts';
import { type LedgerColumns, type MovementColumns, STILL } from './columns.ts';
import { areasAt, figuresOf } from './figures.ts';
import { type LandFilter, NO_FILTER } from './filter.ts';
import { keptMovements, keptSpans } from './kept.ts';
import { boxOf, holderOf, leavesOf, leavesOfAny, outermost } from './places.ts';

const place = (code: string, parent: string | null) => ({
  code,
  name: code,
  names: {},
  level: 1,
  parent,
  area_km2: null,
  bbox: null,
});
const PLACES = [place('N', null), place('N-1', 'N'), place('N-2', 'N'), place('S', null)];

const columns: LedgerColumns = {
  length: 5,
  dataVersion: '1',
  state: Uint8Array.from(['suspected', 'confirmed', 'cleared', 'outside_cancelled', 'closed'], (state) =>
    LAND_STATES.indexOf(state as 'closed'),
  ),
  fromDay: new Int32Array(5),
  toDay: new Int32Array(5).fill(STILL),
  area: Float64Array.of(1e8, 2e8, 4e8, 8e8, 16e8),
  x: Int32Array.of(1e7, 2e7, 3e7, 4e7, 5e7),
  y: Int32Array.of(1e7, 1e7, 1e7, 1e7, 1e7),
  polygonZoom: new Uint8Array(5),
  undated: new Uint8Array(5),
  face: Int32Array.of(1, 2, 3, 4, 5),
  place: Int16Array.of(1, 2, 1, 3, 0),
  operator: Int16Array.of(1, 1, 1, 2, 1),
  ordnance: Uint8Array.of(1, 8, 9, 0, 1),
  places: ['none', 'N-1', 'N-2', 'S'],
  operators: ['none', 'cmac', 'mag'],
};
const kept = (filter: Partial<typeof NO_FILTER>) => Array.from(keptSpans(columns, { ...NO_FILTER, ...filter }, PLACES) ?? [9]);

describe('filters', () => {
  it('none keeps everything without a list', () => {
    expect(keptSpans(columns, NO_FILTER, PLACES)).toBeNull();
  });

  it('land of no stated kind, and land released by none that is known, are chosen by none', () => {
    // the fourth has no kind; the third is cleared by cmac, the fourth cancelled by mag; no releaser is unknown
    expect(kept({ ordnance: ['none'] })).toEqual([0, 0, 0, 1, 0]);
    expect(kept({ ordnance: ['none', 'cluster_munition_remnant'] })).toEqual([0, 1, 1, 1, 0]);
    expect(kept({ operators: ['none'] })).toEqual([1, 1, 0, 0, 1]);
    const nobody = { ...columns, operator: Int16Array.of(1, 1, 0, 2, 1) };
    expect([...(keptSpans(nobody, { ...NO_FILTER, operators: ['none'] }, PLACES) ?? [])]).toEqual([1, 1, 1, 0, 1]);
    expect(filterQuery({ ...NO_FILTER, operators: ['none'], ordnance: ['none'] })).toBe('&operator=none&ordnance=none');
    const seen: string[] = [];
    const read = readFilter({ operator: 'none', ordnance: 'none' }, PLACES, columns.operators, (name) => seen.push(name));
    expect([read.operators, read.ordnance, seen]).toEqual([['none'], ['none'], []]);
  });

  it('a place keeps the ground of all places below it', () => {
    expect([...leavesOf('N', PLACES)]).toEqual(['N-1', 'N-2']);
    expect(kept({ places: ['N'] })).toEqual([1, 1, 1, 0, 0]);
    expect(kept({ places: ['N-2'] })).toEqual([0, 1, 0, 0, 0]);
  });

  it('several places keep the ground of any, and a place within another adds nothing', () => {
    expect(kept({ places: ['N-2', 'S'] })).toEqual([0, 1, 0, 1, 0]);
    expect(kept({ places: ['N-2', 'N'] })).toEqual(kept({ places: ['N'] }));
    expect(kept({ places: ['none', 'S'] })).toEqual([0, 0, 0, 1, 1]);
    expect(outermost(['N-2', 'S', 'N', 'N-1', 'S'], PLACES)).toEqual(['S', 'N']);
    expect(holderOf('N-1', ['S', 'N'], PLACES)).toBe('N');
    expect(holderOf('N', ['N-1'], PLACES)).toBeNull();
  });

  it('any choice of places keeps each leaf of any of them once, and so does the choice cut short', () => {
    const codes = PLACES.map(({ code }) => code);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes)), (chosen) => {
        const leaves = new Set(chosen.flatMap((code) => (code === 'N' ? ['N-1', 'N-2'] : [code])));
        expect(leavesOfAny(chosen, PLACES)).toEqual(leaves);
        expect(leavesOfAny(outermost(chosen, PLACES), PLACES)).toEqual(leaves);
      }),
    );
  });

  it('the box around several places holds all that have one', () => {
    const boxes = [
      { ...place('E', null), bbox: [10, 1, 12, 3] },
      { ...place('W', null), bbox: [-5, 2, 4, 7] },
    ];
    expect(boxOf(['E', 'W', 'S'], [...boxes, ...PLACES])).toEqual([-5, 1, 12, 7]);
    expect(boxOf(['S'], [...boxes, ...PLACES])).toBeNull();
  });

  it('ordnance keeps ground where any of the kinds is recorded', () => {
    expect(kept({ ordnance: ['cluster_munition_remnant'] })).toEqual([0, 1, 1, 0, 0]);
    expect(kept({ ordnance: ['anti_personnel_mine', 'cluster_munition_remnant'] })).toEqual([1, 1, 1, 0, 1]);
  });

  it('operator and method choose released land only', () => {
    expect(kept({ operators: ['mag'] })).toEqual([1, 1, 0, 1, 1]);
    expect(kept({ methods: ['cleared'] })).toEqual([1, 1, 1, 0, 1]);
  });

  it('kind chooses remaining land only', () => {
    expect(kept({ kinds: ['CHA'] })).toEqual([0, 1, 1, 1, 1]);
    expect(kept({ kinds: ['SHA', 'CHA'] })).toEqual([1, 1, 1, 1, 1]);
  });

  it('states leave the other groups out, of whatever kind, method and operator; released is inside and outside hazards', () => {
    expect(kept({ states: ['remaining'] })).toEqual([1, 1, 0, 0, 0]);
    expect(kept({ states: ['released'] })).toEqual([0, 0, 1, 1, 0]);
    expect(kept({ states: ['closed'] })).toEqual([0, 0, 0, 0, 1]);
    expect(kept({ states: ['closed', 'remaining'], kinds: ['CHA'], operators: ['nobody'] })).toEqual([0, 1, 0, 0, 1]);
    expect(kept({ states: ['released'], methods: ['cleared'], kinds: ['SHA'] })).toEqual([0, 0, 1, 0, 0]);
    expect(kept({ states: ['released', 'closed', 'remaining'] })).toEqual([1, 1, 1, 1, 1]);
  });

  it('remaining alone, released alone and closed alone are all land, each piece once, whatever else is chosen', () => {
    const others = fc.record({
      operators: fc.subarray(['cmac', 'mag']),
      methods: fc.subarray([...RELEASE_METHODS]),
      kinds: fc.subarray([...HAZARD_KINDS]),
      ordnance: fc.subarray([...ORDNANCE_KINDS]),
    });
    fc.assert(
      fc.property(others, (filter) => {
        const all = keptSpans(columns, { ...NO_FILTER, ...filter }, PLACES) ?? new Uint8Array(5).fill(1);
        const parts = STATE_GROUPS.map((group) => kept({ ...filter, states: [group] }));
        expect(parts[0]?.map((_, span) => parts.reduce((sum, part) => sum + (part[span] as number), 0))).toEqual([...all]);
      }),
    );
  });

  it('what moved is kept where it begins or ends in a chosen state', () => {
    const state = (name: LandState) => LAND_STATES.indexOf(name);
    // recorded, cleared, closed, cancelled outside, recorded again where it was cleared outside
    const moves = {
      ...columns,
      kind: Uint8Array.from(['recorded', 'cleared', 'closed', 'cancelled', 're-opened'], (kind) =>
        MOVEMENT_KINDS.indexOf(kind as MovementKind),
      ),
      fromState: Uint8Array.of(255, state('confirmed'), state('suspected'), 255, state('outside_cleared')),
      toState: Uint8Array.of(
        state('suspected'),
        state('cleared'),
        state('closed'),
        state('outside_cancelled'),
        state('suspected'),
      ),
      ordnance: new Uint8Array(5).fill(1),
    } as unknown as MovementColumns;
    const moved = (filter: Partial<LandFilter>) => [...(keptMovements(moves, { ...NO_FILTER, ...filter }, PLACES) ?? [])];
    expect(moved({ states: ['remaining'] })).toEqual([1, 1, 1, 0, 1]);
    expect(moved({ states: ['released'] })).toEqual([0, 1, 0, 1, 1]);
    expect(moved({ states: ['closed'] })).toEqual([0, 0, 1, 0, 0]);
    expect(moved({ states: ['closed', 'released'], methods: ['cancelled'] })).toEqual([0, 0, 1, 1, 1]);
  });

  it('a box keeps land by its point, also across the antimeridian', () => {
    expect(kept({ bbox: [1.5, 0, 3.5, 2] })).toEqual([0, 1, 1, 0, 0]);
    expect(kept({ bbox: [3.5, 0, 1.5, 2] })).toEqual([1, 0, 0, 1, 1]);
  });

  it('splits add up: a filter and all its values give the whole', () => {
    const all = figuresOf(areasAt(columns, 10));
    const sum = ['N', 'S', 'none'].reduce((total, code) => {
      const figures = figuresOf(areasAt(columns, 10, keptSpans(columns, { ...NO_FILTER, places: [code] }, PLACES)));
      return total + figures.remaining.total + figures.released.total + figures.outside.total + figures.closed;
    }, 0);
    expect(sum).toBe(all.remaining.total + all.released.total + all.outside.total + all.closed);
  });

  it('what an address asks for in vain is named and left out; what is right comes back as the same question to the server', () => {
    const ignored: string[] = [];
    const asked = { place: 'N-1,X,N', operator: 'cmac,nobody', ordnance: 'bombs', method: 'cleared' };
    const filter = readFilter(asked, PLACES, columns.operators, (parameter, value) => ignored.push(`${parameter}=${value}`));
    expect(ignored).toEqual(['place=X', 'operator=nobody', 'ordnance=bombs']);
    expect(filterQuery(filter)).toBe('&place=N&operator=cmac&method=cleared');
  });

  it('never fails on what an address may hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...ORDNANCE_KINDS), (one, other, kind) => {
        const filter = readFilter({ place: one, operator: other, ordnance: kind }, PLACES, columns.operators, () => {});
        expect(keptSpans(columns, filter, PLACES)?.length).toBe(5);
      }),
    );
  });
});
