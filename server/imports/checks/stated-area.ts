import type { Query } from '../../database/database.ts';
import type { ImportEntity } from '../../vocabulary.ts';
import { slices } from '../chunks.ts';
import { splitKey } from '../history/keys.ts';
import { type Note, note } from '../issues.ts';
import type { PreparedRecord } from '../prepare.ts';

/** Beyond this, one of the two areas is wrong. */
const FAR_FACTOR = 3;
/** From so many records on, what most of them say is said of the file. */
const FEWEST_FOR_FILE = 3;

/** What the stated area is of the mapped one, where a unit was taken for another. */
const MISTAKES: readonly { ratio: number; why: string }[] = [
  { ratio: 1e-6, why: 'km² taken for m²?' },
  { ratio: 1e-4, why: 'hectares taken for m²?' },
  { ratio: 1 / 1600, why: 'rai taken for m²?' },
  { ratio: 1e-3, why: 'dunams taken for m², or a decimal sign for thousands?' },
  { ratio: 1e-2, why: 'km² taken for hectares?' },
  { ratio: 1e2, why: 'hectares taken for km²?' },
  { ratio: 1e3, why: 'thousands taken for decimals, or m² for dunams?' },
  { ratio: 1600, why: 'm² taken for rai?' },
  { ratio: 1e4, why: 'm² taken for hectares?' },
  { ratio: 1e6, why: 'm² taken for km²?' },
];

const figure = (value: number): string =>
  (value < 100 ? Number(value.toPrecision(3)) : Math.round(value))
    .toLocaleString('en', { maximumFractionDigits: 9 })
    .replaceAll(',', ' ');

/** What may have been mistaken, within a tenth; null: nothing that is known. */
function mistakeOf(ratio: number): string | null {
  const near = (wanted: number) => Math.abs(ratio / wanted - 1) < 0.1;
  const known = MISTAKES.find((mistake) => near(mistake.ratio));
  if (known !== undefined) {
    const factor = known.ratio < 1 ? 1 / known.ratio : known.ratio;
    return `like a factor of ${Math.round(factor)}: ${known.why}`;
  }
  const power = Math.round(Math.log10(ratio));
  return power !== 0 && near(10 ** power) ? `like a factor of ${10 ** Math.abs(power)}: a decimal sign out of place?` : null;
}

/** How often the larger holds the smaller. */
const factorOf = (ratio: number): number => (ratio < 1 ? 1 / ratio : ratio);

/** Both in square metres: of a record, and of all rows of its local id, which may each state the whole. */
interface Areas {
  stated: number;
  mapped: number;
  mappedTogether: number;
}

/** The remark on one record; null where the two areas are not far from each other. A stated area of 0 states none. */
export function noteOnAreas({ stated, mapped, mappedTogether }: Areas): { note: Note; mistake: string | null } | null {
  const ratio = stated / mapped;
  if (factorOf(ratio) <= FAR_FACTOR || factorOf(stated / mappedTogether) <= FAR_FACTOR) return null;
  const mistake = mistakeOf(ratio);
  const message = `It states ${figure(stated)} m², but ${figure(mapped)} m² are mapped: ${ratio < 1 ? 'less' : 'more'} by a factor of ${figure(factorOf(ratio))}${mistake === null ? '' : `, ${mistake}`}. What is mapped counts.`;
  return { note: note('flagged', 'stated_m2', 'stated_far_from_mapped', message), mistake };
}

/** Said of the file where more than half of its records are far. */
export function remarkOnAreas(compared: number, mistakes: readonly (string | null)[]): string[] {
  if (compared < FEWEST_FOR_FILE || mistakes.length * 2 <= compared) return [];
  const often = new Map<string, number>();
  for (const mistake of mistakes) if (mistake !== null) often.set(mistake, (often.get(mistake) ?? 0) + 1);
  const [most] = [...often].sort(([, first], [, second]) => second - first);
  const why = most === undefined ? '' : `, ${most[1]} of them ${most[0]}`;
  return [
    `The stated area is far from the mapped one in ${mistakes.length} of ${compared} records that have both${why}${why.endsWith('?') ? '' : '.'} Look at the unit and the decimal sign of its column.`,
  ];
}

/** Compares what the records state with what is drawn, as stored and repaired: remarks by content hash, and on the file. */
export async function compareStatedAreas(
  query: Query,
  programmeId: number,
  entity: ImportEntity,
  records: readonly PreparedRecord[],
): Promise<{ notes: Map<string, Note[]>; remarks: string[] }> {
  const stating = records.filter(({ content, geometry }) => Number(content.stated_m2 ?? 0) > 0 && geometry.isPolygon);
  const mapped = new Map<string, number>();
  for (const hashes of slices([...new Set(stating.map(({ contentHash }) => contentHash))])) {
    const rows = await query<{ content_hash: string; mapped: number }>(
      `select content_hash, geodesic_area_m2(geom)::float8 as mapped from record_revision
       where programme_id = $1 and entity = $2 and content_hash = any($3) and geom is not null`,
      [programmeId, entity, hashes],
    );
    for (const row of rows) if (row.mapped > 0) mapped.set(row.content_hash, row.mapped);
  }
  const together = new Map<string, number>();
  for (const { key, contentHash } of stating) {
    const { base } = splitKey(entity, key);
    together.set(base, (together.get(base) ?? 0) + (mapped.get(contentHash) ?? 0));
  }
  const notes = new Map<string, Note[]>();
  const mistakes: (string | null)[] = [];
  let compared = 0;
  for (const { key, contentHash, content } of stating) {
    const own = mapped.get(contentHash);
    if (own === undefined) continue;
    compared += 1;
    const mappedTogether = together.get(splitKey(entity, key).base) as number;
    const far = noteOnAreas({ stated: Number(content.stated_m2), mapped: own, mappedTogether });
    if (far === null) continue;
    mistakes.push(far.mistake);
    notes.set(contentHash, [far.note]);
  }
  return { notes, remarks: remarkOnAreas(compared, mistakes) };
}
