import geodesic from 'geographiclib-geodesic';

/** As the server measures: edges are straight in longitude and latitude, so a long one gets positions in between. */
const STEP_DEGREES = 0.001;

function ringSquareMetres(ring: readonly (readonly number[])[]): number {
  const polygon = geodesic.Geodesic.WGS84.Polygon(false);
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [x, y] = ring[index] as [number, number];
    const [nextX, nextY] = ring[index + 1] as [number, number];
    const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / STEP_DEGREES));
    for (let step = 0; step < steps; step += 1)
      polygon.AddPoint(y + ((nextY - y) * step) / steps, x + ((nextX - x) * step) / steps);
  }
  return Math.abs(polygon.Compute(false, true).area ?? 0);
}

/** Geodesic area in m² on the WGS84 ellipsoid, by GeographicLib. @param polygons valid, with closed rings. */
export const squareMetresOf = (polygons: readonly (readonly (readonly (readonly number[])[])[])[]): number =>
  polygons.reduce(
    (sum, [shell, ...holes]) =>
      sum + ringSquareMetres(shell ?? []) - holes.reduce((inner, hole) => inner + ringSquareMetres(hole), 0),
    0,
  );
