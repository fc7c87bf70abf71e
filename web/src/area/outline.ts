/** Rings of [longitude, latitude] in degrees, the last position as the first; the first ring of a polygon is its shell. */
export type Ring = [number, number][];
export type Polygons = Ring[][];

/** Positions of a drawn area lie on a grid of 1e-5 degrees (about a metre): what the address holds is what is counted. */
const GRID = 1e5;
/** Six bits a letter, none of which an address must escape. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** More than the server cuts by. */
export const MOST_POSITIONS = 2000;

const onGrid = (degrees: number): number => Math.round(degrees * GRID);

/** Positions as the address can hold them; those that fall on the one before are left out, rings that enclose nothing too. */
export function snapped(polygons: Polygons): Polygons {
  const ringOf = (ring: Ring): Ring =>
    ring
      .map(([longitude, latitude]): [number, number] => [onGrid(longitude) / GRID, onGrid(latitude) / GRID])
      .filter(([x, y], index, all) => index === 0 || x !== all[index - 1]?.[0] || y !== all[index - 1]?.[1]);
  return polygons
    .map((rings) => rings.map(ringOf).filter((ring, index) => index === 0 || ring.length >= 4))
    .filter(([shell]) => shell !== undefined && shell.length >= 4 && !isFlat(shell));
}

/** All positions lie on one line: nothing is enclosed. */
function isFlat(ring: Ring): boolean {
  const [[x, y], [nextX, nextY]] = ring as unknown as [[number, number], [number, number]];
  return ring.every(
    ([longitude, latitude]) => Math.abs((longitude - x) * (nextY - y) - (latitude - y) * (nextX - x)) * GRID * GRID < 0.5,
  );
}

export const positionsIn = (polygons: Polygons): number => polygons.flat().reduce((sum, { length }) => sum + length, 0);

/** A number in letters: five bits each from the lowest on, the sixth says that more follow (as in Google's encoded polylines). */
function encodeNumber(value: number): string {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let text = '';
  while (rest >= 32) {
    text += LETTERS[32 + (rest % 32)];
    rest = Math.floor(rest / 32);
  }
  return text + LETTERS[rest];
}

/** Snapped polygons in letters: rings end with `.`, polygons with `*`; a ring's last position goes without saying. */
export function encodeOutline(polygons: Polygons): string {
  let [x, y] = [0, 0];
  const ringText = (ring: Ring): string =>
    ring
      .slice(0, -1)
      .map(([longitude, latitude]) => {
        const [nextX, nextY] = [onGrid(longitude), onGrid(latitude)];
        const text = encodeNumber(nextX - x) + encodeNumber(nextY - y);
        [x, y] = [nextX, nextY];
        return text;
      })
      .join('');
  return polygons.map((rings) => rings.map(ringText).join('.')).join('*');
}

/** What `encodeOutline` made; null where the text is none of its. */
export function decodeOutline(text: string): Polygons | null {
  let [x, y] = [0, 0];
  const polygons: Polygons = [];
  for (const polygonText of text.split('*')) {
    const rings: Ring[] = [];
    for (const ringText of polygonText.split('.')) {
      const numbers = decodeNumbers(ringText);
      if (numbers === null || numbers.length < 6 || numbers.length % 2 !== 0) return null;
      const ring: Ring = [];
      for (let index = 0; index < numbers.length; index += 2) {
        x += numbers[index] as number;
        y += numbers[index + 1] as number;
        if (Math.abs(x) > 180 * GRID || Math.abs(y) > 90 * GRID) return null;
        ring.push([x / GRID, y / GRID]);
      }
      ring.push([...(ring[0] as [number, number])]);
      rings.push(ring);
    }
    polygons.push(rings);
  }
  return positionsIn(polygons) > MOST_POSITIONS ? null : polygons;
}

function decodeNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  let [value, place] = [0, 1];
  for (const letter of text) {
    const bits = LETTERS.indexOf(letter);
    if (bits < 0 || place > 2 ** 45) return null;
    value += (bits % 32) * place;
    place *= 32;
    if (bits >= 32) continue;
    numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
    [value, place] = [0, 1];
  }
  return place === 1 ? numbers : null;
}
