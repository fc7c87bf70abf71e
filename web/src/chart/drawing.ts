import type { Speech } from '../i18n/index.ts';
import { darker } from '../map/patterns.ts';
import { STATE_COLOURS } from '../theme/colours.ts';
import type { Caption } from './caption.ts';
import { type DrawnState, layoutOf, markOf, RELEASED_STATES, REMAINING_STATES } from './layout.ts';
import type { LandByYear } from './series.ts';

/** A saved picture goes into reports and onto paper: light, whatever the page is. */
const COLOURS = STATE_COLOURS.light;
const [INK, QUIET, LINE] = ['#1d2226', '#5b6167', '#dcdad4'];
const [WIDTH, PLOT_HEIGHT, MARGIN, LINE_HEIGHT] = [960, 420, 32, 18];

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

const fillOf = (state: DrawnState): string => (state === 'suspected' ? 'url(#hatch)' : COLOURS[state]);
const outlineOf = (state: DrawnState): string =>
  `stroke="${darker(COLOURS[state], 'light')}" stroke-width="${state === 'cancelled' ? 0.8 : 0.4}"`;

/** The chart as an SVG file that needs nothing else: colours, words and sources inside. */
export function svgOf(series: LandByYear, caption: Caption, day: number, speech: Speech): string {
  const parts: string[] = [];
  let y = MARGIN;
  const text = (x: number, at: number, words: string, style = '') =>
    parts.push(`<text x="${x}" y="${at}" ${style}>${escapeXml(words)}</text>`);
  // Khmer letters are wider, and its marks stand beside them too
  const widest = speech.language === 'km' ? 0.65 : 1;
  const paragraph = (words: string, letters: number, height: number, style: string) => {
    for (const line of brokenLines(words, letters * widest, speech.language)) {
      y += height;
      text(MARGIN, y, line, style);
    }
  };
  const legend = (title: string, states: readonly DrawnState[]) => {
    y += LINE_HEIGHT;
    text(MARGIN, y, title, 'font-weight="bold"');
    for (const [index, state] of states.entries()) {
      const x = MARGIN + 240 + index * 210;
      parts.push(`<rect x="${x}" y="${y - 11}" width="16" height="12" fill="${fillOf(state)}" ${outlineOf(state)}/>`);
      text(x + 24, y, speech.text(state));
    }
  };

  paragraph(`${caption.programme}: ${caption.title}`, 80, 24, 'font-size="20" font-weight="bold"');
  paragraph(caption.filters.join(' · '), 130, LINE_HEIGHT, '');
  paragraph(caption.figures, 130, LINE_HEIGHT, '');
  y += 8;
  legend(speech.text('chartAxis', { measure: speech.text('remaining') }), REMAINING_STATES);
  y += 4;

  const layout = layoutOf(series, {
    width: WIDTH,
    height: PLOT_HEIGHT,
    left: MARGIN + 40,
    right: MARGIN,
    top: 10,
    bottom: 6,
    gap: 22,
  });
  const { upper, lower, ticks, labels, shapes, decimals } = layout;
  parts.push(`<g transform="translate(0 ${y})">`);
  for (const tick of ticks) {
    parts.push(`<path d="M${MARGIN + 40} ${tick.y}H${WIDTH - MARGIN}" stroke="${LINE}"/>`);
    text(MARGIN + 34, tick.y + 4, speech.decimals(tick.km2, decimals), `text-anchor="end" fill="${QUIET}"`);
  }
  text(MARGIN + 34, (upper + lower) / 2 + 4, '0', `text-anchor="end" fill="${QUIET}"`);
  for (const { state, path } of shapes) {
    if (path !== '') parts.push(`<path d="${path}" fill="${fillOf(state)}" ${outlineOf(state)} data-state="${state}"/>`);
  }
  for (const base of [upper, lower]) parts.push(`<path d="M${MARGIN + 40} ${base}H${WIDTH - MARGIN}" stroke="${INK}"/>`);
  for (const label of labels) text(label.x, (upper + lower) / 2 + 4, String(label.year), 'text-anchor="middle"');
  parts.push(`<path d="${markOf(series, layout, day)}" stroke="${INK}" stroke-dasharray="4 3"/>`);
  if (layout.isEmpty) text(MARGIN + 60, 30, speech.text('chartEmpty'));
  parts.push('</g>');
  y += PLOT_HEIGHT;

  legend(speech.text('chartAxis', { measure: speech.text('released') }), RELEASED_STATES);
  y += 10;
  for (const note of [...caption.notes, caption.source]) paragraph(note, 130, LINE_HEIGHT, `fill="${QUIET}"`);
  const height = y + MARGIN;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" xml:lang="${speech.language}" font-family="sans-serif" font-size="13" fill="${INK}">
<title>${escapeXml(`${caption.programme}: ${caption.title}`)}</title>
<desc>${escapeXml([...caption.filters, caption.figures, ...caption.notes, caption.source].join(' '))}</desc>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${COLOURS.suspected}"/><path d="M0 0V6" stroke="${darker(COLOURS.suspected, 'light')}" stroke-width="3"/></pattern></defs>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}
