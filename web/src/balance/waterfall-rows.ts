import { LAND_STATES } from '../../../server/vocabulary.ts';
import type { Caption } from '../charts/caption.ts';
import { csvFile } from '../charts/csv.ts';
import { MARGIN, svgFile, WIDTH } from '../charts/drawing.ts';
import { type FillKey, fillInFile, INK, outlineInFile } from '../charts/fills.ts';
import { REMAINING_STATES } from '../charts/layout.ts';
import type { Speech } from '../i18n/index.ts';
import { movementName } from '../land/movement-words.ts';
import type { Open, Waterfall, WaterfallStep } from './waterfall.ts';

/** A line of the account: what it adds, km², and where that is drawn. */
export interface WaterfallRow {
  id: string;
  name: string;
  suspected: number;
  confirmed: number;
  total: number;
  isBalance: boolean;
  undated: boolean;
  /** km² from 0. */
  bars: { key: FillKey; from: number; to: number }[];
}

const stepName = ({ kind, reason, undated }: WaterfallStep, speech: Speech): string => {
  const name =
    reason === null ? movementName(kind, speech) : speech.text('waterfallClosed', { reason: speech.text(`closure_${reason}`) });
  return undated ? speech.text('waterfallStepUndated', { step: name }) : name;
};

const idOf = ({ kind, reason, undated }: WaterfallStep): string =>
  [kind, ...(reason === null ? [] : [reason]), ...(undated ? ['undated'] : [])].join('-');

/**
 * The account as rows. Confirmed land lies at zero, suspected land beyond it, so that land which becomes confirmed moves the line
 * between them; everything else is drawn at the end of the sum.
 * @param from null: before the first record. @param to days since 1970.
 */
export function rowsOf({ opening, steps, closing }: Waterfall, from: number | null, to: number, speech: Speech): WaterfallRow[] {
  const km2 = (hundredths: number) => hundredths / 1e8;
  const figures = ({ suspected, confirmed }: Open) => ({
    suspected: km2(suspected),
    confirmed: km2(confirmed),
    total: km2(suspected + confirmed),
  });
  const balance = (id: string, name: string, open: Open): WaterfallRow => ({
    id,
    name,
    ...figures(open),
    isBalance: true,
    undated: false,
    bars: [
      { key: 'confirmed', from: 0, to: km2(open.confirmed) },
      { key: 'suspected', from: km2(open.confirmed), to: km2(open.confirmed + open.suspected) },
    ],
  });
  const atEnd = (day: number) => speech.text('waterfallAtEnd', { date: speech.day(day) });
  const running = { ...opening };
  const rows = [balance('opening', from === null ? speech.text('waterfallBeforeFirst') : atEnd(from), opening)];
  for (const step of steps) {
    const before = { ...running };
    running.suspected += step.suspected;
    running.confirmed += step.confirmed;
    const isWithin = step.suspected + step.confirmed === 0;
    const key: FillKey =
      step.kind === 'upgraded'
        ? 'confirmed'
        : step.kind === 'downgraded'
          ? 'suspected'
          : step.kind === 'reclassified'
            ? 'closed'
            : step.kind;
    const ends = isWithin
      ? [before.confirmed, running.confirmed]
      : [before.suspected + before.confirmed, running.suspected + running.confirmed];
    rows.push({
      id: idOf(step),
      name: stepName(step, speech),
      ...figures(step),
      isBalance: false,
      undated: step.undated,
      bars: [{ key, from: km2(Math.min(...ends)), to: km2(Math.max(...ends)) }],
    });
  }
  return [...rows, balance('closing', atEnd(to), closing)];
}

export const mostOf = (rows: readonly WaterfallRow[]): number =>
  Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ to }) => to)));

