/** The address of the page that shows what an embedded map shows, and the other way round: only the path differs. */
export const embedAddress = (page: string): string => withPath(page, '/embed');
export const pageAddress = (embed: string): string => withPath(embed, '/');

/** What is of the map and the panel alone: a sheet of paper has neither. */
const OF_THE_PAGE = ['view', 'layers', 'at', 'open', 'theme'];

/** The address of the situation report of what a page shows. @param date ISO; always said, since paper is read on other days. */
export function situationAddress(page: string, date: string): string {
  const url = new URL(withPath(page, '/situation'));
  for (const name of OF_THE_PAGE) url.searchParams.delete(name);
  url.searchParams.set('date', date);
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
