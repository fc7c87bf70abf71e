import type { RecordSelection, RecordSort, RecordType } from '../../../server/records/contract.ts';
import type { ChoiceName } from '../state/url.ts';

/** What a user may ask for alone. */
export const SELECTIONS: Record<RecordType, readonly RecordSelection[]> = {
  hazardous_area: ['open', 'difference', 'overlap', 'conflict', 'unmapped', 'undated'],
  land_release: ['in_progress', 'difference', 'outside', 'conflict', 'unmapped', 'undated'],
};

const SHARED_SORTS = [
  ...(['local_id', 'day', 'place', 'operator'] as const),
  ...(['stated_m2', 'mapped_m2', 'difference_m2'] as const),
] as const;
/** By what they are sorted: each is a column of the table (columns.ts), or its first. */
export const SORTS: Record<RecordType, readonly RecordSort[]> = {
  hazardous_area: [...SHARED_SORTS, 'remaining_m2', 'overlap_m2'],
  land_release: [...SHARED_SORTS, 'outside_m2'],
};

/** Which records are shown, by what they are sorted, and which page of them, from 1 on. */
export interface Chosen {
  type: RecordType;
  only: RecordSelection | null;
  sort: RecordSort;
  descending: boolean;
  page: number;
}

/** As the address has it; what does not go with the type, or does not exist, is as it is at first and handed to `ignore`. */
export function readChosen(
  of: (name: ChoiceName) => string | undefined,
  ignore: (name: ChoiceName, value: string) => void = () => {},
): Chosen {
  const type: RecordType = of('records_type') === 'land_release' ? 'land_release' : 'hazardous_area';
  const [askedOnly, askedSort] = [of('records_only'), of('records_sort')];
  const only = SELECTIONS[type].find((selection) => selection === askedOnly) ?? null;
  if (askedOnly !== undefined && only === null) ignore('records_only', askedOnly);
  const [, minus, asked] = /^(-?)(.*)$/.exec(askedSort ?? '') ?? [];
  const sort = SORTS[type].find((one) => one === asked) ?? 'local_id';
  const isAsked = sort === asked;
  if (askedSort !== undefined && !isAsked) ignore('records_sort', askedSort);
  return { type, only, sort, descending: isAsked && minus === '-', page: Number(of('records_page') ?? 1) };
}

/** For the address; undefined: as it is at first. */
export function writeChosen({ type, only, sort, descending, page }: Chosen): { [Name in ChoiceName]?: string | undefined } {
  const order = `${descending ? '-' : ''}${sort}`;
  return {
    records_type: type === 'hazardous_area' ? undefined : type,
    records_only: only ?? undefined,
    records_sort: order === 'local_id' ? undefined : order,
    records_page: page === 1 ? undefined : String(page),
  };
}
