import { Problem } from '../../problems.ts';
import type { Note } from '../issues.ts';

/** A record as a file holds it, before anything is made of it. */
export interface SourceRecord {
  /** 1-based position in the file. */
  number: number;
  /** Where a person finds it: `feature 12`, `line 13`. */
  label: string;
  properties: Record<string, unknown>;
  /** GeoJSON geometry, unchecked; null: none. */
  geometry: unknown;
  /** The `id` that a GeoJSON feature carries beside its properties. */
  featureId?: string;
  /** How a file of separated values writes numbers: its separator, its coordinates as text. */
  written?: { separator: string; coordinates: readonly string[] };
  /** Why this record alone cannot be read. */
  fault?: Note;
}

/** What a file says of itself beside its records; known once the first record is read. */
export interface Saying {
  /** Column → the tag of the Humanitarian Exchange Language that stands under it. */
  tags: Map<string, string>;
  /** What whoever imports it should know, and how it was read, a sentence each. */
  unclear: string[];
  conventions: string[];
}

export const newSaying = (): Saying => ({ tags: new Map(), unclear: [], conventions: [] });

export interface Source {
  format: 'geojson' | 'csv';
  saying: Saying;
  records: Iterable<SourceRecord>;
  /** In what words the file says that it is only a part of a list; complete once its records are read. */
  signsOfPart: readonly string[];
}

/** The whole file cannot be taken: one sentence that says what was found and what would be right. */
export const unreadable = (sentence: string): Problem => new Problem(422, 'Unreadable file', sentence, 'file');

const WGS84_NAME = /(CRS84h?|EPSG:+[\d.]*:?(4326|4979)|WGS ?_?84)$/i;

/** @throws Problem where a coordinate system is named that is not WGS84 longitude and latitude. */
export function requireWgs84(name: string): void {
  if (WGS84_NAME.test(name.trim())) return;
  throw unreadable(
    `The coordinates are in ${name}, but Landclear takes WGS84 longitude and latitude (EPSG:4326) only: convert the file first, for example with ogr2ogr -t_srs EPSG:4326 converted.geojson FILE.`,
  );
}
