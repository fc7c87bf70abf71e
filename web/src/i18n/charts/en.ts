/** Texts of the charts that are loaded when opened: the first page does without them. */
export const chartTexts = {
  waterfallStep: 'By',
  waterfallStep_year: 'year',
  waterfallStep_quarter: 'quarter',
  waterfallStep_month: 'month',
  waterfallUp: 'Recorded, re-opened, km²',
  waterfallDown: 'Released, closed, km²',
  waterfallPeriod: 'Period',
  waterfallMovementsHelp:
    'Point at a period to see its figures; press it, or Enter, to make it the period of the page. Arrow keys move a period, Page Up and Page Down ten, Home and End to the ends.',
  waterfallMovementsEmpty: 'No movement with a date is recorded here.',
  waterfallMovementsUndated: '{area} km² moved without a date: in no period, but in the last row of the table.',
  waterfallUndated: 'Without a date',
  waterfallMovementsNote:
    'Released land is drawn with that outside recorded hazards. Land confirmed, suspected again or reclassified is neither recorded nor released by that: it is in the table.',
  waterfallFigures: '{period}: {recorded} km² recorded or re-opened, {released} km² released, {closed} km² closed',
  waterfallAtEnd: 'Remaining at the end of {date}',
  waterfallBeforeFirst: 'Before the first record',
  waterfallStepUndated: '{step}, without a date of its own',
  waterfallClosed: 'Closed: {reason}',
  waterfallAdds: 'Opening and movements add up to the closing, to the hundredth of a square metre.',
  waterfallDiffers:
    'The data changed while this page was open: opening and movements do not meet the closing. Load the page again.',
  waterfallNothingMoved: 'Nothing moved here in this period.',
  waterfallConfirmedNote:
    'Land that becomes confirmed, or suspected again, moves the line between the two and not the sum. Filters by method and operator are left aside: what remains does not ask who released.',
  waterfallOutside: 'Released outside recorded hazards, km²',
  waterfallOutsideAtEnd: 'At the end of {date}',
  waterfallOutsideNone: 'No ground outside recorded hazards was released by the end of this period.',
  waterfallReclassified: 'Reclassified: no second release, km²',
  waterfallReclassifiedNone: 'No released or closed land was reclassified in this period.',
  paceLast: 'Complete years, the last',
  paceTable: 'Released a year, {first}–{last} ({count} years)',
  paceMean: 'Mean',
  paceDeviation: 'Standard deviation',
  paceLow: '95% interval of the mean, from',
  paceHigh: 'to',
  paceMeasure: 'Method',
  paceTooFew: '{count} complete years with dated records lie before this date; a pace with its spread needs at least {fewest}.',
  paceNothing: 'No remaining land was released here in these years: there is no pace to go on with.',
  paceDone: 'No mapped land remains here at the end of {date}.',
  paceForecast:
    'At {pace} km² a year the {remaining} km² remaining at the end of {date} would be released in {middle}; with the variation of these years, between {early} and {late}.',
  paceForecastNever:
    'At {pace} km² a year the {remaining} km² remaining at the end of {date} would be released in {middle}. The years vary so much that the interval is open: not before {early}, and possibly never.',
  paceFar: 'more than 500 years',
  paceDeadline: 'Deadline',
  paceNeeds: 'To release {remaining} km² by the end of {date}: {needed} km² a year, {times} times the pace of these years.',
  paceNeedsOnly: 'To release {remaining} km² by the end of {date}: {needed} km² a year.',
  paceDeadlinePast: 'The deadline is not after {date}, the date shown.',
  paceMethod:
    'How: mean of the yearly km² released from remaining land, with Student’s t from the years’ own variation (n = {count}). The forecast’s interval (95%) adds the variation of the years to come. A year is complete when the records reach its last month; releases without a date never enter.',
  paceRecorded:
    'In the same years {recorded} km² a year were recorded or re-opened; the forecast leaves that aside. Going on so, what remains would change by {net} km² a year.',
  paceNot:
    'What it is not: neither a plan nor a promise. It goes on as if the pace stayed, the years were independent of each other, and no more land were found; hazardous areas without a polygon are not in it.',
  paceKey: 'Line: remaining at the end of each year. Dashed: forecast; grey: its 95% interval; dotted: the deadline.',
  paceForecastTable: 'Remaining by forecast',
  paceEndOf: 'End of',
  paceFewest: 'at least',
  paceMost: 'at most',
  paceRemainingChart: 'Remaining land and forecast',
};

export type ChartTexts = typeof chartTexts;
