import { type DataType, Float64, Int16, Int32, Uint8 } from 'apache-arrow';
import { writeArrow } from '../../server/arrow.ts';
import { STILL } from '../../server/engine/columns.ts';
import { LAND_STATES } from '../../server/vocabulary.ts';
import { LEDGER_COLUMNS } from '../../web/src/api/columns.ts';
import { randomNumbers } from '../generate/belt.ts';

type Values = Int32Array | Int16Array | Uint8Array | Float64Array;
const int32 = [new Int32(), (length: number) => new Int32Array(length)] as const;
const int16 = [new Int16(), (length: number) => new Int16Array(length)] as const;
const uint8 = [new Uint8(), (length: number) => new Uint8Array(length)] as const;

/** As server/land/columns.ts has them: the same names, types and order; what the page asks for is sent. */
const COLUMNS: readonly (readonly [name: string, type: DataType, make: (length: number) => Values])[] = [
  ['span', ...int32],
  ['face', ...int32],
  ['state', ...uint8],
  ['from_day', ...int32],
  ['to_day', ...int32],
  ['area', new Float64(), (length) => new Float64Array(length)],
  ['place', ...int16],
  ['operator', ...int16],
  ['ordnance', ...uint8],
  ['undated', ...uint8],
  ['x', ...int32],
  ['y', ...int32],
  ['polygon_zoom', ...uint8],
  ['hazardous_area', ...int32],
  ['land_release', ...int32],
];

/** How a programme's ground lies. */
export interface Profile {
  /** Faces of a cluster, at most. */
  faces: number;
  /** Hazards of a cluster, at most. */
  hazards: number;
  /** Share of hazards that change state before they are released. */
  changing: number;
  /** Degrees × 1e7 between the faces of a cluster; logarithm of a face's hundredths of m². */
  spread: number;
  logArea: number;
}

/** The ratios of the demonstration programme: some 2 spans a face, 12 a hazard; faces some 60 m apart, half of them below 3,600 m². */
export const OVERLAPPING: Profile = { faces: 18, hazards: 2, changing: 0.6, spread: 8000, logArea: 12.8 };
/** Ground that is surveyed and released once: hardly two spans have anything in common. */
export const SCATTERED: Profile = { faces: 10, hazards: 3, changing: 0, spread: 40_000, logArea: 14.5 };

/**
 * `ledger.arrow` of a made-up programme, in the order in which the ledger writes it: cluster by cluster, face by face, a face's
 * spans in turn. A cluster is a few hazards and releases that share ground, a face lies within some hundred metres of the others.
 */
export function syntheticLedger(length: number, profile: Profile): Uint8Array {
  const random = randomNumbers(7);
  const below = (count: number) => Math.floor(random() * count);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const values = Object.fromEntries(COLUMNS.map(([name, , make]) => [name, make(length)])) as Record<string, Int32Array>;
  let span = 0;
  let face = 0;
  let records = 0;
  const nextRecord = () => {
    records += 1;
    return records;
  };
  const spell = (day: number) => ({ day, changed: day + 1 + below(3000) });
  const add = (row: Record<string, number>) => {
    if (span === length) return;
    for (const name in row) (values[name] as Int32Array)[span] = row[name] as number;
    (values.span as Int32Array)[span] = span + 1;
    span += 1;
  };
  while (span < length) {
    const ground = { place: 1 + below(200), ordnance: 1 + below(12) };
    const [longitude, latitude] = [1.023e9 + below(5e7), 1.08e8 + below(3.6e7)];
    const hazards = Array.from({ length: 1 + below(profile.hazards) }, () => ({
      id: nextRecord(),
      ...spell(8000 + below(9000)),
      operator: 1 + below(14),
      state: below(2),
    }));
    const releases = Array.from({ length: below(4) }, () => ({
      id: nextRecord(),
      day: 12_000 + below(8500),
      operator: 1 + below(14),
      state: 2 + below(3),
    }));
    for (let piece = 1 + below(profile.faces); piece > 0; piece -= 1) {
      face += 1;
      const area = Math.max(1, Math.round(Math.exp(profile.logArea + normal() * 1.8)));
      const own = {
        ...{ ...ground, face, area, undated: 0, polygon_zoom: Math.max(6, 14 - Math.floor(Math.log(area) / 3)) },
        ...{ x: longitude + Math.round(normal() * profile.spread), y: latitude + Math.round(normal() * profile.spread) },
      };
      const hazard = random() < 0.8 ? hazards[below(hazards.length)] : undefined;
      const release = releases.length === 0 || random() < 0.2 ? undefined : releases[below(releases.length)];
      const released = release && Math.max(release.day, (hazard?.day ?? 0) + 1);
      if (hazard !== undefined) {
        const of = { ...own, operator: hazard.operator, hazardous_area: hazard.id, land_release: 0 };
        const changes = random() < profile.changing && (released ?? STILL) > hazard.changed ? hazard.changed : undefined;
        add({ ...of, state: hazard.state, from_day: hazard.day, to_day: changes ?? released ?? STILL });
        if (changes !== undefined) add({ ...of, state: 1 - hazard.state, from_day: changes, to_day: released ?? STILL });
      }
      if (release !== undefined)
        add({
          ...{
            ...own,
            state: hazard === undefined ? release.state + LAND_STATES.indexOf('outside_cancelled') - 2 : release.state,
          },
          ...{ from_day: released as number, to_day: STILL, operator: release.operator },
          ...{ hazardous_area: hazard?.id ?? 0, land_release: release.id },
        });
    }
  }
  const places = JSON.stringify(['none', ...Array.from({ length: 200 }, (_, index) => `KH-${index}`)]);
  return writeArrow(
    COLUMNS.filter(([name]) => LEDGER_COLUMNS.includes(name)).map(
      ([name, type]) => [name, type, values[name] as Int32Array] as const,
    ),
    {
      programme: 'KHM',
      data_version: '1',
      places,
      operators: JSON.stringify(Array.from({ length: 15 }, (_, index) => `O${index}`)),
    },
  );
}
