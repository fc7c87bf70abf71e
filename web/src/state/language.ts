import { LANGUAGES, type Language } from '../i18n/index.ts';
import { readAddress } from './url.ts';

/**
 * The language to begin with: what the address says, else the first of the user's that the page speaks, else English.
 * @param search the address from its question mark on
 * @param spoken language tags, best first
 */
export function firstLanguage(search: string, spoken: readonly string[]): Language {
  const isOurs = (language: string): language is Language => (LANGUAGES as readonly string[]).includes(language);
  return (
    (readAddress(search).parameters.language as Language | undefined) ?? spoken.map((tag) => tag.slice(0, 2)).find(isOurs) ?? 'en'
  );
}
