import { closest, distance } from 'fastest-levenshtein';
import { DENYING_TOKENS, NO_ORDNANCE_WORDS, ORDNANCE_WORDS, type WordTable } from './codes.ts';
import { normaliseWord, textOf } from './words.ts';

interface Lookup {
  words: Map<string, string>;
  tokens: Map<string, string>;
}
const lookups = new WeakMap<WordTable, Lookup>();

function lookupOf(table: WordTable): Lookup {
  const known = lookups.get(table);
  if (known !== undefined) return known;
  const lookup: Lookup = { words: new Map(), tokens: new Map() };
  for (const [code, { words, tokens = [] }] of Object.entries(table)) {
    lookup.words.set(normaliseWord(code), code);
    for (const word of words) lookup.words.set(word, code);
    for (const token of tokens) lookup.tokens.set(token, code);
  }
  lookups.set(table, lookup);
  return lookup;
}

/** The code that a value means: by the whole of it, else by a token that only one code has. Null: not recognised or blank. */
export function recogniseCode(table: WordTable, value: unknown, own: ReadonlyMap<string, string> = new Map()): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const word = normaliseWord(text);
  const { words, tokens } = lookupOf(table);
  const whole = own.get(word) ?? words.get(word);
  if (whole !== undefined) return whole;
  const parts = word.split(' ');
  if (parts.some((part) => DENYING_TOKENS.includes(part))) return null;
  const codes = new Set(parts.map((part) => tokens.get(part)).filter((code) => code !== undefined));
  return codes.size === 1 ? ([...codes][0] as string) : null;
}

/** Letters by which a mistyped word may differ from the one that is meant. */
const MOST_MISTYPED = 2;

/** What a word that is not recognised is most like: the known word and its code; null: like none. */
export function mostLike(table: WordTable, value: unknown): { word: string; code: string } | null {
  const text = normaliseWord(textOf(value) ?? '');
  const { words } = lookupOf(table);
  const word = text.length < 4 ? '' : closest(text, [...words.keys()]);
  const code = words.get(word);
  return code !== undefined && distance(text, word) <= MOST_MISTYPED ? { word, code } : null;
}

export interface RecognisedOrdnance {
  /** In the order of the vocabulary, none twice. */
  codes: string[];
  /** Words that mean no kind of ordnance we know: they count as `unknown`. */
  strangers: string[];
}

const SEPARATORS = /[;,/|+&\n\r]|\band\b|\bet\b/i;
const ORDER = Object.keys(ORDNANCE_WORDS);

/** Reads a list of ordnance: separated by ; , / | + & or "and", or a JSON array. Several values are read as one list. */
export function recogniseOrdnance(values: readonly unknown[], own: ReadonlyMap<string, string> = new Map()): RecognisedOrdnance {
  const codes = new Set<string>();
  const strangers: string[] = [];
  const read = (text: string): boolean => {
    const word = normaliseWord(text);
    if (word === '' || NO_ORDNANCE_WORDS.includes(word)) return true;
    const code = own.get(word) ?? lookupOf(ORDNANCE_WORDS).words.get(word);
    if (code === undefined) return false;
    codes.add(code);
    return true;
  };
  for (const value of values.flat()) {
    const text = textOf(value);
    // the whole first: "UXO/AXO" is one kind
    if (text === null || read(text)) continue;
    for (const part of text.split(SEPARATORS)) if (!read(part)) strangers.push(part.trim());
  }
  if (strangers.length > 0) codes.add('unknown');
  return { codes: ORDER.filter((code) => codes.has(code)), strangers };
}
