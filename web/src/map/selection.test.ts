import { createExpression } from '@maplibre/maplibre-gl-style-spec';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LedgerColumns, STILL } from '../../../server/engine/columns.ts';
import { NO_FILTER } from '../../../server/engine/filter.ts';
import { keptSpans } from '../../../server/engine/kept.ts';
import {
  HAZARD_KINDS,
  LAND_STATES,
  ORDNANCE_CHOICES,
  ORDNANCE_KINDS,
  RELEASE_METHODS,
  STATE_GROUPS,
} from '../../../server/vocabulary.ts';
import { selectionExpression } from './selection.ts';

const PLACES = ['none', 'A', 'B'];
const OPERATORS = ['none', 'cmac', 'mag'];
const span = fc.record({
  state: fc.constantFrom(...LAND_STATES),
  place: fc.nat(PLACES.length - 1),
  operator: fc.nat(OPERATORS.length - 1),
  ordnance: fc.nat(2 ** ORDNANCE_KINDS.length - 1),
});
const some = <Code>(codes: readonly Code[]) => fc.subarray([...codes], { maxLength: 2 });
const filters = fc.record({
  places: some(PLACES),
  operators: some(OPERATORS),
  ordnance: some(ORDNANCE_CHOICES),
  methods: some(RELEASE_METHODS),
  kinds: some(HAZARD_KINDS),
  states: some(STATE_GROUPS),
});

it('the map shows the spans that the figures count, whatever the filters', () => {
  let told = 0;
  fc.assert(
    fc.property(fc.array(span, { minLength: 5, maxLength: 30 }), filters, (spans, chosen) => {
      const { length } = spans;
      const columns: LedgerColumns = {
        ...{ length, dataVersion: '1', places: PLACES, operators: OPERATORS },
        ...{ fromDay: new Int32Array(length), toDay: new Int32Array(length).fill(STILL), undated: new Uint8Array(length) },
        ...{ area: new Float64Array(length), x: new Int32Array(length), y: new Int32Array(length) },
        ...{ polygonZoom: new Uint8Array(length), face: new Int32Array(length) },
        state: Uint8Array.from(spans, ({ state }) => LAND_STATES.indexOf(state)),
        place: Int16Array.from(spans, ({ place }) => place),
        operator: Int16Array.from(spans, ({ operator }) => operator),
        ordnance: Uint8Array.from(spans, ({ ordnance }) => ordnance),
      };
      const kept = keptSpans(columns, { ...NO_FILTER, ...chosen }, []);
      const selection = selectionExpression({ ...chosen, leaves: chosen.places.length === 0 ? null : chosen.places });
      if (selection === null) {
        expect(kept === null || kept.every((isKept) => isKept === 1)).toBe(true);
        return;
      }
      const read = createExpression(selection, { type: 'boolean' } as never);
      if (read.result !== 'success') throw new Error(JSON.stringify(read.value));
      const shown = spans.map(({ state, place, operator, ordnance }) => {
        // what is null is not in a tile
        const properties = {
          ...{ state, ordnance },
          ...(place === 0 ? {} : { place: PLACES[place] }),
          ...(operator === 0 ? {} : { operator: OPERATORS[operator] }),
        };
        return read.value.evaluate({ zoom: 9 }, { type: 'Polygon', properties }) ? 1 : 0;
      });
      expect(shown).toEqual([...(kept ?? [])]);
      if (new Set(shown).size === 2) told += 1;
    }),
    { numRuns: process.env.LANDCLEAR_LONG ? 5000 : 300 },
  );
  expect(told).toBeGreaterThan(50);
});
