import { expect, it } from 'vitest';
import type { PlaceItem } from '../../../server/places/contract.ts';
import { SELECTIONS, SORTS } from '../records/chosen.ts';
import { CHOICE_NAMES, readAddress } from '../state/url.ts';
import { PARTS, unfitChoices } from './unfit.ts';

const place = (code: string, level: number | null, parent: string | null): PlaceItem => ({
  ...{ code, name: code, names: {}, level, parent },
  ...{ area_km2: null, bbox: null },
});
const SHOWN = { places: [place('none', null, null), place('A', 1, null), place('A1', 2, 'A')], hasPublished: true };

/** What is said of an address: by its form, then by what it names. */
function said(search: string, shown = SHOWN): string[] {
  const { parameters, ignored } = readAddress(search);
  return [
    ...ignored.map(({ parameter, value }) => `${parameter}=${value}`),
    ...unfitChoices(parameters, shown).map(({ name, value }) => `${name}=${value}`),
  ];
}

it('no choice that names nothing falls back silently, whichever part it is of', () => {
  for (const name of CHOICE_NAMES) expect(said(`?${name}=zzz`), name).toEqual([`${name}=zzz`]);
  expect(said('?open=area,bombs,pace-chart,zzz')).toEqual(['open=bombs', 'open=zzz']);
});

it('what does not go with the rest is said: a sort of the other records, a measure that an operator has not, a level too deep', () => {
  expect(said('?records_type=land_release&records_only=overlap&records_sort=-remaining_m2')).toEqual([
    'records_only=overlap',
    'records_sort=-remaining_m2',
  ]);
  expect(said('?multiples_by=operator&multiples_measure=remaining')).toEqual(['multiples_measure=remaining']);
  expect(said('?at_open=h1,r2')).toEqual(['at_open=h1,r2']);
  expect(said('?at=103.1,12.9&at_open=h1,r2')).toEqual([]);
  expect(said('?multiples_level=3')).toEqual(['multiples_level=3']);
  expect(said('?published_marks=1&open=published', { ...SHOWN, hasPublished: false })).toEqual([
    'open=published',
    'published_marks=1',
  ]);
});

it('nothing is said of what is here: every part, tables of the report, every sort and selection of records', () => {
  expect(said(`?open=${PARTS.join()}`)).toEqual([]);
  for (const table of ['remaining_by_place', 'progress_by_operator', 'all']) expect(said(`?report_table=${table}`)).toEqual([]);
  for (const type of ['hazardous_area', 'land_release'] as const) {
    for (const only of SELECTIONS[type]) expect(said(`?records_type=${type}&records_only=${only}`)).toEqual([]);
    for (const sort of SORTS[type]) expect(said(`?records_type=${type}&records_sort=-${sort}`)).toEqual([]);
  }
  expect(said('?multiples_level=2&multiples_by=operator&multiples_measure=released_window&published_marks=1')).toEqual([]);
});
