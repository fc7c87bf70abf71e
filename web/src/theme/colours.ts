import type { LandState } from '../../../server/vocabulary.ts';

export type Scheme = 'light' | 'dark';

/** Checked for normal, protan, deutan and tritan sight: OKLab distance between any two at least 0.08. */
const METHODS = {
  light: { cancelled: '#c2d2da', reduced: '#58a7be', cleared: '#0b5f6e' },
  dark: { cancelled: '#4a606c', reduced: '#2f8fab', cleared: '#93e3ee' },
} as const;

export const STATE_COLOURS: Record<Scheme, Record<LandState, string>> = {
  light: {
    suspected: '#e39a1f',
    confirmed: '#b92d16',
    ...METHODS.light,
    closed: '#a1907c',
    outside_cancelled: METHODS.light.cancelled,
    outside_reduced: METHODS.light.reduced,
    outside_cleared: METHODS.light.cleared,
  },
  dark: {
    suspected: '#f2b84b',
    confirmed: '#e8492b',
    ...METHODS.dark,
    closed: '#a08f7d',
    outside_cancelled: METHODS.dark.cancelled,
    outside_reduced: METHODS.dark.reduced,
    outside_cleared: METHODS.dark.cleared,
  },
};

export const GROUND: Record<Scheme, { ground: string; sea: string; border: string; place: string }> = {
  light: { ground: '#f6f5f1', sea: '#dfe7ea', border: '#b9b4a9', place: '#6b675f' },
  dark: { ground: '#14181c', sea: '#0d1114', border: '#3a4046', place: '#9aa0a6' },
};

/** What a street map draws on the ground: paler than any land, and no colour of it. */
export const STREETS: Record<
  Scheme,
  {
    green: string;
    built: string;
    house: string;
    river: string;
    road: string;
    smallRoad: string;
    track: string;
    waterName: string;
  }
> = {
  light: {
    green: '#eceee2',
    built: '#efece6',
    house: '#dfdad0',
    river: '#c3d3da',
    road: '#bbb3a2',
    smallRoad: '#d0c9ba',
    track: '#bdb5a5',
    waterName: '#5f7a86',
  },
  dark: {
    green: '#171d1a',
    built: '#191d21',
    house: '#262b30',
    river: '#20303a',
    road: '#4a5158',
    smallRoad: '#333a40',
    track: '#434a51',
    waterName: '#6f8c99',
  },
};

/** Accidents: a family that is no land colour. Few to many. */
export const ACCIDENT_COLOURS: Record<Scheme, [number, number, number][]> = {
  light: [
    [251, 230, 242],
    [224, 123, 181],
    [161, 33, 126],
    [76, 10, 69],
  ],
  dark: [
    [76, 10, 69],
    [161, 33, 126],
    [224, 123, 181],
    [251, 230, 242],
  ],
};

/** Of the same family for hexagons: one accident must be seen on the ground by itself, so the faintest is stronger. */
export const HEXAGON_COLOURS: Record<Scheme, [number, number, number][]> = {
  light: [[240, 178, 214], ...ACCIDENT_COLOURS.light.slice(1)],
  dark: [[110, 28, 98], ...ACCIDENT_COLOURS.dark.slice(1)],
};
