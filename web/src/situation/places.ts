import type { PlaceItem } from '../../../server/places/contract.ts';

export type Box = [west: number, south: number, east: number, north: number];

/** The places of which one can go to the report, a line each, deeper ones below those that hold them. */
export interface PlaceChoice {
  code: string;
  depth: number;
}

/** All of the first level, and the way to what is chosen with what lies at and below its end: not all of thousands of communes. */
export function placeChoices(
  places: readonly PlaceItem[],
  chosen: string | null,
  nameOf: (place: PlaceItem) => string,
): PlaceChoice[] {
  const byCode = new Map(places.map((place) => [place.code, place]));
  const opened = new Set<string>();
  for (let code = chosen; code !== null; code = byCode.get(code)?.parent ?? null) opened.add(code);
  const choices: PlaceChoice[] = [];
  const visit = (parent: string | null, depth: number) => {
    const children = places.filter((place) => place.parent === parent && place.level !== null);
    children.sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
    for (const { code } of children) {
      choices.push({ code, depth });
      if (opened.has(code)) visit(code, depth + 1);
    }
  };
  visit(null, 0);
  return choices;
}

/** What holds all boxes; null: there are none. */
export function boxAround(boxes: readonly (readonly number[] | null)[]): Box | null {
  const known = boxes.filter((box): box is Box => box !== null);
  if (known.length === 0) return null;
  return [
    Math.min(...known.map(([west]) => west)),
    Math.min(...known.map(([, south]) => south)),
    Math.max(...known.map(([, , east]) => east)),
    Math.max(...known.map(([, , , north]) => north)),
  ];
}
