import Type, { type Static } from 'typebox';

export const PublishedFigure = Type.Object({
  year: Type.Union([Type.Integer(), Type.Null()], { description: 'null: no single year, as in 2016-2018' }),
  period: Type.String({
    description: '2019 (the whole year), 2025 Jan-Apr, 2016-2018, or 2015-12: at or up to the end of that month',
  }),
  measure: Type.String({ description: 'PUBLISHED_MEASURES in server/vocabulary.ts' }),
  value_text: Type.String({
    description: 'as printed, with its marks; not found: looked for, and nobody seems to have published it',
  }),
  value: Type.Union([Type.Number(), Type.Null()], { description: 'the number where the text is a plain one; null for >32 or ?' }),
  unit: Type.String(),
  scope: Type.Union([Type.String(), Type.Null()], { description: 'whose land, which operators, which contamination' }),
  source: Type.String(),
  note: Type.Union([Type.String(), Type.Null()]),
});
export type PublishedFigure = Static<typeof PublishedFigure>;

export const PublishedFigureList = Type.Object({
  items: Type.Array(PublishedFigure, { description: 'by measure and year; sources that disagree are several rows' }),
});
