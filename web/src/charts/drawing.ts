import type { Speech } from '../i18n/index.ts';
import type { Mark } from '../published/laid.ts';
import type { PlacedMark } from '../published/marks.ts';
import type { Caption } from './caption.ts';
import { type FillKey, fillInFile, INK, outlineInFile, PATTERNS_IN_FILE, QUIET } from './fills.ts';
import { type BarLayout, layoutOf, markOf, placedRemaining, RELEASED_STATES, REMAINING_STATES } from './layout.ts';
import type { LandByPeriod } from './series.ts';

export const LINE = '#dcdad4';
export const [WIDTH, MARGIN] = [960, 32];
const [PLOT_HEIGHT, LINE_HEIGHT] = [420, 18];

/** Text for XML 1.0: marked characters escaped, those that may not stand in it left out. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/**
 * Lines of at most so many letters, broken between words of the language, for nothing in an SVG file breaks lines. Marks above and
 * below letters take no room; a word longer than a line stands alone in one.
 */
export function brokenLines(text: string, letters: number, language: string): string[] {
  const lines = [''];
  let room = letters;
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text.replace(/\s+/g, ' '))) {
    const length = segment.replace(/\p{M}/gu, '').length;
    // no punctuation at the beginning of a line
    if (length > room && lines.at(-1) !== '' && !/^[\p{P}\s]+$/u.test(segment)) {
      lines.push('');
      room = letters;
    }
    lines[lines.length - 1] += segment;
    room -= length;
  }
  return lines.map((line) => line.trim());
}

/** What a saved chart draws with. */
export interface Pen {
  parts: string[];
  /** Words at a point. @param style attributes of SVG. */
  text: (x: number, y: number, words: string, style?: string) => void;
}

/** A saved chart between its words: its title above, its notes and source below. */
export interface Picture {
  /** Meaning of the fills, above and below the plot. */
  above: Legend | null;
  below: Legend | null;
  /** Of the plot, px. */
  height: number;
  /** Draws the plot, as wide as WIDTH, from y = 0 down. */
  draw: (pen: Pen) => void;
}
export interface Legend {
  title: string;
  entries: readonly { key: FillKey; name: string }[];
}

/** Bars with their axis, without the names below them: of the page's layout, for a file. */
export function drawBars({ parts, text }: Pen, layout: BarLayout<FillKey>, speech: Speech): void {
  const { frame, upper, lower, ticks, shapes, decimals } = layout;
  const right = frame.width - frame.right;
  for (const tick of ticks) {
    parts.push(`<path d="M${frame.left} ${tick.y}H${right}" stroke="${LINE}"/>`);
    text(frame.left - 6, tick.y + 4, speech.decimals(tick.km2, decimals), `text-anchor="end" fill="${QUIET}"`);
  }
  text(frame.left - 6, (upper + lower) / 2 + 4, '0', `text-anchor="end" fill="${QUIET}"`);
  for (const { key, path } of shapes) {
    if (path !== '') parts.push(`<path d="${path}" fill="${fillInFile(key)}" ${outlineInFile(key)} data-state="${key}"/>`);
  }
  for (const base of [upper, lower]) parts.push(`<path d="M${frame.left} ${base}H${right}" stroke="${INK}"/>`);
}

