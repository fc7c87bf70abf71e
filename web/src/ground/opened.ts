import type { History } from '../../../server/land/contract.ts';

/** Records of the ground as the address names them: `h` a hazardous area, `r` a land release, with its number. */
export const recordKeys = ({ hazardous_areas, land_releases }: Pick<History, 'hazardous_areas' | 'land_releases'>): string[] => [
  ...hazardous_areas.map(({ id }) => `h${id}`),
  ...land_releases.map(({ id }) => `r${id}`),
];

/** Which are open before the user opens or closes one: the only one. */
const atFirst = (keys: readonly string[]): readonly string[] => (keys.length === 1 ? keys : []);

/** @param chosen as in the address; undefined: as at first. */
export const openedOf = (chosen: string | undefined, keys: readonly string[]): readonly string[] =>
  chosen === undefined ? atFirst(keys) : keys.filter((key) => chosen.split(',').includes(key));

/** The choice once a record is opened or closed; undefined: as at first. */
export function withTurned(opened: readonly string[], key: string, isOpen: boolean, keys: readonly string[]): string | undefined {
  const now = keys.filter((other) => (other === key ? isOpen : opened.includes(other)));
  if (now.join() === atFirst(keys).join()) return undefined;
  return now.join() || 'none';
}

/** Of what an address opens, what is not on this ground. */
export const strangersIn = (chosen: string | undefined, keys: readonly string[]): string[] =>
  chosen === undefined || chosen === 'none' ? [] : chosen.split(',').filter((key) => !keys.includes(key));
