import type { Caption } from '../charts/caption.ts';
import { brokenLines, LINE, MARGIN, type Pen, svgFile, WIDTH } from '../charts/drawing.ts';
import { type FillKey, fillInFile, INK, outlineInFile, QUIET } from '../charts/fills.ts';
import type { Speech } from '../i18n/index.ts';
import { KEYS, type Measure, mostOf, type RankedPart, type Ranking, smallPaths, stackedBars } from './multiples.ts';
import { keyName, shareWords } from './multiples-words.ts';

const [ROW, NAME_LINE, NAMES, VALUES] = [24, 16, 330, 150];
const [COLUMNS, SMALL_WIDTH, SMALL_HEIGHT, SMALL_ROW] = [4, 200, 60, 104];

const shortened = (name: string, letters: number): string => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);

/** Horizontal bars by rank, then the years of each part. @param parts those that the user sees. @param most km² at the full height; null: each its own. */
export function multiplesSvgOf(
  parts: readonly RankedPart[],
  ranking: Ranking,
  series: ReadonlyMap<string, number[][]>,
  years: readonly string[],
  most: number | null,
  measure: Measure,
  caption: Caption,
  speech: Speech,
): string {
  const keys = KEYS[measure];
  const longest = ranking.parts[0]?.km2 ?? 0;
  const [left, room] = [MARGIN + NAMES, WIDTH - 2 * MARGIN - NAMES - VALUES];
  // a name cut off could be that of another part: long ones take several lines, and the small charts repeat the rank
  const names = parts.map(({ rank, name }) =>
    brokenLines(`${rank}. ${name}`, speech.language === 'km' ? 30 : 46, speech.language),
  );
  const tops = [0];
  for (const lines of names) tops.push((tops.at(-1) as number) + ROW + (lines.length - 1) * NAME_LINE);
  const bottom = tops.at(-1) as number;
  const smallTop = bottom + 30;
  const fill = (key: FillKey) => `fill="${fillInFile(key)}" ${outlineInFile(key)}`;
  const drawBar = ({ parts: marks, text }: Pen, part: RankedPart, index: number) => {
    const y = (tops[index] as number) + 6;
    for (const [line, words] of (names[index] as string[]).entries())
      text(left - 10, y + 13 + line * NAME_LINE, words, 'text-anchor="end"');
    for (const [at, { x, width }] of stackedBars(part.values, longest, room).entries())
      if (width > 0)
        marks.push(
          `<rect x="${(left + x).toFixed(2)}" y="${y}" width="${width.toFixed(2)}" height="16" ${fill(keys[at] as FillKey)}/>`,
        );
    text(WIDTH - MARGIN, y + 13, `${speech.km2(part.km2)} · ${shareWords(part.share, speech)}`, 'text-anchor="end"');
  };
  const drawSmall = ({ parts: marks, text }: Pen, part: RankedPart, index: number) => {
    const [x, y] = [MARGIN + (index % COLUMNS) * (SMALL_WIDTH + 32), smallTop + Math.floor(index / COLUMNS) * SMALL_ROW];
    const own = series.get(part.code) ?? [];
    const top = most ?? mostOf(own);
    text(x, y + 12, shortened(`${part.rank}. ${part.name}`, 30), 'font-weight="bold" font-size="11"');
    text(x + SMALL_WIDTH, y + 25, speech.km2(mostOf(own)), `text-anchor="end" font-size="10" fill="${QUIET}"`);
    const paths = smallPaths(own, top, SMALL_WIDTH, SMALL_HEIGHT);
    // only where the number above it is that of the line
    const scaleLine = most === null ? `<path d="M0 0H${SMALL_WIDTH}" stroke="${LINE}"/>` : '';
    const drawn = keys.map((key, at) => (paths[at] ? `<path d="${paths[at]}" ${fill(key)}/>` : '')).join('');
    marks.push(
      `<g transform="translate(${x} ${y + 28})">${scaleLine}${drawn}<path d="M0 ${SMALL_HEIGHT}H${SMALL_WIDTH}" stroke="${INK}"/></g>`,
    );
  };
  return svgFile(caption, speech, {
    above: {
      title: speech.text('squareKilometres'),
      entries: keys.map((key) => ({ key, name: keyName(key, speech) })),
    },
    below: null,
    height: smallTop + Math.ceil(parts.length / COLUMNS) * SMALL_ROW,
    draw: (pen) => {
      for (const [index, part] of parts.entries()) drawBar(pen, part, index);
      pen.parts.push(`<path d="M${left} 0V${bottom + 6}" stroke="${INK}"/>`);
      const [first, last] = [years[0], years.at(-1)];
      pen.text(MARGIN, smallTop - 4, `${first}–${last}`, `fill="${QUIET}"`);
      for (const [index, part] of parts.entries()) drawSmall(pen, part, index);
    },
  });
}