/** A chart as an SVG file that needs nothing else: colours, words and sources inside. */
export function svgFile(caption: Caption, speech: Speech, picture: Picture): string {
  const parts: string[] = [];
  let y = MARGIN;
  const text: Pen['text'] = (x, at, words, style = '') =>
    parts.push(`<text x="${x}" y="${at}" ${style}>${escapeXml(words)}</text>`);
  // Khmer letters are wider, and its marks stand beside them too
  const widest = speech.language === 'km' ? 0.65 : 1;
  const paragraph = (words: string, letters: number, height: number, style: string) => {
    for (const line of brokenLines(words, letters * widest, speech.language)) {
      y += height;
      text(MARGIN, y, line, style);
    }
  };
  const legend = ({ title, entries }: Legend) => {
    y += LINE_HEIGHT;
    text(MARGIN, y, title, 'font-weight="bold"');
    const room = Math.min(210, (WIDTH - 2 * MARGIN - 240) / Math.max(1, entries.length));
    for (const [index, { key, name }] of entries.entries()) {
      const x = MARGIN + 240 + index * room;
      parts.push(`<rect x="${x}" y="${y - 11}" width="16" height="12" fill="${fillInFile(key)}" ${outlineInFile(key)}/>`);
      text(x + 24, y, name);
    }
  };

  paragraph(`${caption.programme}: ${caption.title}`, 80, 24, 'font-size="20" font-weight="bold"');
  paragraph(caption.filters.join(' · '), 130, LINE_HEIGHT, '');
  paragraph(caption.figures, 130, LINE_HEIGHT, '');
  y += 8;
  if (picture.above !== null) legend(picture.above);
  y += 4;
  parts.push(`<g transform="translate(0 ${y})">`);
  picture.draw({ parts, text });
  parts.push('</g>');
  y += picture.height;
  if (picture.below !== null) legend(picture.below);
  y += 10;
  for (const note of [...caption.notes, caption.source]) paragraph(note, 130, LINE_HEIGHT, `fill="${QUIET}"`);
  const height = y + MARGIN;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" xml:lang="${speech.language}" font-family="sans-serif" font-size="13" fill="${INK}">
<title>${escapeXml(`${caption.programme}: ${caption.title}`)}</title>
<desc>${escapeXml([...caption.filters, caption.figures, ...caption.notes, caption.source].join(' '))}</desc>
<defs>${PATTERNS_IN_FILE}</defs>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

/** Room for bars in a file. */
export const FRAME = { width: WIDTH, height: PLOT_HEIGHT, left: MARGIN + 40, right: MARGIN, top: 10, bottom: 6, gap: 22 };

/** Published figures as hollow marks, numbered as the notes below number them. */
export function drawMarks({ parts, text }: Pen, placed: readonly PlacedMark[]): void {
  for (const [index, { x, y, path, mark }] of placed.entries()) {
    parts.push(`<path d="${path}" fill="none" stroke="#ffffff" stroke-width="4.5"/>`);
    parts.push(`<path d="${path}" fill="none" stroke="${INK}" stroke-width="1.5" data-published="${mark.figure.measure}"/>`);
    // above where another mark stands beside it
    const isCrowded = placed.some((other) => other.mark !== mark && Math.abs(other.x - x) < 26 && Math.abs(other.y - y) < 10);
    const [textX, textY, anchor] = isCrowded ? [x, y - 8, 'middle'] : [x + 7, y + 4, 'start'];
    text(textX, textY, String(index + 1), `text-anchor="${anchor}" font-size="11"`);
  }
}

/** Land at the end of each period. @param marks published figures of remaining land. */
export function svgOf(series: LandByPeriod, caption: Caption, day: number, speech: Speech, marks: readonly Mark[] = []): string {
  const layout = layoutOf(series, FRAME, [Math.max(0, ...marks.map(({ figure }) => figure.value)), 0]);
  const legend = (measure: 'remaining' | 'released', states: readonly FillKey[]): Legend => ({
    title: speech.text('chartAxis', { measure: speech.text(measure) }),
    entries: states.map((key) => ({ key, name: speech.text(key as 'suspected') })),
  });
  return svgFile(caption, speech, {
    above: legend('remaining', REMAINING_STATES),
    below: legend('released', RELEASED_STATES),
    height: PLOT_HEIGHT,
    draw: (pen) => {
      drawBars(pen, layout, speech);
      for (const { x, text } of layout.labels) pen.text(x, (layout.upper + layout.lower) / 2 + 4, text, 'text-anchor="middle"');
      pen.parts.push(`<path d="${markOf(series, layout, day)}" stroke="${INK}" stroke-dasharray="4 3"/>`);
      drawMarks(pen, placedRemaining(marks, series, layout));
      if (layout.isEmpty) pen.text(MARGIN + 60, 30, speech.text('chartEmpty'));
    },
  });
}
