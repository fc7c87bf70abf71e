import type { TileLayer } from '../vocabulary.ts';

/**
 * What each layer shows, as SQL over the views an audience sees. Parameters: $1 programme, $2 zoom, $3 the buffered envelope of the tile
 * and $4 the tile itself in EPSG:3857, $5 its west and $6 its north edge and $7 its size in metres.
 *
 * `shapes` answers rows `id, geom_3857, …attributes` that meet the buffered envelope; `grid` answers rows
 * `point_3857, …measures` inside the tile, to be added up by cell.
 */
export interface LayerQueries {
  shapes: string;
  /** Attributes of a shape: name and SQL type as vector tiles and TileJSON know it. */
  attributes: Record<string, 'Number' | 'String' | 'Boolean'>;
  grid: string | null;
  /** Sums over the rows of a cell, beside `count`. */
  measures: readonly string[];
  /** Rows `id, geom_3857, …attributes` with a point inside the tile (so in one tile only): where a shape's name goes. */
  label?: { points: string; attributes: Record<string, 'Number' | 'String'> };
}

const STILL = 2147483647;
const EPOCH = `date '1970-01-01'`;

const inTile = (point: string) => `${point} && $4::geometry
  and ST_X(${point}) >= $5 and ST_X(${point}) < $5 + $7 and ST_Y(${point}) <= $6 and ST_Y(${point}) > $6 - $7`;

export const LAYERS: Record<TileLayer, LayerQueries> = {
  // a shape is a span: the time slider chooses among the spans of a face without asking the server
  land: {
    shapes: `select ledger_span_id as id, face.geom_3857, face_id as face, state, from_day - ${EPOCH} as from_day,
        coalesce(to_day - ${EPOCH}, ${STILL}) as to_day, ledger_span.area_m2::float8 as area_m2, nullif(undated, false) as undated,
        place.code as place, operator.code as operator, ledger_span.ordnance_mask as ordnance
      from face join ledger_span using (face_id)
      left join place on place.place_id = ledger_span.place_id
      left join operator on operator.operator_id = ledger_span.operator_id
      where face.programme_id = $1 and polygon_zoom <= $2 and face.geom_3857 && $3::geometry and ST_Intersects(face.geom_3857, $3::geometry)
      order by ledger_span_id`,
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
    grid: `select point_3857, 1 as count, 0::float8 as m2, 0::float8 as outside_m2
      from ledger_record
      where programme_id = $1 and record_type = 'hazardous_area' and polygon_zoom > $2 and ${inTile('point_3857')}
      union all
      select point_3857, 0, case when has_hazard then area_m2 else 0 end::float8, case when has_hazard then 0 else area_m2 end::float8
      from face where programme_id = $1 and polygon_zoom > $2 and geom_3857 && $4::geometry and ${inTile('point_3857')}`,
    measures: ['m2', 'outside_m2'],
  },
  hazardous_areas: {
    shapes: `select hazardous_area_id as id, geom_3857, local_id, kind, day - ${EPOCH} as from_day,
        coalesce(closed_day - ${EPOCH}, ${STILL}) as to_day, area_m2::float8 as area_m2, nullif(ledger_record.undated, false) as undated
      from hazardous_area join ledger_record on (record_type, record_id) = ('hazardous_area', hazardous_area_id)
      where hazardous_area.programme_id = $1 and hazardous_area.polygon_zoom <= $2
        and geom_3857 && $3::geometry and ST_Intersects(geom_3857, $3::geometry)
      order by hazardous_area_id`,
    attributes: {
      local_id: 'String',
      kind: 'String',
      from_day: 'Number',
      to_day: 'Number',
      area_m2: 'Number',
      undated: 'Boolean',
    },
    grid: `select point_3857, 1 as count, hazardous_area.area_m2::float8 as m2
      from ledger_record join hazardous_area on hazardous_area_id = record_id
      where ledger_record.programme_id = $1 and record_type = 'hazardous_area' and coalesce(hazardous_area.polygon_zoom, 32767) > $2
        and ${inTile('point_3857')}`,
    measures: ['m2'],
  },
  land_releases: {
    shapes: `select land_release_id as id, geom_3857, local_id, method, status, day - ${EPOCH} as day, area_m2::float8 as area_m2,
        nullif(ledger_record.undated, false) as undated
      from land_release join ledger_record on (record_type, record_id) = ('land_release', land_release_id)
      where land_release.programme_id = $1 and land_release.polygon_zoom <= $2
        and geom_3857 && $3::geometry and ST_Intersects(geom_3857, $3::geometry)
      order by land_release_id`,
    attributes: { local_id: 'String', method: 'String', status: 'String', day: 'Number', area_m2: 'Number', undated: 'Boolean' },
    grid: `select point_3857, 1 as count, land_release.area_m2::float8 as m2
      from ledger_record join land_release on land_release_id = record_id
      where ledger_record.programme_id = $1 and record_type = 'land_release' and coalesce(land_release.polygon_zoom, 32767) > $2
        and ${inTile('point_3857')}`,
    measures: ['m2'],
  },
  accidents: {
    shapes: `select accident_id as id, geom_3857, occurred_on - ${EPOCH} as day, killed_count as killed,
        case when injured_count is not null or amputated_count is not null then coalesce(injured_count, 0) + coalesce(amputated_count, 0) end as injured
      from accident
      where programme_id = $1 and $2 >= 8 and geom_3857 && $3::geometry
      order by accident_id`,
    attributes: { day: 'Number', killed: 'Number', injured: 'Number' },
    grid: `select geom_3857 as point_3857, 1 as count, coalesce(killed_count, 0)::float8 as killed,
        (coalesce(injured_count, 0) + coalesce(amputated_count, 0))::float8 as injured
      from accident where programme_id = $1 and $2 < 8 and ${inTile('geom_3857')}`,
    measures: ['killed', 'injured'],
  },
  places: {
    shapes: `select place_id as id, geom_3857, code, name, level
      from place where programme_id = $1 and $2 >= 0 and geom_3857 && $3::geometry and ST_Intersects(geom_3857, $3::geometry)
      order by place_id`,
    attributes: { code: 'String', name: 'String', level: 'Number' },
    grid: null,
    measures: [],
    // the middle where it lies inside; districts and communes from where there is room for their names
    label: {
      points: `select place_id as id, point_3857 as geom_3857, code, name, level, names->>'en' as name_en, names->>'fr' as name_fr, names->>'km' as name_km
        from place cross join lateral (select ST_Centroid(geom_3857) as middle) centroid
        cross join lateral (select case when ST_Intersects(geom_3857, middle) then middle else ST_PointOnSurface(geom_3857) end as point_3857) named
        where programme_id = $1 and (level = 1 or $2 >= 4 + 2 * level) and geom_3857 && $4::geometry and ${inTile('point_3857')}
        order by place_id`,
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
