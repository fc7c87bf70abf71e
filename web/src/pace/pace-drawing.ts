import { firstOfYear } from '../../../server/engine/days.ts';
import type { Caption } from '../charts/caption.ts';
import { drawMarks, LINE, MARGIN, svgFile, WIDTH } from '../charts/drawing.ts';
import { INK, QUIET } from '../charts/fills.ts';
import { type Frame, ticksTo, yearsBetweenLabels } from '../charts/layout.ts';
import { yearOf } from '../charts/series.ts';
import type { Speech } from '../i18n/index.ts';
import type { Mark } from '../published/laid.ts';
import { type PlacedMark, placedMarks } from '../published/marks.ts';
import { type Course, DAYS_A_YEAR, forecastPoints } from './pace-course.ts';

export interface CourseLayout {
  known: string;
  middle: string;
  /** Between the bounds of the forecast. */
  band: string;
  deadline: number | null;
  ticks: { km2: number; y: number }[];
  decimals: number;
  labels: { year: number; x: number }[];
  frame: Frame;
  xOf: (day: number) => number;
  yOf: (km2: number) => number;
}

/** Paths of the course in a frame. @param until the last day drawn. @param mostBeside km² that must have room beside it. */
export function courseLayout(course: Course, until: number, frame: Frame, mostBeside = 0): CourseLayout {
  const first = (course.known[0] as { day: number }).day;
  const points = forecastPoints(course, until);
  const most = Math.max(...course.known.map(({ km2 }) => km2), ...points.map(({ high }) => high), mostBeside, 1e-9);
  const [room, height] = [frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom];
  const x = (day: number) => Math.round((frame.left + ((day - first) / (until - first)) * room) * 100) / 100;
  const y = (km2: number) => Math.round((frame.top + (1 - km2 / most) * height) * 100) / 100;
  const line = (list: { day: number; km2: number }[]) =>
    list.map(({ day, km2 }, index) => `${index === 0 ? 'M' : 'L'}${x(day)} ${y(km2)}`).join('');
  const { values, decimals } = ticksTo(most, height);
  const every = yearsBetweenLabels((room / (until - first)) * DAYS_A_YEAR);
  const years = Array.from({ length: yearOf(until) - yearOf(first) + 1 }, (_, index) => yearOf(first) + index);
  return {
    known: line(course.known),
    middle: line(points.map(({ day, middle }) => ({ day, km2: middle }))),
    band: `${line(points.map(({ day, high }) => ({ day, km2: high })))}${line(points.toReversed().map(({ day, low }) => ({ day, km2: low }))).replace('M', 'L')}Z`,
    deadline: course.deadline === null || course.deadline > until ? null : x(course.deadline),
    ticks: values.map((km2) => ({ km2, y: y(km2) })),
    decimals,
    labels: years
      .filter((year) => year % every === 0)
      .map((year) => ({ year, x: x(firstOfYear(year + 1) - 1) }))
      .filter(({ x: at }) => at >= frame.left && at <= frame.width - frame.right),
    frame,
    xOf: x,
    yOf: y,
  };
}

/** Places published figures of remaining land on the days for which they were printed. */
export const placedRemaining = (marks: readonly Mark[], { xOf, yOf }: CourseLayout): PlacedMark[] =>
  placedMarks(marks, ({ day, figure }) => ({ x: xOf(day), y: yOf(figure.value) }), (xOf(DAYS_A_YEAR) - xOf(0)) / 2);

export function paceSvgOf(course: Course, until: number, caption: Caption, speech: Speech, marks: readonly Mark[] = []): string {
  const [height, bottom] = [380, 30];
  const frame = { width: WIDTH, height, left: MARGIN + 40, right: MARGIN, top: 12, bottom, gap: 0 };
  const layout = courseLayout(course, until, frame, Math.max(0, ...marks.map(({ figure }) => figure.value)));
  return svgFile(caption, speech, {
    above: { title: speech.text('chartAxis', { measure: speech.text('remaining') }), entries: [] },
    below: null,
    height,
    draw: (pen) => {
      const { parts, text } = pen;
      for (const { km2, y } of layout.ticks) {
        parts.push(`<path d="M${frame.left} ${y}H${WIDTH - MARGIN}" stroke="${km2 === 0 ? INK : LINE}"/>`);
        text(frame.left - 6, y + 4, speech.decimals(km2, layout.decimals), `text-anchor="end" fill="${QUIET}"`);
      }
      parts.push(`<path d="${layout.band}" fill="${QUIET}" fill-opacity="0.2" data-state="interval"/>`);
      parts.push(`<path d="${layout.known}" fill="none" stroke="${INK}" stroke-width="2" data-state="known"/>`);
      parts.push(
        `<path d="${layout.middle}" fill="none" stroke="${INK}" stroke-width="2" stroke-dasharray="6 4" data-state="forecast"/>`,
      );
      if (layout.deadline !== null)
        parts.push(`<path d="M${layout.deadline} 12V${height - bottom}" stroke="${INK}" stroke-dasharray="1 3"/>`);
      for (const { year, x } of layout.labels) text(x, height - 10, String(year), 'text-anchor="middle"');
      drawMarks(pen, placedRemaining(marks, layout));
    },
  });
}
