/** Texts of what the panel loads later: they do not weigh on the first page. Other languages carry the same keys. */
export const en = {
  drawnTitle: 'Area of your own',
  drawnPolygon: 'Draw polygon',
  drawnCircle: 'Draw circle',
  drawnStop: 'Stop drawing',
  drawnPolygonHow: 'Click its corners on the map. Enter, or a click on the first corner, closes it; Escape begins anew.',
  drawnCircleHow: 'Click the middle on the map, then the edge. A circle has 96 corners and holds 0.1% less than a round one.',
  drawnText: 'Paste GeoJSON, or longitude and latitude line by line',
  drawnFile: 'or drop a file here, or choose one',
  drawnWidth: 'Lines count with metres on each side',
  drawnUse: 'Count this outline',
  drawnClear: 'All land again',
  drawnCounting: 'Counting the land in this area …',
  drawnBorder: 'Cutting the land on its border: {done} of {total}',
  drawnCounted: 'The figures count what lies within the outline on the map ({area}).',
  drawnNotCounted: 'Areas without a polygon, sums of polygons and conflicts are not told for it.',
  drawnEmpty: 'Nothing is recorded in this area. That does not make it safe.',
  drawnElsewhere: 'It lies outside all that is mapped in this programme.',
  drawnRepaired: 'The outline crosses itself or its parts overlap: the ground that it encloses is counted, once.',
  drawnLines: '{count} lines count with {width} m on each side.',
  drawnLeftOut: '{count} points or features without a shape enclose nothing: left out.',
  drawnTooLong: 'The outline is too long for the address: a link to this view will not carry it.',
  drawnFilter: 'Drawn area of {area}',
  drawnAllLand: 'The figures count all land.',
  drawnFailed_stale: 'The data have changed since this page was loaded: load it again to count an area.',
  drawnFailed_unreadable: 'The address names an area that cannot be read.',
  drawnFailed_tooSmall: 'The outline encloses no ground: its corners lie on one line or within a metre.',
  drawnFailed_broken: 'The area could not be counted: the server did not answer, or this browser stopped.',
  drawnFailed_server: 'The area could not be counted: {detail}',
  drawnProblem_notGeoJson:
    'This is neither GeoJSON nor longitude and latitude line by line; for example 103.1, 13.2 in each line.',
  drawnProblem_noOutline: 'This holds no polygon and no line.',
  drawnProblem_outOfRange: '{position} is no longitude and latitude in degrees (WGS84): convert the coordinates first.',
  drawnProblem_tooMany: 'The outline has {count} positions, {most} are the most: simplify it first.',
};

export type LaterTexts = typeof en;
export type LaterKey = keyof LaterTexts;
