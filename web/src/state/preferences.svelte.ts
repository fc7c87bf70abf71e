import { type Language, loadTexts, Speech } from '../i18n/index.ts';
import type { Scheme } from '../theme/colours.ts';
import type { Theme } from './shown.ts';

/** How the page speaks and looks. */
export class Preferences {
  #language = $state<Language>('en');
  #theme = $state<Theme>('system');
  #systemIsDark = $state(false);
  readonly #changed: () => void;

  readonly speech = $derived(new Speech(this.#language));
  readonly scheme = $derived<Scheme>(this.#theme === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.#theme);

  /** @param changed called after each choice: the address is written anew. */
  constructor(language: Language, theme: Theme, changed: () => void) {
    this.#language = language;
    this.#theme = theme;
    this.#changed = changed;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark = dark.matches;
    dark.addEventListener('change', () => {
      this.#systemIsDark = dark.matches;
    });
  }

  get language() {
    return this.#language;
  }
  set language(language: Language) {
    void loadTexts(language).then(() => {
      this.#language = language;
      this.#changed();
    });
  }

  get theme() {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#changed();
  }
}
