import type { LandFilter } from '../../../server/engine/filter.ts';
import type { Summary } from '../../../server/land/contract.ts';
import type { Speech } from '../i18n/index.ts';

/** Hazardous areas without a polygon: beside the figures, never in them. Null: there are none. */
export function unmappedSentence({ unmapped }: Summary, speech: Speech): string | null {
  if (unmapped.areas === 0) return null;
  const area = speech.km2(unmapped.suspected_km2 + unmapped.confirmed_km2);
  const count = speech.whole(unmapped.areas);
  if (unmapped.without_size === unmapped.areas) return speech.text('unmappedNoSize', { count });
  return unmapped.areas === 1
    ? speech.text('unmappedOne', { area })
    : speech.text('unmapped', { count, without: speech.whole(unmapped.without_size), area });
}

/** Where records contradict each other or are not at their end. */
export function openSentences({ in_progress, conflicts }: Summary, speech: Speech): string[] {
  const said: string[] = [];
  if (conflicts > 0) said.push(speech.text('conflicts', { count: speech.whole(conflicts) }));
  if (in_progress.releases > 0)
    said.push(speech.text('inProgress', { count: speech.whole(in_progress.releases), area: speech.km2(in_progress.km2) }));
  return said;
}

/** What the figures leave out, in sentences: only the server knows the records. */
export function doubtSentences(summary: Summary, speech: Speech): string[] {
  const unmapped = unmappedSentence(summary, speech);
  return [...(unmapped === null ? [] : [unmapped]), ...openSentences(summary, speech)];
}

/** What is counted from snapshot days; null: nothing is. */
export const undatedSentence = (
  undated: { hundredths: number; firstDay: number | null } | null,
  speech: Speech,
): string | null =>
  undated === null || undated.firstDay === null
    ? null
    : speech.text('undated', { area: speech.km2(undated.hundredths / 1e8), date: speech.day(undated.firstDay) });

/** What adding polygons would say, and why it differs; null where that says nothing. */
export function polygonSumSentence(summary: Summary, filter: LandFilter, speech: Speech): string | null {
  const { operators, states, methods, kinds } = filter;
  // a part of the releases, of the states or of the kinds taken from all of the others says nothing
  if (operators.length + states.length + methods.length + kinds.length > 0) return null;
  const { polygon_sum_km2: sum, remaining_km2 } = summary;
  const difference = sum.remaining - remaining_km2.total;
  const why = Math.abs(difference) < 1e-6 ? 'polygonSumSame' : difference < 0 ? 'polygonSumLess' : 'polygonSumMore';
  return speech.text('polygonSum', {
    sum: speech.km2(sum.remaining),
    difference: speech.text(why, { area: speech.km2(Math.abs(difference)) }),
  });
}
