import type { Speech } from '../i18n/index.ts';
import type { AccidentCounts } from './columns.ts';

/** "12 accidents: 4 killed, 15 injured", in the user's language. */
export const accidentWords = (speech: Speech, { accidents, killed, injured }: AccidentCounts): string =>
  speech.text(accidents === 1 ? 'accidentCountsOne' : 'accidentCounts', {
    count: speech.whole(accidents),
    killed: speech.whole(killed),
    injured: speech.whole(injured),
  });
