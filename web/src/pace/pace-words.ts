import { yearOf } from '../charts/series.ts';
import type { Speech } from '../i18n/index.ts';
import { type Told, zeroReasons, zeroSentence } from '../land/zero-words.ts';
import { FEWEST_YEARS, type PaceAccount, recordedAYear } from './pace.ts';
import { DAYS_A_YEAR } from './pace-course.ts';

/** When the rest is released at the pace, with its interval, or why that cannot be said. */
export function paceSays({ day, remaining, years, pace, forecast }: PaceAccount, speech: Speech): string {
  const date = speech.day(day);
  if (remaining <= 0) return speech.text('paceDone', { date });
  if (pace === null) return speech.text('paceTooFew', { count: years.length, fewest: FEWEST_YEARS });
  if (forecast === null) return speech.text('paceNothing');
  const yearAfter = (count: number): string =>
    count > 500 ? speech.text('paceFar') : String(yearOf(Math.floor(day + count * DAYS_A_YEAR)));
  const values = {
    pace: speech.km2(pace.mean),
    remaining: speech.km2(remaining),
    date,
    middle: yearAfter(forecast.middle),
    early: yearAfter(forecast.early),
  };
  return forecast.late > 500
    ? speech.text('paceForecastNever', values)
    : speech.text('paceForecast', { ...values, late: yearAfter(forecast.late) });
}

/** The same as a sentence of the page: also why nothing remains. */
export function paceSentence(account: PaceAccount, page: Told): string {
  const [reason] = account.remaining <= 0 ? zeroReasons(page) : [];
  return reason === undefined ? paceSays(account, page.preferences.speech) : zeroSentence(reason, page);
}

/** km² a year that a deadline needs; null: it is past, or there is none. */
export const neededPace = ({ day, remaining }: PaceAccount, deadline: number | null): number | null =>
  deadline === null || deadline <= day ? null : remaining / ((deadline - day) / DAYS_A_YEAR);

/** What pace a deadline needs, beside the one there is; nothing where none is set or nothing remains. */
export function deadlineWords(account: PaceAccount, deadline: number | null, speech: Speech): string {
  const { day, remaining, pace } = account;
  const needed = neededPace(account, deadline);
  if (deadline === null || remaining <= 0) return '';
  if (needed === null) return speech.text('paceDeadlinePast', { date: speech.day(day) });
  const values = { remaining: speech.km2(remaining), date: speech.day(deadline), needed: speech.km2(needed) };
  return pace === null || pace.mean <= 0
    ? speech.text('paceNeedsOnly', values)
    : speech.text('paceNeeds', { ...values, times: speech.decimals(needed / pace.mean, 1) });
}

/** How a pace is to be read. @param isWhole all open land is meant: what was recorded of a part of it is not told apart */
export function paceNotes(account: PaceAccount, isWhole: boolean, speech: Speech): string[] {
  const { pace } = account;
  const recorded = pace === null || !isWhole ? 0 : recordedAYear(account);
  const net = pace === null ? 0 : recorded - pace.mean;
  return [
    ...(recorded === 0
      ? []
      : [
          speech.text('paceRecorded', {
            recorded: speech.km2(recorded),
            net: `${net > 0 ? '+' : '−'}${speech.km2(Math.abs(net))}`,
          }),
        ]),
    ...(pace === null ? [] : [speech.text('paceMethod', { count: pace.years })]),
    speech.text('paceNot'),
  ];
}
