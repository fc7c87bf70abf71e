import type { Map as MapLibre } from 'maplibre-gl';

/** Goes with a move that the reader asked for by other means than the map itself. */
export const READERS = { readers: true };
/** Goes with a move of one map that follows another. */
const FOLLOWING = { following: true };

/** What moves of a map carry, as MapLibre hands it on. */
export interface Moved {
  originalEvent?: unknown;
  readers?: boolean;
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