/** The two small accounts beside, as rows of one figure, km². */
export function besideRows(
  { outside, reclassified }: Waterfall,
  from: number | null,
  to: number,
  speech: Speech,
): { outside: { id: string; name: string; km2: number }[]; reclassified: { id: string; name: string; km2: number }[] } {
  const atEnd = (day: number) => speech.text('waterfallOutsideAtEnd', { date: speech.day(day) });
  const isNothing = outside.opening === 0 && outside.closing === 0 && outside.steps.length === 0;
  return {
    outside: isNothing
      ? []
      : [
          {
            id: 'outside-opening',
            name: from === null ? speech.text('waterfallBeforeFirst') : atEnd(from),
            km2: outside.opening / 1e8,
          },
          ...outside.steps.map(({ kind, undated, area }) => {
            const name = movementName(kind, speech);
            return {
              id: `outside-${kind}${undated ? '-undated' : ''}`,
              name: undated ? speech.text('waterfallStepUndated', { step: name }) : name,
              km2: area / 1e8,
            };
          }),
          { id: 'outside-closing', name: atEnd(to), km2: outside.closing / 1e8 },
        ],
    reclassified: reclassified.map((pair) => ({
      id: `reclassified-${LAND_STATES.indexOf(pair.from)}-${LAND_STATES.indexOf(pair.to)}`,
      name: `${speech.text(pair.from)} → ${speech.text(pair.to)}`,
      km2: pair.area / 1e8,
    })),
  };
}

export function waterfallCsvOf(waterfall: Waterfall, from: number | null, to: number, caption: Caption, speech: Speech): string {
  const beside = besideRows(waterfall, from, to, speech);
  return csvFile(
    caption,
    ['account', 'line', 'name', 'suspected_km2', 'confirmed_km2', 'km2'],
    [
      ...rowsOf(waterfall, from, to, speech).map(({ id, name, suspected, confirmed, total }) => [
        ...['remaining', id, name],
        ...[suspected, confirmed, total],
      ]),
      ...beside.outside.map(({ id, name, km2 }) => ['outside', id, name, '', '', km2]),
      ...beside.reclassified.map(({ id, name, km2 }) => ['reclassified', id, name, '', '', km2]),
    ],
  );
}

const [ROW, NAMES, VALUES] = [30, 330, 110];

export function waterfallSvgOf(rows: readonly WaterfallRow[], caption: Caption, speech: Speech): string {
  const most = mostOf(rows);
  const [left, room] = [MARGIN + NAMES, WIDTH - 2 * MARGIN - NAMES - VALUES];
  const x = (km2: number) => left + (most === 0 ? 0 : (km2 / most) * room);
  return svgFile(caption, speech, {
    above: {
      title: speech.text('chartAxis', { measure: speech.text('remaining') }),
      entries: REMAINING_STATES.map((key) => ({ key, name: speech.text(key) })),
    },
    below: null,
    height: rows.length * ROW + 10,
    draw: ({ parts, text }) => {
      for (const [index, row] of rows.entries()) {
        const y = index * ROW + 6;
        text(left - 10, y + 14, row.name, `text-anchor="end"${row.isBalance ? ' font-weight="bold"' : ''}`);
        for (const { key, from, to } of row.bars) {
          if (to <= from) continue;
          const width = Math.max(1, x(to) - x(from));
          const dashes = row.undated ? ' stroke-dasharray="3 2"' : '';
          parts.push(
            `<rect x="${x(from).toFixed(2)}" y="${y}" width="${width.toFixed(2)}" height="18" fill="${fillInFile(key)}" ${outlineInFile(key)}${dashes} data-line="${row.id}"/>`,
          );
        }
        text(WIDTH - MARGIN, y + 14, signed(row, speech), `text-anchor="end"${row.isBalance ? ' font-weight="bold"' : ''}`);
      }
      parts.push(`<path d="M${left} 0V${rows.length * ROW}" stroke="${INK}"/>`);
    },
  });
}

/** With its sign where it is a step; what moves within the sum says how much. */
export function signed({ isBalance, total, confirmed }: WaterfallRow, speech: Speech): string {
  if (isBalance) return speech.km2(total);
  if (total === 0) return `⇄ ${speech.km2(Math.abs(confirmed))}`;
  return `${total > 0 ? '+' : '−'}${speech.km2(Math.abs(total))}`;
}
