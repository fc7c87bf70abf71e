/** The first position in [from, to) whose day is after this one, of rising days; `to` where none is. A binary search. */
export function firstAfter(days: Int32Array, day: number, from = 0, to = days.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same in leaps that double: where the one that is asked for is mostly near. */
export function firstAfterNear(days: Int32Array, day: number, from: number, to: number): number {
  let low = from;
  let high = from;
  for (let leap = 1; high < to && (days[high] as number) <= day; leap *= 2) {
    low = high + 1;
    high += leap;
  }
  return firstAfter(days, day, low, Math.min(high, to));
}
