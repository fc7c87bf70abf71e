import { type Lap, race } from './race.ts';

/** What `page.ts` calls in Chromium. */
declare global {
  var landclearRace: (length: number) => Lap[];
}
globalThis.landclearRace = race;
