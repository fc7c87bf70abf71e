import type { ChangeSum, DifferenceSums } from '../../../server/engine/difference.ts';
import type { Change } from '../../../server/vocabulary.ts';
import type { Caption } from '../charts/caption.ts';
import { csvFile } from '../charts/csv.ts';
import type { Speech } from '../i18n/index.ts';
import { movementName } from '../land/movement-words.ts';

/** Changes of remaining land, in the order of the account; then what is no part of it. */
export const ACCOUNT = [
  'recorded',
  're-opened',
  'upgraded',
  'downgraded',
  'cancelled',
  'reduced',
  'cleared',
  'closed',
  'other',
] as const;
export const BESIDE = ['outside', 'between', 'reclassified', 'still', 'waiting'] as const;
/** What is read at a glance: the kinds of change that belong to each. The others are told on demand. */
export const AT_A_GLANCE = {
  newDanger: ['recorded'],
  reOpened: ['re-opened'],
  released: ['cancelled', 'reduced', 'cleared', 'other'],
  unchanged: ['unchanged'],
} as const satisfies Record<string, readonly Change[]>;
export type Glance = keyof typeof AT_A_GLANCE;

/** km² of a kind that is read at a glance: whole hundredths of m² are added first and divided once. */
export const glanceKm2 = ({ sums }: DifferenceSums, glance: Glance): number =>
  AT_A_GLANCE[glance].reduce((sum, change) => sum + sums[change].area, 0) / 1e8;

export function glanceWords(glance: Glance, speech: Speech): string {
  switch (glance) {
    case 'newDanger':
      return speech.text('compareNewDanger');
    case 'released':
      return speech.text('released');
    default:
      return changeWords(glance === 'reOpened' ? 're-opened' : 'unchanged', speech);
  }
}

/** Told also where there is none of it: that is an answer. */
const ALWAYS: readonly Change[] = ['recorded', 're-opened', 'unchanged', 'cancelled', 'reduced', 'cleared', 'closed'];

export const isTold = (change: Change, { pieces }: ChangeSum): boolean => pieces > 0 || ALWAYS.includes(change);

export function changeWords(change: Change, speech: Speech): string {
  switch (change) {
    case 'recorded':
      return speech.text('compareRecorded');
    case 'upgraded':
      return speech.text('compareUpgraded');
    case 'downgraded':
      return speech.text('compareDowngraded');
    case 'unchanged':
      return speech.text('compareUnchanged');
    case 'other':
      return speech.text('compareOther');
    case 'outside':
      return speech.text('compareOutside');
    case 'between':
      return speech.text('compareInBetween');
    case 'still':
      return speech.text('compareStill');
    case 'waiting':
      return speech.text('undatedLand');
    case 'nothing':
      return '';
    default:
      return movementName(change, speech);
  }
}

/** km²; in the account signed, what leaves is negative. */
export interface DifferenceRow {
  id: Change | 'opening' | 'closing';
  name: string;
  isBalance: boolean;
  suspected: number | null;
  confirmed: number | null;
  total: number;
  /** Null where nobody counts them. */
  pieces: number | null;
  undated: number;
}

export interface DifferenceRows {
  /** Opening, changes, closing: they add up. */
  account: DifferenceRow[];
  beside: DifferenceRow[];
}

export function rowsOf(difference: DifferenceSums, earlier: number, later: number, speech: Speech): DifferenceRows {
  const balance = (id: 'opening' | 'closing', day: number): DifferenceRow => {
    const { suspected, confirmed } = difference[id];
    return {
      id,
      name: speech.text('waterfallAtEnd', { date: speech.day(day) }),
      isBalance: true,
      ...{ suspected: suspected / 1e8, confirmed: confirmed / 1e8, total: (suspected + confirmed) / 1e8 },
      ...{ pieces: null, undated: 0 },
    };
  };
  const of = (id: Change, isInAccount: boolean): DifferenceRow => {
    const { suspected, confirmed, area, pieces, undated } = difference.sums[id];
    return {
      ...{ id, name: changeWords(id, speech), isBalance: false, pieces, undated: undated / 1e8 },
      suspected: isInAccount ? suspected / 1e8 : null,
      confirmed: isInAccount ? confirmed / 1e8 : null,
      total: (isInAccount ? suspected + confirmed : area) / 1e8,
    };
  };
  const told = (change: Change) => isTold(change, difference.sums[change]);
  return {
    account: [balance('opening', earlier), ...ACCOUNT.filter(told).map((change) => of(change, true)), balance('closing', later)],
    beside: (['unchanged', ...BESIDE] as const).filter(told).map((change) => of(change, false)),
  };
}

/** km² that have no date of their own, of all that changed in the account. */
export const undatedOf = ({ account }: DifferenceRows): number => account.reduce((sum, { undated }) => sum + undated, 0);

export const differenceCsvOf = ({ account, beside }: DifferenceRows, caption: Caption): string =>
  csvFile(
    caption,
    ['account', 'change', 'name', 'suspected_km2', 'confirmed_km2', 'km2', 'pieces', 'without_a_date_km2'],
    [...account.map((row) => ['remaining', ...cellsOf(row)]), ...beside.map((row) => ['beside', ...cellsOf(row)])],
  );

const cellsOf = ({ id, name, suspected, confirmed, total, pieces, undated }: DifferenceRow): (string | number)[] => [
  ...[id, name, suspected ?? '', confirmed ?? '', total, pieces ?? ''],
  undated,
];
