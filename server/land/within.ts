/** How much of each face lies within a drawn area, hundredths of m²; faces that are not named lie outside. */
export type WithinByFace = ReadonlyMap<number, number>;

/** Columns with what lies within a drawn area as their area; 0: outside. Still whole hundredths, so that they add up without rounding. */
export function within<Columns extends { length: number; face: Int32Array; area: Float64Array }>(
  columns: Columns,
  area: WithinByFace,
): Columns {
  const cut = new Float64Array(columns.length);
  for (let index = 0; index < columns.length; index += 1) cut[index] = area.get(columns.face[index] as number) ?? 0;
  return { ...columns, area: cut };
}
