import Type, { type Static } from 'typebox';
import { HAZARD_KINDS, IMPORT_ENTITIES, RELEASE_METHODS } from '../vocabulary.ts';

const oneOf = <Code extends string>(codes: readonly Code[], description: string) =>
  Type.Union(
    codes.map((code) => Type.Literal(code)),
    { description },
  );
const Day = (description: string) => Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description }));

/** How a file is to be read; the file itself is the body. */
export const ImportQuery = Type.Object({
  as: oneOf(IMPORT_ENTITIES, 'what the records are'),
  programme: Type.String({ description: 'ISO 3166-1 alpha-3; made where it is not known yet' }),
  file_name: Type.Optional(Type.String({ maxLength: 255, description: 'for the report and, failing content, the format' })),
  kind: Type.Optional(oneOf(HAZARD_KINDS, 'of hazardous areas whose record does not say')),
  method: Type.Optional(oneOf(RELEASE_METHODS, 'of releases whose record does not say')),
  status: Type.Optional(Type.String({ description: 'of records that do not say' })),
  date_order: Type.Optional(oneOf(['dmy', 'mdy'], 'how to read 03/04/2020')),
  decimal: Type.Optional(oneOf(['comma', 'point'], 'how to read 1,234: the sign before the decimals')),
  snapshot_date: Day('the day whose state the file shows; today where left out'),
  change_as_of: Day('the land changed on this day; without it a difference corrects the record'),
  complete: Type.Optional(
    Type.Boolean({ description: 'the file lists every open hazardous area: close those it does not list' }),
  ),
  confirm_closing: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'how many areas the complete list closes, where that is more than 10% of what is open',
    }),
  ),
  dry_run: Type.Optional(Type.Boolean({ description: 'work everything out, answer, and keep nothing' })),
  level: Type.Optional(Type.Integer({ minimum: 1, maximum: 6, description: 'of places' })),
  boundary_set: Type.Optional(Type.String({ maxLength: 100, description: 'name of the places’ boundary set' })),
  mapping: Type.Optional(Type.String({ description: 'JSON text: field → column' })),
});
export type ImportQuery = Static<typeof ImportQuery>;

export const BatchParameters = Type.Object({ batch: Type.String({ pattern: '^\\d{1,9}$' }) });

export const UndoQuery = Type.Object({
  dry_run: Type.Optional(Type.Boolean({ description: 'work everything out, answer, and keep nothing' })),
});

export const BatchItem = Type.Object({
  batch: Type.Integer(),
  programme: Type.String(),
  entity: Type.String(),
  file_name: Type.String(),
  imported_at: Type.String(),
  undone_at: Type.Union([Type.String(), Type.Null()]),
  snapshot_date: Type.String(),
  read: Type.Integer(),
  accepted: Type.Integer(),
  repaired: Type.Integer(),
  unmapped: Type.Integer(),
  refused: Type.Integer(),
  created: Type.Integer(),
  corrected: Type.Integer(),
  unchanged: Type.Integer(),
  closed: Type.Integer(),
});
export const BatchListQuery = Type.Object({ programme: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })) });
export const BatchList = Type.Object({ items: Type.Array(BatchItem) });
export type BatchItem = Static<typeof BatchItem>;
