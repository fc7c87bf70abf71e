/** A spreadsheet takes text that begins so for a formula: also full-width signs, and after white space that it drops. */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/;

/** What spreadsheets need to keep the letters. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A cell of RFC 4180; numbers as they are, null as nothing, text that a spreadsheet would calculate with an apostrophe before it. */
export function csvCell(value: string | number | boolean | null): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line with its end. */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
