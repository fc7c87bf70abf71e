import { MILLISECONDS_A_DAY } from '../../../server/engine/days.ts';
import type { HazardKind, OrdnanceKind, ReleaseMethod, ReleaseStatus } from '../../../server/vocabulary.ts';
import { outline, type Position, scaled, site, type Zone } from './ground.ts';
import type { Draws } from './random.ts';

export interface DemoHazard {
  local_id: string;
  kind: HazardKind;
  recorded_on: string;
  confirmed_on: string | null;
  closed_on: string | null;
  closed_reason: 'merged' | 'error' | null;
  ordnance: OrdnanceKind[];
  operator: string;
  stated_m2: number;
  /** null: known by name and size only */
  ring: Position[] | null;
  /** where it is, also without an outline */
  at: Position;
}

export interface DemoRelease {
  local_id: string;
  method: ReleaseMethod;
  status: ReleaseStatus;
  started_on: string;
  completed_on: string | null;
  operator: string;
  target_ordnance: OrdnanceKind[];
  hazardous_areas: string[];
  stated_m2: number;
  ring: Position[];
}

const HAZARDS = 4_000;
const RELEASES = 6_000;
export const LAST_DAY = '2025-12-31';

const ZONES: readonly (readonly [Zone, number])[] = [['belt', 46], ['inland', 30], ['east', 24]]; // biome-ignore format: a table
/** How surveys came in waves: the first operators, the national survey of 2000-2002, the baseline survey of 2009-2014 and its second round. */
const SURVEY_YEARS: readonly (readonly [number, number])[] = [
  ...[1992, 1993, 1994, 1995, 1996, 1997, 1998, 1999].map((year) => [year, 2] as const),
  ...[2000, 2001, 2002].map((year) => [year, 11] as const),
  ...[2003, 2004, 2005, 2006, 2007, 2008].map((year) => [year, 2] as const),
  ...[2009, 2010, 2011, 2012].map((year) => [year, 12] as const),
  ...[2013, 2014, 2015, 2016].map((year) => [year, 6] as const),
  ...[2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) => [year, 2.5] as const),
];

