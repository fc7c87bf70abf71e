/** A date that was asked for and lies where nothing can be shown; days since 1970. */
export interface MovedDate {
  why: 'zeroDateEarly' | 'zeroDateLate' | 'zeroFromEarly' | 'zeroFromLate';
  asked: number;
  /** What is shown instead. */
  shown: number;
}

/**
 * What became of a date and of the beginning of a period that a link, or the programme before, asked for.
 * @param asked `from` is the day before the period's first; null: none was asked for.
 * @param shown the same as they are now, and the days that can be shown.
 */
export function movedDates(
  asked: { day: number; from: number | null },
  shown: { day: number; from: number | null; firstDay: number },
): MovedDate[] {
  const moved: MovedDate[] = [];
  if (asked.day !== shown.day)
    moved.push({ why: asked.day < shown.day ? 'zeroDateEarly' : 'zeroDateLate', asked: asked.day, shown: shown.day });
  if (asked.from === null || asked.from === shown.from) return moved;
  // a period begins on the day after
  if (shown.from === null) moved.push({ why: 'zeroFromEarly', asked: asked.from + 1, shown: shown.firstDay });
  else moved.push({ why: 'zeroFromLate', asked: asked.from + 1, shown: shown.from + 1 });
  return moved;
}
