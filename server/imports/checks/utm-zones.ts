import { bbox } from '@turf/bbox';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import proj4 from 'proj4';
import { countryName } from '../../places/countries.ts';
import { countryOutline } from '../../places/country-outline.ts';
import { count } from '../sentences.ts';

type Position = [number, number];

const MOST_POSITIONS = 500;
const MOST_ZONES = 3;

interface Zone {
  /** `48 N`, as people write it. */
  name: string;
  epsg: number;
  home: number;
}

/** True for eastings and northings that a UTM zone can have, in metres. */
const isMetresOfZone = ([easting, northing]: Position): boolean =>
  easting >= 100_000 && easting <= 900_000 && northing >= 0 && northing <= 10_000_000;

/** The zones in which some of these metres lie in the country, most first. */
function zonesOf(metres: readonly Position[], outline: NonNullable<ReturnType<typeof countryOutline>>): Zone[] {
  const [west, south, east, north] = bbox(outline) as [number, number, number, number];
  const isHome = (position: Position): boolean => {
    const [longitude, latitude] = position;
    if (longitude < west || longitude > east || latitude < south || latitude > north) return false;
    return booleanPointInPolygon(position, outline);
  };
  const zones: Zone[] = [];
  for (const side of ['N', 'S'] as const) {
    for (let zone = 1; zone <= 60; zone += 1) {
      const middle = zone * 6 - 183;
      if (middle + 4 < west || middle - 4 > east) continue;
      const from = proj4(`+proj=utm +zone=${zone} ${side === 'S' ? '+south ' : ''}+datum=WGS84 +units=m`);
      const home = metres.filter(
        (position) => isMetresOfZone(position) && isHome(from.inverse([...position]) as Position),
      ).length;
      if (home > 0) zones.push({ name: `${zone} ${side}`, epsg: (side === 'S' ? 32_700 : 32_600) + zone, home });
    }
  }
  return zones.sort((first, second) => second.home - first.home).slice(0, MOST_ZONES);
}

/**
 * Of coordinates in metres: in which UTM zones they would lie in the programme's country, a sentence with a blank before it; empty where
 * there is none. The first 500 are tried.
 */
export function zonesThatBringHome(metres: readonly Position[], programme: string): string {
  const outline = countryOutline(programme);
  if (outline === null) return '';
  const some = metres.slice(0, MOST_POSITIONS);
  for (const isSwapped of [false, true]) {
    const zones = zonesOf(isSwapped ? some.map(([x, y]): Position => [y, x]) : some, outline);
    if (zones.length === 0) continue;
    const said = zones.map(
      ({ name, epsg, home }) => `zone ${name} (-s_srs EPSG:${epsg}) ${count(home)} of ${count(some.length)}`,
    );
    const order = isSwapped ? ', northing before easting,' : '';
    return ` As metres of UTM${order} ${said.join(', of ')} would lie in ${countryName(programme) ?? programme}.`;
  }
  return '';
}
