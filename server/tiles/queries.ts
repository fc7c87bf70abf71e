import type { Query } from '../database/connect.ts';
import type { TileLayer } from '../vocabulary.ts';
import { type EncodedFeature, encodeTile } from './encoder.ts';
import { BUFFER, boundsOf, CELLS_A_SIDE, EXTENT, type Tile } from './grid.ts';
import { LAYERS, type LayerQueries } from './layers.ts';

/**
 * A snapped shape without the rings that have lost their area, which vector tiles must not hold (specification 2.1, 4.3.3.3), and without the
 * holes of a shell that has. Null where nothing is left.
 */
const WITH_AREA = `case when is_point or ST_NRings(units) = 1 then units else (
      select ST_Collect(case when holes is null then ST_MakePolygon(shell) else ST_MakePolygon(shell, holes) end order by part)
      from (
        select part.path as part, (array_agg(ST_ExteriorRing(ring.geom)) filter (where ring.path[1] = 0))[1] as shell,
          array_agg(ST_ExteriorRing(ring.geom) order by ring.path) filter (where ring.path[1] > 0) as holes
        from ST_Dump(units) part, ST_DumpRings(part.geom) ring
        where ST_Area(ring.geom) > 0
        group by part.path
      ) polygon where shell is not null) end`;

/**
 * Shapes in tile units, the same on both databases: clipped to the buffered envelope (by rectangle: no overlay that an invalid shape
 * could stop), moved to tile units, snapped to whole ones. What collapses is drawn as a one-unit square: a hazard must never vanish.
 */
const inTileUnits = (layer: Pick<LayerQueries, 'shapes' | 'attributes'>) => `
  with shape as materialized (${layer.shapes}),
  clipped as materialized (
    select *, ST_Affine(ST_ClipByBox2D(geom_3857, $3::geometry::box2d), ${EXTENT} / $7::float8, 0, 0, -${EXTENT} / $7::float8,
      -$5::float8 * ${EXTENT} / $7::float8, $6::float8 * ${EXTENT} / $7::float8) as clip,
      -- the middle of what is in the tile, for what collapses
      round((greatest(ST_XMin(geom_3857), ST_XMin($3::geometry)) + least(ST_XMax(geom_3857), ST_XMax($3::geometry)) - 2 * $5::float8) / 2
        * ${EXTENT} / $7::float8) as middle_x,
      round((2 * $6::float8 - greatest(ST_YMin(geom_3857), ST_YMin($3::geometry)) - least(ST_YMax(geom_3857), ST_YMax($3::geometry))) / 2
        * ${EXTENT} / $7::float8) as middle_y,
      GeometryType(geom_3857) = 'POINT' as is_point
    from shape
  ),
  snapped as (
    select *, case when is_point then ST_SnapToGrid(clip, 1) else ST_CollectionExtract(ST_SnapToGrid(ST_CollectionExtract(clip, 3), 1), 3) end as units
    from clipped
  ),
  drawn as (
    select *, ${WITH_AREA} as drawn from snapped
  )
  select id, ${Object.keys(layer.attributes).join(', ')},
    ST_ForcePolygonCCW(case when is_point then drawn
      when drawn is null or ST_IsEmpty(drawn) or ST_Area(drawn) = 0 then ST_MakeEnvelope(middle_x, middle_y, middle_x + 1, middle_y + 1)
      else drawn end) as geom
  from drawn`;

/** Cells of the grid that lie in the tile: id, their square in tile units, count and measures. */
const inCells = (layer: LayerQueries) => `
  with cell as (
    select floor((ST_X(point_3857) - $5::float8) / $7::float8 * ${CELLS_A_SIDE})::integer as cell_x,
      floor(($6::float8 - ST_Y(point_3857)) / $7::float8 * ${CELLS_A_SIDE})::integer as cell_y,
      sum(count)::integer as count${layer.measures.map((measure) => `, sum(${measure}) as ${measure}`).join('')}
    from (${layer.grid}) counted
    group by 1, 2
  )
  select ($8::bigint + cell_x) * $10::bigint + $9::bigint + cell_y as id, count${layer.measures
    .map((measure) => `, nullif(${measure}, 0) as ${measure}`)
    .join('')},
    ST_ForcePolygonCCW(ST_MakeEnvelope(cell_x * 64, cell_y * 64, cell_x * 64 + 64, cell_y * 64 + 64)) as geom
  from cell order by id`;

function valuesOf(programmeId: number, { z, x, y }: Tile): { shapes: unknown[]; grid: unknown[] } {
  const { west, south, size } = boundsOf({ z, x, y });
  const margin = (size * BUFFER) / EXTENT;
  const envelope = (grown: number) =>
    `SRID=3857;POLYGON((${[
      [west - grown, south - grown],
      [west + size + grown, south - grown],
      [west + size + grown, south + size + grown],
      [west - grown, south + size + grown],
      [west - grown, south - grown],
    ]
      .map((corner) => corner.join(' '))
      .join(', ')}))`;
  const shapes = [programmeId, z, envelope(margin), envelope(0), west, south + size, size];
  return { shapes, grid: [...shapes, x * CELLS_A_SIDE, y * CELLS_A_SIDE, 2 ** (z + 6)] };
}

/**
 * A tile as the database sees it, encoded by PostGIS where it can (`ST_AsMVT`), by us where it cannot (the embedded database has no
 * protobuf). Selection, clipping and attributes are one text for both.
 */
export async function tileOf(
  query: Query,
  kind: 'embedded' | 'postgis',
  layer: TileLayer,
  programmeId: number,
  tile: Tile,
): Promise<Uint8Array> {
  const queries = LAYERS[layer];
  const values = valuesOf(programmeId, tile);
  const parts = [{ name: layer as string, text: inTileUnits(queries), values: values.shapes }];
  if (queries.grid !== null) parts.push({ name: `${layer}_grid`, text: inCells(queries), values: values.grid });
  if (queries.label !== undefined) {
    const { points: shapes, attributes } = queries.label;
    parts.push({ name: `${layer}_label`, text: inTileUnits({ shapes, attributes }), values: values.shapes });
  }
  const encoded: Uint8Array[] = [];
  for (const part of parts) {
    const used = part.values.map((value, index) => (part.text.includes(`$${index + 1}`) ? value : null));
    // a parameter that the text does not use has no type of its own
    const text = `with unused as (select ${part.values.map((_, index) => `$${index + 1}::${TYPES[index]}`).join(', ')}), content as (${part.text}) `;
    if (kind === 'postgis') {
      const [row] = await query<{ tile: Buffer }>(
        `${text} select ST_AsMVT(feature, '${part.name}', ${EXTENT}, 'geom', 'id') as tile
         from content feature`,
        used,
      );
      if (row !== undefined) encoded.push(row.tile);
    } else {
      const rows = await query<EncodedFeature>(`${text} select content.*, ST_AsTWKB(geom, 0) as twkb from content`, used);
      encoded.push(encodeTile(part.name, rows));
    }
  }
  return Buffer.concat(encoded);
}

const TYPES = ['integer', 'integer', 'text', 'text', 'float8', 'float8', 'float8', 'bigint', 'bigint', 'bigint'];