/** Who works where, as published; how often. */
function operatorOf(draws: Draws, zone: Zone, province: string, year: number): string {
  const choices: [string, number][] = [['CMAC', 10]];
  const north = ['Banteay Meanchey', 'Oddar Meanchey', 'Battambang', 'Pailin', 'Preah Vihear', 'Pursat'].includes(province);
  if (zone !== 'east' && north) choices.push(['HALO Trust', 7]);
  if (['Battambang', 'Pailin', 'Ratanakiri'].includes(province)) choices.push(['MAG', 4]);
  if (zone === 'east' && year >= 2010) choices.push(['NPA', 4]);
  if (year >= 2010) choices.push(['NPMEC', 2]);
  else choices.push(['RCAF', 2]);
  if (year >= 2015 && ['Siem Reap', 'Oddar Meanchey', 'Preah Vihear'].includes(province)) choices.push(['APOPO', 3]);
  if (year >= 2008 && province === 'Siem Reap') choices.push(['CSHD', 2]);
  return draws.weighted(choices);
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const dayIn = (draws: Draws, year: number): string => iso(Date.UTC(year, 0, 1) + draws.whole(0, 364) * MILLISECONDS_A_DAY);
const later = (day: string, days: number): string => iso(Date.parse(day) + Math.round(days) * MILLISECONDS_A_DAY);

/** m² of a ring, near enough for a figure that people wrote down. */
function squareMetres(ring: readonly Position[]): number {
  const [, latitude] = ring[0] as Position;
  const doubled = ring.slice(1).reduce((sum, [x, y], index) => {
    const [beforeX, beforeY] = ring[index] as Position;
    return sum + beforeX * y - x * beforeY;
  }, 0);
  return (Math.abs(doubled) / 2) * 111_200 ** 2 * Math.cos((latitude * Math.PI) / 180);
}
const stated = (draws: Draws, ring: readonly Position[]): number =>
  Math.round((squareMetres(ring) * draws.between(0.9, 1.12)) / 100) * 100;

function ordnanceOf(draws: Draws, zone: Zone): OrdnanceKind[] {
  if (zone === 'east') return draws.chance(0.7) ? ['cluster_munition_remnant'] : ['cluster_munition_remnant', 'other_uxo_axo'];
  if (draws.chance(0.12)) return ['other_uxo_axo'];
  return draws.chance(0.22) ? ['anti_personnel_mine', 'anti_vehicle_mine'] : ['anti_personnel_mine'];
}

interface Surveyed extends DemoHazard {
  zone: Zone;
  province: string;
  direction: number;
}

function hazards(draws: Draws): Surveyed[] {
  const made: Surveyed[] = [];
  while (made.length < HAZARDS) {
    const index = made.length;
    const earlier = index > 1500 && draws.chance(0.12) ? draws.pick(made) : null;
    const zone = earlier?.zone ?? draws.weighted(ZONES);
    const place =
      earlier === null ? site(draws, zone) : { at: earlier.at, direction: earlier.direction, province: earlier.province };
    const hectares = Math.min(400, Math.max(0.8, Math.exp((zone === 'east' ? 3.2 : 2.6) + draws.normal() * 1.1)));
    // some surveys draw anew what an earlier one drew: overlapping, or the same ground again
    const ring =
      earlier?.ring != null
        ? scaled(earlier.ring, draws.between(0.7, 1.2), [draws.between(-0.35, 0.35), draws.between(-0.35, 0.35)])
        : outline(draws, place.at, hectares, place.direction, zone === 'belt' ? draws.between(1.1, 1.9) : draws.between(1, 1.3));
    const year = draws.weighted(SURVEY_YEARS);
    const recorded = dayIn(draws, year);
    const isConfirmedAtOnce = draws.chance(0.3);
    const confirmed = !isConfirmedAtOnce && draws.chance(0.3) ? later(recorded, draws.between(120, 2500)) : null;
    const closes = draws.chance(0.03) ? later(recorded, draws.between(300, 4000)) : null;
    const isUnmapped = earlier === null && draws.chance(0.02);
    made.push({
      local_id: `HA-${String(index + 1).padStart(5, '0')}`,
      kind: isConfirmedAtOnce || (confirmed !== null && confirmed <= LAST_DAY) ? 'CHA' : 'SHA',
      recorded_on: recorded,
      confirmed_on: confirmed !== null && confirmed <= LAST_DAY ? confirmed : null,
      closed_on: closes !== null && closes <= LAST_DAY ? closes : null,
      closed_reason: closes !== null && closes <= LAST_DAY ? draws.pick(['merged', 'error'] as const) : null,
      ordnance: earlier?.ordnance ?? ordnanceOf(draws, zone),
      operator: operatorOf(draws, zone, place.province, year),
      stated_m2: stated(draws, ring),
      ring: isUnmapped ? null : ring,
      ...place,
      zone,
    });
  }
  return made;
}

function releases(draws: Draws, surveyed: readonly Surveyed[]): DemoRelease[] {
  const made: DemoRelease[] = [];
  const mapped = surveyed.filter((hazard) => hazard.ring !== null && hazard.recorded_on < '2024-06-01');
  while (made.length < RELEASES) {
    const hazard = draws.pick(mapped);
    const ring = hazard.ring as Position[];
    // work goes faster from year to year
    const wait = draws.between(60, 6500) ** draws.between(0.82, 1);
    const completed = later(hazard.recorded_on, wait);
    if (completed > LAST_DAY || (completed < '2009-01-01' && draws.chance(0.45))) continue;
    const isConfirmed = hazard.kind === 'CHA' && (hazard.confirmed_on === null || hazard.confirmed_on <= completed);
    const method = draws.weighted<ReleaseMethod>([
      ['cancelled', isConfirmed ? 4 : 34],
      ['reduced', isConfirmed ? 22 : 20],
      ['cleared', isConfirmed ? 60 : 34],
    ]);
    const extent = draws.weighted([['whole', 46], ['part', 42], ['beside', 12]] as const); // biome-ignore format: a table
    const shape =
      extent === 'whole'
        ? scaled(ring, draws.between(1, 1.06))
        : extent === 'part'
          ? scaled(ring, draws.between(0.35, 0.75), [draws.between(-0.2, 0.2), draws.between(-0.2, 0.2)])
          : outline(draws, hazard.at, draws.between(1, 25), hazard.direction, 1.2);
    const isInProgress = completed > '2025-05-01' && draws.chance(0.5);
    made.push({
      local_id: `LR-${String(made.length + 1).padStart(5, '0')}`,
      method,
      status: isInProgress ? 'ongoing' : 'completed',
      started_on: later(completed, -draws.between(10, 180)),
      completed_on: isInProgress ? null : completed,
      operator: operatorOf(draws, hazard.zone, hazard.province, Number(completed.slice(0, 4))),
      target_ordnance: hazard.ordnance,
      hazardous_areas: draws.chance(0.85) ? [hazard.local_id] : [],
      stated_m2: stated(draws, shape),
      ring: shape,
    });
  }
  return made;
}

/** The land of the demo programme: what was recorded, and what was released of it, between 1992 and 2025. */
export function demoLand(draws: Draws): { hazards: DemoHazard[]; releases: DemoRelease[] } {
  const surveyed = hazards(draws);
  return { hazards: surveyed, releases: releases(draws, surveyed) };
}
