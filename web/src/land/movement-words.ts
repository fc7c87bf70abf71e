import type { MovementKind } from '../../../server/vocabulary.ts';
import type { Speech } from '../i18n/index.ts';

export const movementName = (kind: MovementKind, speech: Speech): string =>
  speech.text(kind === 're-opened' ? 'movement_reopened' : `movement_${kind}`);
