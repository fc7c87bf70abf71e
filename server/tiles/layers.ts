import type { TileLayer } from '../vocabulary.ts';

type Attributes = Record<string, 'Number' | 'String' | 'Boolean'>;

/** Rows `id, geom_3857, …attributes` to draw. */
export interface ShapeQuery {
  shapes: string;
  geometry: 'point' | 'polygon';
  /** Name and type as vector tiles and TileJSON know it. */
  attributes: Attributes;
}

/** What each layer shows, as SQL over the views an audience sees; `{name}` is a value of the tile: values.ts. */
export interface LayerQueries extends ShapeQuery {
  /** Rows `cell_x, cell_y` (within the tile), `count`, …measures: what is too small to be drawn as itself. */
  grid: string | null;
  /** Sums over what a cell holds, beside `count`. */
  measures: readonly string[];
  /** A point a name, inside the tile (so in one tile only): where a shape's name goes. */
  label?: ShapeQuery;
}

const STILL = 2147483647;
const EPOCH = `date '1970-01-01'`;

/** Whether a shape meets the buffered tile; most lie within it, which takes no overlay to see. */
const meetsTile = `geom_3857 && {buffered} and case when geom_3857 @ {buffered} then true else ST_Intersects(geom_3857, {buffered}) end`;

const inTile = (point: string) => `${point} && {tile}
  and ST_X(${point}) >= {west} and ST_X(${point}) < {east} and ST_Y(${point}) <= {north} and ST_Y(${point}) > {south}`;

/** The cells that were added up when the ledger was written. */
const writtenCells = (layer: TileLayer, measures: Record<string, string>) => `
  select cell_x, cell_y, count${Object.entries(measures)
    .map(([name, hundredths]) => `, nullif(${hundredths}, 0) / 100::float8 as ${name}`)
    .join('')}
  from tile_cell
  where programme_id = {programme} and layer = '${layer}' and z = {zoom} and tile_x = {x} and tile_y = {y}`;

export const LAYERS: Record<TileLayer, LayerQueries> = {
  // a shape is a span: the time slider chooses among the spans of a face without asking the server
  land: {
    shapes: `select ledger_span_id as id, geom_3857, face_id as face, state, from_day, to_day, area_m2, undated, place, operator,
        ordnance_mask as ordnance
      from tile_span where programme_id = {programme} and polygon_zoom <= {zoom} and ${meetsTile}`,
    geometry: 'polygon',
    // place, operator (codes) and ordnance (bits) are what the page filters by
    attributes: {
      face: 'Number',
      state: 'String',
      from_day: 'Number',
      to_day: 'Number',
      area_m2: 'Number',
      undated: 'Boolean',
      place: 'String',
      operator: 'String',
      ordnance: 'Number',
    },
    // hazards none of whose faces is drawn as itself are counted; small faces give their ground
    grid: writtenCells('land', { m2: 'hundredths', outside_m2: 'outside_hundredths' }),
    measures: ['m2', 'outside_m2'],
  },
  hazardous_areas: {
    shapes: `select hazardous_area_id as id, geom_3857, local_id, kind, day - ${EPOCH} as from_day,
        coalesce(closed_day - ${EPOCH}, ${STILL}) as to_day, area_m2::float8 as area_m2, nullif(ledger_record.undated, false) as undated
      from hazardous_area join ledger_record on (record_type, record_id) = ('hazardous_area', hazardous_area_id)
      where hazardous_area.programme_id = {programme} and hazardous_area.polygon_zoom <= {zoom} and ${meetsTile}`,
    geometry: 'polygon',
    attributes: {
      local_id: 'String',
      kind: 'String',
      from_day: 'Number',
      to_day: 'Number',
      area_m2: 'Number',
      undated: 'Boolean',
    },
    grid: writtenCells('hazardous_areas', { m2: 'hundredths' }),
    measures: ['m2'],
  },
  land_releases: {
    shapes: `select land_release_id as id, geom_3857, local_id, method, status, day - ${EPOCH} as day, area_m2::float8 as area_m2,
        nullif(ledger_record.undated, false) as undated
      from land_release join ledger_record on (record_type, record_id) = ('land_release', land_release_id)
      where land_release.programme_id = {programme} and land_release.polygon_zoom <= {zoom} and ${meetsTile}`,
    geometry: 'polygon',
    attributes: { local_id: 'String', method: 'String', status: 'String', day: 'Number', area_m2: 'Number', undated: 'Boolean' },
    grid: writtenCells('land_releases', { m2: 'hundredths' }),
    measures: ['m2'],
  },
  accidents: {
    shapes: `select accident_id as id, geom_3857, occurred_on - ${EPOCH} as day, killed_count as killed,
        case when injured_count is not null or amputated_count is not null then coalesce(injured_count, 0) + coalesce(amputated_count, 0) end as injured
      from accident
      where programme_id = {programme} and {zoom} >= 8 and geom_3857 && {buffered}`,
    geometry: 'point',
    attributes: { day: 'Number', killed: 'Number', injured: 'Number' },
    grid: `select floor((ST_X(geom_3857) - {west}) / {size} * 64)::integer as cell_x,
        floor(({north} - ST_Y(geom_3857)) / {size} * 64)::integer as cell_y, count(*)::integer as count,
        nullif(sum(coalesce(killed_count, 0)), 0)::float8 as killed,
        nullif(sum(coalesce(injured_count, 0) + coalesce(amputated_count, 0)), 0)::float8 as injured
      from accident where programme_id = {programme} and {zoom} < 8 and ${inTile('geom_3857')}
      group by 1, 2`,
    measures: ['killed', 'injured'],
  },
  places: {
    shapes: `select place_id as id, geom_3857, code, name, level from place where programme_id = {programme} and ${meetsTile}`,
    geometry: 'polygon',
    attributes: { code: 'String', name: 'String', level: 'Number' },
    grid: null,
    measures: [],
    // the middle where it lies inside; districts and communes from where there is room for their names
    label: {
      shapes: `select place_id as id, point_3857 as geom_3857, code, name, level, names->>'en' as name_en, names->>'fr' as name_fr, names->>'km' as name_km
        from place cross join lateral (select ST_Centroid(geom_3857) as middle) centroid
        cross join lateral (select case when ST_Intersects(geom_3857, middle) then middle else ST_PointOnSurface(geom_3857) end as point_3857) named
        where programme_id = {programme} and (level = 1 or {zoom} >= 4 + 2 * level) and geom_3857 && {tile} and ${inTile('point_3857')}
        order by place_id`,
      geometry: 'point',
      attributes: {
        code: 'String',
        name: 'String',
        level: 'Number',
        name_en: 'String',
        name_fr: 'String',
        name_km: 'String',
      },
    },
  },
};
