import type { Map as MapLibre } from 'maplibre-gl';
import { paddingOf, visibleBox } from './covered.ts';

/** Goes with a move that the user asked for by other means than the map itself. */
const BY_USER = { byUser: true };
/** Goes with a move of one map that follows another. */
const FOLLOWING = { following: true };

/** What moves of a map carry, as MapLibre hands it on. */
interface Moved {
  originalEvent?: unknown;
  byUser?: boolean;
  following?: boolean;
}

/** Two maps of the same ground and size: whichever moves, the other goes with it in the same frame. */
export function link(one: MapLibre, other: MapLibre): void {
  const lead = (leader: MapLibre, follower: MapLibre) =>
    leader.on('move', (event: Moved) => event.following !== true && align(leader, follower));
  align(one, other);
  lead(one, other);
  lead(other, one);
}

const align = (leader: MapLibre, follower: MapLibre): void => {
  follower.jumpTo({ padding: leader.getPadding(), center: leader.getCenter(), zoom: leader.getZoom() }, FOLLOWING);
};

/** A box, west, south, east, north, in the part that no panel covers. @param isBare nothing covers the map. */
export function fitBox(map: MapLibre, bbox: [number, number, number, number], isBare: boolean, animate: boolean): void {
  map.fitBounds(bbox, { padding: paddingOf(map, isBare), maxZoom: 13, animate });
}

/** Closer by two zooms, with a spot in the middle of what no panel covers. */
export function goCloser(map: MapLibre, at: readonly [number, number], isBare: boolean): void {
  const zoom = Math.min(18, Math.max(12, map.getZoom() + 2));
  map.easeTo({ center: [...at], zoom, padding: paddingOf(map, isBare) }, BY_USER);
}

/** Degrees of what no panel covers, the view as the address has it, and whether the user moved there. */
export type ReportMove = (box: [number, number, number, number], view: string, isReaders: boolean) => void;

/** Tells where the map is, now and after every move but those in which it follows another. */
export function tellMoves(map: MapLibre, isBare: boolean, report: ReportMove): void {
  const tell = (isReaders: boolean) => {
    const { lng, lat } = map.getCenter();
    report(visibleBox(map, isBare), `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`, isReaders);
  };
  map.on('moveend', (event: Moved) => {
    // the map that leads tells
    if (event.following !== true) tell(event.originalEvent !== undefined || event.byUser === true);
  });
  tell(false);
}
