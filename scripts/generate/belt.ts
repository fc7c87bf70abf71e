/** A border belt of overlapping polygons like a minefield survey's, for measuring: seeded, so that two runs see the same land. */

export interface BeltRecord {
  key: string;
  type: 'hazardous_area' | 'land_release';
  /** Hazards: SHA or CHA; releases: cancelled, reduced, cleared. */
  kind: string;
  /** YYYY-MM-DD: recorded or completed. */
  day: string;
  /** Closed ring of longitude, latitude. */
  ring: [number, number][];
}

/** Mulberry32: 32 bits of state, good enough for places on a map. Numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * `count` polygons along 350 km of belt at 102–106° E, 12–14° N: log-normal 0.5–100 ha, 3–12 vertices, 55% hazards, 1992–2024.
 * @param size of what is said above: with half the area twice as many polygons meet as many others each.
 */
export function belt(count: number, seed = 1, size = 1): BeltRecord[] {
  const random = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, index) => {
    const along = random();
    const longitude = 102.3 + along * 3.2 + normal() * 0.05;
    const latitude = 13 + Math.sin(along * 6) * 0.8 + normal() * 0.06;
    const hectares = Math.min(100, Math.max(0.5, Math.exp(1.8 + normal())));
    const radius = Math.sqrt((hectares * size * 1e4) / Math.PI) / 111_000;
    const corners = 3 + Math.floor(random() * 10);
    const ring = Array.from({ length: corners }, (_unused, corner): [number, number] => {
      const angle = (2 * Math.PI * (corner + random() * 0.6)) / corners;
      const reach = radius * (0.7 + random() * 0.6);
      return [longitude + (reach * Math.cos(angle)) / Math.cos((latitude * Math.PI) / 180), latitude + reach * Math.sin(angle)];
    });
    ring.push(ring[0] as [number, number]);
    const day = new Date(Date.UTC(1992 + Math.floor(random() * 33), Math.floor(random() * 12), 1 + Math.floor(random() * 28)));
    const isHazard = random() < 0.55;
    const kinds = isHazard ? ['SHA', 'SHA', 'CHA'] : ['cancelled', 'reduced', 'cleared'];
    return {
      key: `${isHazard ? 'H' : 'R'}${index + 1}`,
      type: isHazard ? 'hazardous_area' : 'land_release',
      kind: kinds[Math.floor(random() * 3)] as string,
      day: day.toISOString().slice(0, 10),
      ring,
    };
  });
}

/** The hazards or the releases among the records, as a GeoJSON file that the import takes. */
export function beltFile(records: readonly BeltRecord[], type: BeltRecord['type']): string {
  const [day, kind] = type === 'hazardous_area' ? ['recorded_on', 'kind'] : ['completed_on', 'method'];
  const features = records
    .filter((record) => record.type === type)
    .map((record) => ({
      type: 'Feature',
      properties: { id: record.key, [day as string]: record.day, [kind as string]: record.kind },
      geometry: { type: 'Polygon', coordinates: [record.ring] },
    }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}
