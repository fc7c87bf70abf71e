import type { Mapping } from './mapping.ts';
import type { OrderOfColumn } from './values.ts';

/** How 03/04/2020 was read, where the column itself decided. */
export function dateConventions(mapping: Mapping, orders: ReadonlyMap<string, OrderOfColumn>, given: string | null): string[] {
  if (given !== null) return [];
  return [...mapping.columns.values()].flatMap(({ column }) => {
    const order = orders.get(column)?.order ?? null;
    if (order === null) return [];
    const [first, other] = order === 'dmy' ? ['day', 'mdy'] : ['month', 'dmy'];
    return [
      `Dates in "${column}" are read with the ${first} first, as values that leave no doubt prove: --date-order ${other} reads them the other way.`,
    ];
  });
}
