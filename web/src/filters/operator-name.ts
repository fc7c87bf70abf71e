import { NO_OPERATOR } from '../../../server/vocabulary.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';

/** The name of an operator, or that it is not stated. */
export const operatorName = (code: string, dashboard: Dashboard): string =>
  code === NO_OPERATOR ? dashboard.speech.text('operatorUnknown') : dashboard.operatorName(code);
