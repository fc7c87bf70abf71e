/**
 * The address has formats, counted from 1: each time a parameter is renamed, is written in another way or goes, the format is a new
 * one and a migration brings an address of the format before to it. So a link once sent opens the same view for good.
 */
export type Pairs = readonly (readonly [name: string, value: string])[];

export interface Migration {
  /** The format that it brings an address to, from the one before. */
  to: number;
  change: (pairs: Pairs) => Pairs;
}

/** Another name for a parameter. Where an address has both, the new one counts, and the old one is left to be said as unknown. */
export const renamed =
  (from: string, to: string) =>
  (pairs: Pairs): Pairs =>
    pairs.some(([name]) => name === to) ? pairs : pairs.map(([name, value]) => [name === from ? to : name, value]);

/** Another word for one value of a parameter that holds values comma-separated. */
export const renamedValue =
  (parameter: string, from: string, to: string) =>
  (pairs: Pairs): Pairs =>
    pairs.map(([name, value]) => [
      name,
      name === parameter
        ? value
            .split(',')
            .map((part) => (part === from ? to : part))
            .join()
        : value,
    ]);

/** A parameter that changes nothing any more, and is no loss to a user of the link. */
export const removed =
  (parameter: string) =>
  (pairs: Pairs): Pairs =>
    pairs.filter(([name]) => name !== parameter);

/** In order; a row stays for as long as a link of its format may be about, which is for good. */
const MIGRATIONS: readonly Migration[] = [
  // as the API calls it everywhere
  { to: 2, change: renamed('date', 'as_of') },
];

export const FORMAT = MIGRATIONS.at(-1)?.to ?? 1;

/**
 * An address of some format as one of today's.
 * @param format 1 where the address says none: the first addresses did not, and what people write by hand does not; all that is
 * called as it is today stays as it is.
 */
export const migrated = (pairs: Pairs, format: number, migrations: readonly Migration[] = MIGRATIONS): Pairs =>
  migrations.filter(({ to }) => to > format).reduce((changed, { change }) => change(changed), pairs);
