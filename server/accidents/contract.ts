import Type, { type Static } from 'typebox';
import { ProgrammeCode, ProgrammeQuery } from '../places/contract.ts';

export const AccidentColumnsQuery = ProgrammeQuery;

export const AccidentSummaryQuery = Type.Object({
  programme: ProgrammeCode,
  from: Type.Optional(
    Type.String({ description: 'accidents after this day, YYYY-MM-DD; all, also undated ones, where left out' }),
  ),
  to: Type.Optional(Type.String({ description: 'and up to the end of this day, YYYY-MM-DD; today where left out' })),
  place: Type.Optional(Type.String({ description: 'place codes of any level, comma-separated; none: in no place' })),
});
export type AccidentSummaryQuery = Static<typeof AccidentSummaryQuery>;

const Count = Type.Integer({ minimum: 0 });
const counts = {
  accidents: Count,
  killed: Type.Integer({ minimum: 0, description: 'people, where the record states it' }),
  injured: Type.Integer({ minimum: 0, description: 'people who survived, amputated ones among them' }),
};

export const AccidentSummary = Type.Object({
  programme: Type.String(),
  data_version: Type.String(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.String(),
  ...counts,
  undated: Type.Integer({ minimum: 0, description: 'of the accidents, those without a day; none where `from` is given' }),
  without_point: Type.Integer({ minimum: 0, description: 'of the accidents, those that no map can show' }),
  items: Type.Array(Type.Object({ place: Type.String({ description: 'code of the leaf place, or none' }), ...counts }), {
    description: 'by place, most accidents first',
  }),
});
export type AccidentSummary = Static<typeof AccidentSummary>;
