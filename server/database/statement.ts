import type { Sql } from 'sql-template-tag';
import type { Query } from './database.ts';

/** Runs a statement that was put together from fragments: each carries its values, and none depends on the order of a list elsewhere. */
export const run = <Row extends object>(query: Query, { text, values }: Sql): Promise<Row[]> => query<Row>(text, values);
