/** One sheet of A4 between margins of 10 mm, a little less than its 277 mm, since browsers round. */
const HEIGHT_MM = 276;
const PX_A_MM = 96 / 25.4;
/** Lines of the longest table, the most first; and how small letters may become before there are fewer. */
const LINES = [12, 9, 7, 5, 4] as const;
const SMALL = 0.86;
const SMALLEST = 0.55;

/**
 * Makes the sheet fit one page: full size with as many lines as there are, else fewer lines (what they leave out is summed in the
 * last), else smaller letters. Long names, Khmer and many doubts end here, never on a second page.
 * @param lines sets how many lines tables have, and has them drawn.
 */
export function fitToPage(sheet: HTMLElement, lines: (most: number) => void): void {
  const most = HEIGHT_MM * PX_A_MM;
  const fits = (scale: number): boolean => {
    sheet.style.setProperty('--fit', String(scale));
    if (sheet.getBoundingClientRect().height > most) return false;
    // nor may a table lie over the next column
    return [...sheet.querySelectorAll('table')].every(
      (table) => table.offsetWidth <= (table.parentElement as HTMLElement).clientWidth,
    );
  };
  // as on paper, whatever the screen
  sheet.classList.add('as-paper');
  try {
    for (const count of LINES) {
      lines(count);
      for (let scale = 1; scale >= SMALL; scale -= 0.02) if (fits(scale)) return;
    }
    for (let scale = SMALL; scale >= SMALLEST; scale -= 0.02) if (fits(scale)) return;
  } finally {
    sheet.classList.remove('as-paper');
  }
}
