import { ORDNANCE_CHOICES } from '../../../server/vocabulary.ts';
import type { Speech, TextKey } from '../i18n/index.ts';
import type { Page } from '../state/page.svelte.ts';
import { type Laid, laidOver, leftOutBy, marksOf, shortName } from './laid.ts';

/** Whether the user asked for published figures over the charts, and there are some. */
export const isLaid = ({ programme, choices }: Pick<Page, 'programme' | 'choices'>): boolean =>
  programme.hasPublished && choices.of('published_marks') === '1';

/** The published figures of some measures beside a chart of what the page counts; none where they are not asked for. */
export function laidOn(
  page: Pick<Page, 'area' | 'choices' | 'land' | 'preferences' | 'programme'>,
  measures: readonly string[],
  ownOf: (measure: string, day: number) => number | null,
): Laid[] {
  const { published, item: programme } = page.programme;
  const { ordnanceSeen: seen } = page.land;
  if (!isLaid(page) || published === null || programme === null) return [];
  return laidOver(
    published,
    measures,
    {
      // the demonstration is a synthetic Cambodia, and what was printed is of the real one
      country: programme.synthetic ? 'Cambodia' : programme.name,
      filter: page.land.counted,
      isOfArea: page.area.text !== null,
      occurring: ORDNANCE_CHOICES.filter((_, bit) => (seen & (1 << bit)) !== 0),
      operatorName: (code) => page.programme.operatorName(code),
    },
    ownOf,
  );
}

export const measureName = (measure: string, speech: Speech): string => speech.text(`measure_${measure}` as TextKey);

/** What the marks are, and which figures are left out and why; for page and files. */
export function overlayNotes(laid: readonly Laid[], page: Pick<Page, 'area' | 'land' | 'preferences' | 'programme'>): string[] {
  const { speech } = page.preferences;
  if (laid.length === 0) return [];
  return [
    [
      speech.text('overlayNote'),
      ...(page.programme.item?.synthetic ? [speech.text('overlaySynthetic')] : []),
      ...(page.land.counted.ordnance.length > 0 ? [speech.text('overlayOrdnance')] : []),
    ].join(' '),
    [
      speech.text('overlayDrawn', { drawn: marksOf(laid).length, all: laid.length }),
      ...leftOutBy(laid).map(({ reason, count }) =>
        speech.text('overlayLeftOut', { count, reason: speech.text(`overlayLeft_${reason}`) }),
      ),
    ].join(' '),
  ];
}

/** The marks of a saved picture by number, each with its whole source. */
export const overlaySources = (laid: readonly Laid[], { preferences: { speech } }: Pick<Page, 'preferences'>): string[] =>
  marksOf(laid).map(({ figure: { measure, period, value, scope, source, note } }, index) =>
    [
      `${index + 1}. ${measureName(measure, speech)}, ${period}: ${speech.number(value)} ${speech.text('squareKilometres')}`,
      ...[scope, source.startsWith(shortName(source)) ? source : `${shortName(source)}: ${source}`, note].filter(Boolean),
    ].join('; '),
  );
