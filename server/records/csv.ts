import { BYTE_ORDER_MARK, csvLine } from '../csv.ts';
import { RecordItem, type RecordPage } from './contract.ts';
import type { RecordWithShape } from './queries.ts';

const COLUMNS = (Object.keys(RecordItem.properties) as (keyof RecordItem)[]).filter((key) => key !== 'at' && key !== 'bbox');

/** Beside the columns: what an import of the file needs. The outline is last, being the longest. */
const FOR_IMPORT = ['longitude', 'latitude', 'hazardous_area_local_ids', 'wkt'] as const;

/** Ids as a list that an import reads: what holds a separator in quotation marks. */
const listOfIds = (ids: readonly string[]): string =>
  ids.map((id) => (/[;|,"\r\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id)).join(';');

/** The head of the file: what it is, and the columns. */
export const csvHead = ({ programme, data_version, type, as_of }: RecordPage, synthetic: boolean): string =>
  BYTE_ORDER_MARK +
  csvLine([`# ${programme}, ${type}, at the end of ${as_of}, data version ${data_version}`]) +
  (synthetic ? csvLine(['# Synthetic demonstration data, not for navigation.']) : '') +
  csvLine([...COLUMNS, ...FOR_IMPORT]);

/** A line a record; lists joined by `;`. */
export const csvRows = ({ items }: RecordPage): string =>
  items
    .map((item: RecordWithShape) =>
      csvLine([
        ...COLUMNS.map((key) => {
          const value = item[key];
          return Array.isArray(value) ? value.join(';') : value;
        }),
        item.at?.[0] ?? null,
        item.at?.[1] ?? null,
        item.hazardous_area_local_ids ? listOfIds(item.hazardous_area_local_ids) : null,
        item.wkt ?? null,
      ]),
    )
    .join('');
