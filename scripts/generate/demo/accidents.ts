import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { OrdnanceKind } from '../../../server/vocabulary.ts';
import { moved, type Position, provinceAt } from './ground.ts';
import type { DemoHazard } from './land.ts';
import type { Draws } from './random.ts';

export interface DemoAccident {
  local_id: string;
  occurred_on: string;
  killed: number;
  injured: number;
  amputated: number;
  ordnance: OrdnanceKind | null;
  activity: string;
  at: Position;
}

/** People hurt in a year: exclusive counts. */
interface Casualties {
  year: number;
  killed: number;
  injured: number;
  amputated: number;
  /** last month the figure covers */
  months: number;
}

const FIRST_YEAR = 1998;
const FIGURES = new URL('../../../data/published-figures/cambodia_casualties_annual.csv', import.meta.url);
/** Where a year gives only its total: shares of the years that say more. */
const KILLED_SHARE = 0.2;
const AMPUTATED_SHARE = 0.2;
/** Nobody published 2004; between its neighbours. */
const UNPUBLISHED = { year: 2004, total: 823 };

type Row = Record<
  'year' | 'period' | 'total' | 'killed' | 'injured_incl_amputated' | 'injured_excl_amputated' | 'amputated',
  string
>;

/** The published totals and outcomes by year, from 1998 on; where sources disagree, the first one listed. */
export function publishedCasualties(): Casualties[] {
  const rows = parse(readFileSync(FIGURES, 'utf8'), { columns: true }) as Row[];
  const years = new Map<number, Casualties>();
  for (const row of rows) {
    const year = Number(row.year);
    const total = Number(row.total || (year === UNPUBLISHED.year ? UNPUBLISHED.total : 0));
    if (year < FIRST_YEAR || total === 0 || years.has(year)) continue;
    const killed = row.killed === '' ? Math.round(total * KILLED_SHARE) : Number(row.killed);
    const hurt = total - killed;
    const amputated = row.amputated === '' ? Math.round(hurt * AMPUTATED_SHARE) : Number(row.amputated);
    years.set(year, { year, killed, injured: hurt - amputated, amputated, months: row.period === 'Jan-Apr' ? 4 : 12 });
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}

/** Farming and collecting wood go on mostly from January to May. */
const MONTHS: readonly (readonly [number, number])[] = [12, 13, 13, 11, 9, 7, 6, 5, 5, 5, 6, 8].map((weight, month) => [
  month,
  weight,
]);
const ACTIVITIES: readonly (readonly [string, number])[] = [
  ['farming', 34],
  ['collecting wood', 16],
  ['travelling', 13],
  ['handling ordnance', 15],
  ['herding', 8],
  ['playing', 8],
  ['fishing', 6],
];

/** A place where somebody was hurt: near contamination, about half of it inside a surveyed area. */
function placeOf(draws: Draws, hazards: readonly DemoHazard[]): { at: Position; hazard: DemoHazard } {
  for (;;) {
    const hazard = draws.pick(hazards);
    if (hazard.ring === null) continue;
    const corner = draws.pick(hazard.ring);
    const share = draws.between(0, 0.9);
    const inside: Position = [
      hazard.at[0] + (corner[0] - hazard.at[0]) * share,
      hazard.at[1] + (corner[1] - hazard.at[1]) * share,
    ];
    const at = draws.chance(0.5) ? inside : moved(inside, 1 + Math.abs(draws.normal()) * 5, draws.between(0, 2 * Math.PI));
    if (provinceAt(at) !== null) return { at: at.map((value) => Math.round(value * 1e5) / 1e5) as Position, hazard };
  }
}

/** Accidents whose people add up to what was published for each year. */
export function demoAccidents(draws: Draws, hazards: readonly DemoHazard[]): DemoAccident[] {
  // people get hurt again and again in the same villages: most near a third of the areas, most of those along the belt
  const dangerous = hazards.filter((hazard) => hazard.ordnance[0] !== 'cluster_munition_remnant' || draws.chance(0.4));
  const villages = dangerous.filter(() => draws.chance(0.33));
  const made: DemoAccident[] = [];
  for (const { year, months, ...people } of publishedCasualties()) {
    const left = { ...people };
    while (left.killed + left.injured + left.amputated > 0) {
      const hurt = { killed: 0, injured: 0, amputated: 0 };
      const count = draws.weighted([[1, 70], [2, 18], [3, 7], [4, 3], [6, 2]] as const); // biome-ignore format: a table
      for (let person = 0; person < count; person += 1) {
        const outcomes = (['killed', 'injured', 'amputated'] as const).filter((outcome) => left[outcome] > 0);
        if (outcomes.length === 0) break;
        const outcome = draws.weighted(outcomes.map((name) => [name, left[name]] as const));
        left[outcome] -= 1;
        hurt[outcome] += 1;
      }
      const { at, hazard } = placeOf(draws, draws.chance(0.8) ? villages : dangerous);
      const month = draws.weighted(MONTHS.filter(([number]) => number < months));
      made.push({
        local_id: `AC-${year}-${String(made.length + 1).padStart(5, '0')}`,
        occurred_on: `${year}-${String(month + 1).padStart(2, '0')}-${String(draws.whole(1, 28)).padStart(2, '0')}`,
        ...hurt,
        ordnance: draws.chance(0.08) ? null : draws.chance(0.35) ? 'other_uxo_axo' : (hazard.ordnance[0] ?? null),
        activity: draws.weighted(ACTIVITIES),
        at,
      });
    }
  }
  return made;
}
