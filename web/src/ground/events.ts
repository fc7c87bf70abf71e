import type { History } from '../../../server/land/contract.ts';

type Face = NonNullable<History['face']>;
export type GroundEvent = Face['movements'][number];
export type GroundSpan = Face['spans'][number];

/** What the ground is at the end of a day (YYYY-MM-DD); null: nothing was known of it. */
export const spanAt = (face: Face | null, asOf: string): GroundSpan | null =>
  face?.spans.find(({ from, to }) => from <= asOf && (to === null || to > asOf)) ?? null;

/** The record that an event names: the release where the ground was released, else the hazardous area; by local id. */
export function recordOf(event: Pick<GroundEvent, 'kind' | 'hazardous_area' | 'land_release'>): string | null {
  const isRelease =
    event.kind === 'cancelled' || event.kind === 'reduced' || event.kind === 'cleared' || event.kind === 'reclassified';
  return (isRelease ? event.land_release : event.hazardous_area) ?? event.land_release ?? event.hazardous_area;
}
