import writeExcelFile, { type Cell, type Row, type Sheet } from 'write-excel-file/node';
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts';
import type { Article5Report, ReportRow, ReportTable, ReportTableKey } from './contract.ts';
import { BESIDE_NAMES, columnName, ordnanceWords, TABLE_NAMES } from './words.ts';

const NOT_RECORDED = 'not recorded';

/** Rows of a table as they stand in a file: those that add up, the total, and what stands beside it. The first cell of the last two names them. */
function linesOf({
  columns,
  rows,
  total,
  beside,
}: ReportTable): { kind: 'row' | 'total' | 'beside'; cells: (string | number | null)[] }[] {
  const cells = (row: ReportRow, name: string | null) =>
    columns.map(({ key, type }, index) => {
      if (name !== null && index === 0) return name;
      const value = row[key] ?? null;
      return value === null && type !== 'text' ? NOT_RECORDED : value;
    });
  return [
    ...rows.map((row) => ({ kind: 'row' as const, cells: cells(row, null) })),
    { kind: 'total', cells: cells(total, 'Total') },
    ...beside.map(({ label, row }) => ({ kind: 'beside' as const, cells: cells(row, BESIDE_NAMES[label] ?? label) })),
  ];
}

/** One table, or all below one another; the note of method first, as lines that begin with #. Codes, and m² unrounded. */
export function reportCsv(report: Article5Report, only: ReportTableKey | undefined): string {
  const tables = report.tables.filter(({ key }) => only === undefined || key === only);
  const notes = report.method.map(({ text }) => csvLine([`# ${text}`]));
  const blocks = tables.map((table) =>
    [
      csvLine([`# ${table.key}`]),
      csvLine(table.columns.map(({ key }) => key)),
      ...linesOf(table).map(({ cells }) => csvLine(cells)),
    ].join(''),
  );
  return `${BYTE_ORDER_MARK}${notes.join('')}${blocks.join('\r\n')}`;
}

const BOLD = { fontWeight: 'bold' } as const;
const FORMATS = { m2: '#,##0.00', count: '#,##0', text: undefined } as const;

function sheetOf(table: ReportTable): Sheet<never> {
  const header: Row = table.columns.map(({ key, type }) => ({
    value: columnName(key),
    ...BOLD,
    wrap: true,
    align: type === 'text' ? 'left' : 'right',
    alignVertical: 'bottom',
  }));
  const body = linesOf(table).map(({ kind, cells }): Row => {
    const style =
      kind === 'total' ? { ...BOLD, topBorderStyle: 'thin' as const } : kind === 'beside' ? { fontStyle: 'italic' as const } : {};
    return cells.map((value, index): Cell => {
      const column = table.columns[index];
      if (typeof value !== 'number') {
        const isOrdnance = column?.key === 'ordnance' && kind === 'row';
        return { value: isOrdnance ? ordnanceWords(String(value)) : String(value ?? ''), type: String, ...style };
      }
      const format = FORMATS[column?.type ?? 'text'];
      return { value, type: Number, ...(format === undefined ? {} : { format }), ...style };
    });
  });
  return {
    sheet: TABLE_NAMES[table.key],
    data: [header, ...body],
    columns: table.columns.map(({ key, type }) => ({
      width: type !== 'text' ? 17 : key === 'ordnance' ? 46 : key.endsWith('name') ? 26 : 14,
    })),
    stickyRowsCount: 1,
    orientation: 'landscape',
  };
}

const asDate = (day: string): Cell => ({ value: new Date(`${day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' });

function methodSheet(report: Article5Report): Sheet<never> {
  const facts: [string, Cell][] = [
    ['Programme', `${report.programme_name} (${report.programme})`],
    ['Remaining at the end of', asDate(report.as_of)],
    ['Progress after', report.from === null ? 'the beginning of the records' : asDate(report.from)],
    ['Progress until the end of', asDate(report.to)],
    ['Data version', report.data_version],
    ['Boundary set', report.boundary_set ?? 'not named'],
    ['Made on', asDate(report.made_on)],
  ];
  return {
    sheet: 'Method',
    data: [
      [{ value: 'What these tables say, and how they were made', ...BOLD }, null],
      ...facts.map(([name, value]): Row => [{ value: name, ...BOLD }, value]),
      ...report.method.map(({ text }): Row => [null, { value: text, wrap: true }]),
    ],
    columns: [{ width: 28 }, { width: 110 }],
    stickyRowsCount: 1,
  };
}

/** A workbook: a sheet a table, numbers as numbers and days as days, then the method. */
export const reportWorkbook = (report: Article5Report): Promise<Buffer> =>
  writeExcelFile([...report.tables.map(sheetOf), methodSheet(report)]).toBuffer();
