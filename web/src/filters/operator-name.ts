import { NO_OPERATOR } from '../../../server/vocabulary.ts';
import type { Page } from '../state/page.svelte.ts';

/** The name of an operator, or that it is not stated. */
export const operatorName = (code: string, page: Pick<Page, 'preferences' | 'programme'>): string =>
  code === NO_OPERATOR ? page.preferences.speech.text('operatorUnknown') : page.programme.operatorName(code);
