import { dayOf } from '../../../server/engine/days.ts';
import type { RecordItem, RecordSort, RecordType } from '../../../server/records/contract.ts';
import { ordnanceWords } from '../ground/words.ts';
import type { TextKey } from '../i18n/index.ts';
import type { Page } from '../state/page.svelte.ts';

/** A column of the table: how it is called, by what it is sorted (null: not), what it says of a record. */
export interface RecordColumn {
  key: string;
  title: TextKey;
  sort: RecordSort | null;
  isNumber: boolean;
  words: (item: RecordItem, page: Pick<Page, 'preferences' | 'programme'>) => string;
}

const square = (
  key: 'stated_m2' | 'mapped_m2' | 'difference_m2' | 'remaining_m2' | 'overlap_m2' | 'outside_m2',
  title: TextKey,
): RecordColumn => ({
  key,
  title,
  sort: key,
  isNumber: true,
  words: (item, { preferences: { speech } }) => (item[key] === null ? '–' : speech.whole(item[key])),
});
const text = (key: string, title: TextKey, words: RecordColumn['words'], sort: RecordSort | null = null): RecordColumn => ({
  key,
  title,
  sort,
  isNumber: false,
  words,
});

const KINDS: Record<string, TextKey> = { SHA: 'suspected', CHA: 'confirmed' };
const OWN_STATUSES: Record<string, TextKey> = {
  open: 'recordStatus_open',
  closed: 'recordStatus_closed',
  released: 'recordStatus_released',
};

function placeWords(
  { place }: RecordItem,
  { programme: { places }, preferences: { speech } }: Pick<Page, 'preferences' | 'programme'>,
): string {
  if (place === null) return speech.text('noPlace');
  const item = places.find(({ code }) => code === place);
  return item?.names[speech.language] ?? item?.name ?? place;
}

const remarks = ({ unmapped, undated, conflict }: RecordItem, { preferences: { speech } }: Pick<Page, 'preferences'>): string =>
  [
    unmapped ? speech.text('recordRemark_unmapped') : '',
    undated ? speech.text('recordRemark_undated') : '',
    conflict ? speech.text('recordRemark_conflict') : '',
  ]
    .filter((words) => words !== '')
    .join(', ');

const shared: readonly RecordColumn[] = [
  text('kind', 'recordKind', ({ kind }, { preferences: { speech } }) => speech.text(KINDS[kind] ?? (kind as TextKey))),
  text('status', 'recordStatus', ({ status }, { preferences: { speech } }) =>
    OWN_STATUSES[status] === undefined ? speech.text(`status_${status}` as TextKey) : speech.text(OWN_STATUSES[status]),
  ),
  text('day', 'recordDay', ({ day }, { preferences: { speech } }) => (day === null ? '–' : speech.day(dayOf(day))), 'day'),
  text('place', 'recordPlace', placeWords, 'place'),
  text(
    'operator',
    'recordOperator',
    ({ operator }, page) => (operator === null ? '–' : page.programme.operatorName(operator)),
    'operator',
  ),
  text('ordnance', 'recordOrdnance', ({ ordnance }, { preferences: { speech } }) => ordnanceWords(speech, ordnance) || '–'),
  square('stated_m2', 'recordStated'),
  square('mapped_m2', 'recordMapped'),
  square('difference_m2', 'recordDifference'),
];
const last = text('remarks', 'recordRemarks', remarks);

/** The columns after the first, which names the record. */
export const COLUMNS: Record<RecordType, readonly RecordColumn[]> = {
  hazardous_area: [...shared, square('remaining_m2', 'recordRemaining'), square('overlap_m2', 'recordOverlap'), last],
  land_release: [...shared, square('outside_m2', 'recordOutside'), last],
};
