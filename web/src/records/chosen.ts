import type { RecordSelection, RecordSort, RecordType } from '../../../server/records/contract.ts';
import type { ChoiceName } from '../state/url.ts';
import { COLUMNS } from './columns.ts';

/** What a reader may ask for alone. */
export const SELECTIONS: Record<RecordType, readonly RecordSelection[]> = {
  hazardous_area: ['open', 'difference', 'overlap', 'conflict', 'unmapped', 'undated'],
  land_release: ['in_progress', 'difference', 'outside', 'conflict', 'unmapped', 'undated'],
};

/** Which records are shown, by what they are sorted, and which page of them, from 1 on. */
export interface Chosen {
  type: RecordType;
  only: RecordSelection | null;
  sort: RecordSort;
  descending: boolean;
  page: number;
}

/** As the address has it; what does not go with the type is as it is at first. */
export function readChosen(of: (name: ChoiceName) => string | undefined): Chosen {
  const type: RecordType = of('records_type') === 'land_release' ? 'land_release' : 'hazardous_area';
  const only = SELECTIONS[type].find((selection) => selection === of('records_only')) ?? null;
  const [, minus, asked] = /^(-?)(.*)$/.exec(of('records_sort') ?? '') ?? [];
  const sort = COLUMNS[type].find((column) => column.sort !== null && column.sort === asked)?.sort ?? 'local_id';
  const isAsked = sort === asked;
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
