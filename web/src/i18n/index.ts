import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import { en, type TextKey as FirstKey, type Texts } from './en.ts';
import type { LaterKey } from './later/en.ts';
import type { TableKey } from './tables/en.ts';

export type TextKey = FirstKey | LaterKey | TableKey;

export const LANGUAGES = ['en', 'km', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's own name of itself. */
const NAMES: Record<Language, string> = { en: 'English', km: 'ខ្មែរ', fr: 'Français' };
export const languageName = (language: Language): string => NAMES[language];

/** English comes with the page, the others when they are first asked for. */
const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<Texts>> = {
  km: async () => (await import('./km.ts')).km,
  fr: async () => (await import('./fr.ts')).fr,
};
const loaded: Partial<Record<Language, Texts>> = { en };

/** What is loaded later has its texts in files of its own, which would weigh on the first page: of the panel, of the tables over the page. */
export type Part = 'later' | 'tables';
type PartTexts = Partial<Record<TextKey, string>>;
const PART_LOADERS: Record<Part, Record<Language, () => Promise<PartTexts>>> = {
  later: {
    en: async () => (await import('./later/en.ts')).en,
    km: async () => (await import('./later/km.ts')).km,
    fr: async () => (await import('./later/fr.ts')).fr,
  },
  tables: {
    en: async () => (await import('./tables/en.ts')).en,
    km: async () => (await import('./tables/km.ts')).km,
    fr: async () => (await import('./tables/fr.ts')).fr,
  },
};
const PARTS = Object.keys(PART_LOADERS) as Part[];
const partTexts: Record<Part, Partial<Record<Language, PartTexts>>> = { later: {}, tables: {} };

/** Brings a language's texts, so that a Speech of it can be made. Where they cannot be had, its texts are English meanwhile. */
export async function loadTexts(language: Language): Promise<void> {
  await Promise.all(PARTS.filter((part) => partTexts[part].en !== undefined).map((part) => loadPartTexts(part, language)));
  if (language === 'en' || loaded[language] !== undefined) return;
  try {
    loaded[language] = await LOADERS[language]();
  } catch {
    // asked for again with the next choice
  }
}

/** Brings the texts of a part that is loaded later, before it is shown. @throws where not even English can be had */
export async function loadPartTexts(part: Part, language: Language): Promise<void> {
  const texts = partTexts[part];
  texts.en ??= await PART_LOADERS[part].en();
  try {
    texts[language] ??= await PART_LOADERS[part][language]();
  } catch {
    // English meanwhile
  }
}
export const loadLaterTexts = (language: Language): Promise<void> => loadPartTexts('later', language);

/** A part of the page that is loaded later, with its texts. */
export const withLaterTexts = async <Part>(part: Promise<Part>, language: Language): Promise<Part> =>
  (await Promise.all([part, loadLaterTexts(language)]))[0];

/** A text with the values for its {braces}. */
export const fillIn = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** Texts, numbers and dates of one language, whose texts are loaded. */
export class Speech {
  readonly language: Language;
  readonly #texts: Texts;
  readonly #whole: Intl.NumberFormat;

  constructor(language: Language) {
    this.language = language;
    this.#texts = loaded[language] ?? en;
    this.#whole = new Intl.NumberFormat(this.#locale(), { maximumFractionDigits: 0 });
  }

  text(key: TextKey, values: Record<string, string | number> = {}): string {
    let text = (this.#texts as PartTexts)[key];
    for (const part of PARTS) text ??= (partTexts[part][this.language] ?? partTexts[part].en)?.[key];
    return fillIn(text ?? '', values);
  }

  /** The name of a programme: of its country in this language, where the browser knows it. */
  programme({ name, region, synthetic }: { name: string; region: string | null; synthetic: boolean }): string {
    if (synthetic) return this.text('demoProgramme');
    if (region === null || this.language === 'en') return name;
    return new Intl.DisplayNames([this.language], { type: 'region', fallback: 'none' }).of(region) ?? name;
  }

  /** 23 Nov 2026, never 11/23/26; from our own month names, since browsers lack some languages. @param day days since 1970. */
  day(day: number): string {
    const date = new Date(day * MILLISECONDS_A_DAY);
    return `${date.getUTCDate()} ${this.#texts.months.split(',')[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  /** Nov 2026. @param day days since 1970. */
  month(day: number): string {
    const date = new Date(day * MILLISECONDS_A_DAY);
    return `${this.#texts.months.split(',')[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  /** 13.12345° N, 103.12345° E. */
  coordinates(longitude: number, latitude: number): string {
    const degrees = (value: number) => `${this.decimals(Math.abs(value), 5)}°`;
    return `${degrees(latitude)} ${latitude < 0 ? 'S' : 'N'}, ${degrees(longitude)} ${longitude < 0 ? 'W' : 'E'}`;
  }

  /** An area in m², from a tenth of a square kilometre on in km²; with its unit. */
  area(squareMetres: number): string {
    return squareMetres < 100_000
      ? `${this.decimals(squareMetres, squareMetres < 10 ? 2 : 0)} ${this.text('squareMetres')}`
      : `${this.km2(squareMetres / 1e6)} ${this.text('squareKilometres')}`;
  }

  /** As many decimals as it has, three at most. */
  number(value: number): string {
    return new Intl.NumberFormat(this.#locale(), { maximumFractionDigits: 3 }).format(value);
  }

  #locale(): string {
    return this.language === 'en' ? 'en-GB' : this.language;
  }

  whole(value: number): string {
    return this.#whole.format(value);
  }

  /** One decimal from 10 km², two from 0.1, else as many as show two figures; zero is 0. */
  km2(value: number): string {
    const magnitude = Math.abs(value);
    const decimals =
      value === 0 ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(magnitude)));
    return this.decimals(value, decimals);
  }

  /** To the hundredth of a square metre. */
  exactKm2(value: number): string {
    return this.decimals(value, 8);
  }

  decimals(value: number, decimals: number): string {
    return new Intl.NumberFormat(this.#locale(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
      value,
    );
  }
}
