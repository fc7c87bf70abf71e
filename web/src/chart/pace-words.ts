import type { Speech } from '../i18n/index.ts';
import { FEWEST_YEARS, type Forecast, type Pace } from './pace.ts';
import { DAYS_A_YEAR } from './pace-drawing.ts';
import { yearOf } from './series.ts';

/** A pace and where it leads. `years`: of the pace; `remaining`: km² at the end of `day`. */
export interface PaceTold {
  day: number;
  remaining: number;
  years: number;
  pace: Pace | null;
  forecast: Forecast | null;
}

/** When the rest is released at the pace, with its interval, or why that cannot be said. */
export function paceSays({ day, remaining, years, pace, forecast }: PaceTold, speech: Speech): string {
  const date = speech.day(day);
  if (remaining <= 0) return speech.text('paceDone', { date });
  if (pace === null) return speech.text('paceTooFew', { count: years, fewest: FEWEST_YEARS });
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
