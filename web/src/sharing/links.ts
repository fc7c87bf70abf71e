import { dateOf } from '../../../server/engine/days.ts';
import { type Seen, writeSeen } from '../state/seen.ts';
import { type Parameters, writeAddress } from '../state/url.ts';

/** The address of the page that shows what an embedded map shows, and the other way round: only the path differs. */
export const embedAddress = (page: string): string => withPath(page, '/embed');
export const pageAddress = (embed: string): string => withPath(embed, '/');

/** What a report is of. Where the map looks and what is open is of the page: a sheet of paper has neither. */
const OF_THE_REPORT = [
  ...['programme', 'place', 'operator', 'ordnance', 'state', 'method', 'kind', 'from', 'language'],
  // not counted in it, which it says
  ...['in_view', 'area'],
];

/**
 * The address of the situation report of what a page shows. Its date is always said, since paper is read on other days.
 * @param seen what the sheet says, so that who opens its address is told where the data have changed; null: it is not written yet.
 */
export function situationAddress(
  page: string,
  parameters: Parameters,
  { day, seen }: { day: number; seen: Seen | null },
): string {
  const url = new URL(withPath(page, '/situation'));
  const kept = Object.entries(parameters).filter(([name]) => OF_THE_REPORT.includes(name));
  url.search = writeAddress({
    ...(Object.fromEntries(kept) as Parameters),
    as_of: dateOf(day),
    ...(seen === null ? {} : { seen: writeSeen(seen) }),
  });
  return url.href;
}

function withPath(address: string, path: string): string {
  const url = new URL(address);
  url.pathname = path;
  url.hash = '';
  return url.href;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The line that puts the map on another page. @param title what a screen reader calls it there. */
export const iframeLine = (page: string, title: string): string =>
  `<iframe src="${escaped(embedAddress(page))}" title="${escaped(title)}" width="100%" height="480" style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>`;

/**
 * The address to send: as the address bar's, with what the page otherwise takes from the day and the screen it is opened on (the
 * date, where the map looks), and with what the sender saw, so that a user is told when the data have changed.
 */
export function sentAddress(
  page: string,
  parameters: Parameters,
  { day, view, seen }: { day: number; view: string | undefined; seen: Seen },
): string {
  const url = new URL(page);
  url.hash = '';
  url.search = writeAddress({
    ...parameters,
    as_of: dateOf(day),
    ...(view === undefined ? {} : { view }),
    seen: writeSeen(seen),
  });
  return url.href;
}
