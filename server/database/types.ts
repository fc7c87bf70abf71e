import pg from 'pg';

type Parser = (text: string) => unknown;
/** `pg` declares the numbers of scalar types only, but knows arrays too */
const arrayType = (oid: number) => oid as (typeof pg.types.builtins)[keyof typeof pg.types.builtins];

const { builtins } = pg.types;
const DATE_ARRAY = 1182;
const INT8_ARRAY = 1016;
const parseTextArray = pg.types.getTypeParser(arrayType(1009)) as (text: string) => (string | null)[];

/** A count fits a number; what does not (beyond 2^53) stays text rather than be rounded. */
function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

const parsers = new Map<number, Parser>([
  // a date is a day, not an instant: a Date object would move it with the time zone
  [builtins.DATE, (text) => text],
  [DATE_ARRAY, parseTextArray],
  [builtins.INT8, wholeNumber],
  [INT8_ARRAY, (text) => parseTextArray(text).map((part) => (part === null ? null : wholeNumber(part)))],
]);

/** How columns come back: dates as `YYYY-MM-DD`, int8 as numbers, numeric as text (sums stay exact); the rest as `pg` does. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
