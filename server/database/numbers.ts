/**
 * A statement that lets a table's numbers go on from the highest in use. Sequences jump (a rollback, a database that was killed); then
 * the same imports would give other ids on another database. Only for writers that take turns.
 * Table and column are ours, never a caller's.
 */
export const continueNumbers = (table: string, column: string): string =>
  `select setval(pg_get_serial_sequence('landclear.${table}', '${column}'), coalesce(max(${column}), 1), max(${column}) is not null) from ${table}`;
