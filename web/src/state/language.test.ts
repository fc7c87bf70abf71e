import { expect, it } from 'vitest';
import { LANGUAGES, loadTexts, Speech } from '../i18n/index.ts';
import { firstLanguage } from './language.ts';

it('the address decides, then the user, then English', () => {
  expect(firstLanguage('?language=fr', ['km-KH'])).toBe('fr');
  expect(firstLanguage('?language=xx', ['de', 'km-KH', 'fr'])).toBe('km');
  expect(firstLanguage('', ['de'])).toBe('en');
});

it('a language speaks its own words once its texts are there, English until then, and never a key', async () => {
  expect(new Speech('km').text('legend')).toBe('Layers');
  for (const language of LANGUAGES) await loadTexts(language);
  expect(new Set(LANGUAGES.map((language) => new Speech(language).text('legend'))).size).toBe(3);
});
