import { BYTE_ORDER_MARK, csvLine } from '../csv.ts';
import { RecordItem, type RecordPage } from './contract.ts';

const COLUMNS = (Object.keys(RecordItem.properties) as (keyof RecordItem)[]).filter((key) => key !== 'at' && key !== 'bbox');

/** The head of the file: what it is, and the columns. Longitude and latitude stand last. */
export const csvHead = ({ programme, data_version, type, as_of }: RecordPage, synthetic: boolean): string =>
  BYTE_ORDER_MARK +
  csvLine([`# ${programme}, ${type}, at the end of ${as_of}, data version ${data_version}`]) +
  (synthetic ? csvLine(['# Synthetic demonstration data, not for navigation.']) : '') +
  csvLine([...COLUMNS, 'longitude', 'latitude']);

/** A line a record; lists joined by `;`. */
export const csvRows = ({ items }: RecordPage): string =>
  items
    .map((item) =>
      csvLine([
        ...COLUMNS.map((key) => {
          const value = item[key];
          return Array.isArray(value) ? value.join(';') : value;
        }),
        item.at?.[0] ?? null,
        item.at?.[1] ?? null,
      ]),
    )
    .join('');
