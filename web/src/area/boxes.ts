export type Box = readonly [west: number, south: number, east: number, north: number];

export const boxesMeet = (one: Box, other: Box): boolean =>
  one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
