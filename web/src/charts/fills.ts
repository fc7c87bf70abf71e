import { darker } from '../map/patterns.ts';
import { STATE_COLOURS } from '../theme/colours.ts';
import type { DrawnState } from './layout.ts';

/** What a mark of a chart may show: states of land, and land that enters, which takes no state's colour. */
export type FillKey = DrawnState | 'closed' | 'recorded' | 're-opened';

/** A saved picture goes into reports and onto paper: light, whatever the page is. */
const COLOURS = STATE_COLOURS.light;
export const INK = '#1d2226';
export const QUIET = '#5b6167';

const PATTERN: Partial<Record<FillKey, string>> = { suspected: 'hatch', closed: 'dots', 're-opened': 'lines' };

/** @param id of the chart: patterns have their names on the whole page. */
export const fillOnPage = (key: FillKey, id: string): string =>
  PATTERN[key] !== undefined ? `url(#${id}-${PATTERN[key]})` : key === 'recorded' ? 'var(--quiet)' : `var(--${key})`;

export function fillInFile(key: FillKey): string {
  const pattern = PATTERN[key];
  if (pattern !== undefined) return `url(#${pattern})`;
  return key === 'recorded' ? QUIET : COLOURS[key as DrawnState];
}

export function outlineInFile(key: FillKey): string {
  const colour = key === 'recorded' || key === 're-opened' ? INK : darker(COLOURS[key], 'light');
  return `stroke="${colour}" stroke-width="${key === 'cancelled' ? 0.8 : 0.4}"`;
}

/** The patterns of a file; Patterns.svelte are those of the page. */
export const PATTERNS_IN_FILE = [
  `<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${COLOURS.suspected}"/><path d="M0 0V6" stroke="${darker(COLOURS.suspected, 'light')}" stroke-width="3"/></pattern>`,
  `<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="${COLOURS.closed}"/><circle cx="2.5" cy="2.5" r="1" fill="${darker(COLOURS.closed, 'light')}"/></pattern>`,
  `<pattern id="lines" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#ffffff"/><path d="M0 2.5H5" stroke="${QUIET}" stroke-width="2.5"/></pattern>`,
].join('');
