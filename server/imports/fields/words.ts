/** Letters and digits only, without accents, lower case: `Date of Survey`, `date_of_survey` and `dateOfSurvey` are one header. */
export const normaliseHeader = (header: string): string => plain(header).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');

/** Words apart by single spaces, without accents, lower case: `AP-Mine` and `ap  mine` are one word. */
export const normaliseWord = (word: string): string =>
  plain(word)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    // marks of Latin, Greek and Cyrillic letters only: Khmer and Arabic vowels are letters of the word
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');

/** A value as trimmed text; null for blank and for what says that nothing is known of it as a value. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

const NOTHING = new Set([
  '',
  'null',
  'none',
  'nil',
  'n a',
  'na',
  'nan',
  'no data',
  'nodata',
  'unknown',
  'not known',
  'not specified',
  'not available',
  'undated',
  'tbd',
  'tbc',
  'nat',
]);

/** True where a cell says that there is no value. */
export const saysNothing = (value: unknown): boolean => {
  const text = textOf(value);
  return text === null || NOTHING.has(normaliseWord(text));
};
