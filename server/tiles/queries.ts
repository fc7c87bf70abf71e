import type { Query } from '../database/database.ts';
import { oneStatement } from '../database/one-trip.ts';
import { VersionMoved } from '../programmes.ts';
import type { TileLayer } from '../vocabulary.ts';
import { type EncodedFeature, encodeTile } from './encoder.ts';
import { EXTENT, type Tile } from './grid.ts';
import { LAYERS, type LayerQueries, type ShapeQuery } from './layers.ts';
import { valuesOf, withValues } from './values.ts';

/**
 * In whole tile units. PostGIS has shorter forms of these two functions and of others here, which are SQL themselves: the planner would
 * read their text anew in each statement.
 */
const snapped = (geometry: string) =>
  `ST_SnapToGrid(ST_Affine(${geometry}, {scale}, 0, 0, 0, -{scale}, 0, 0, 0, 1, {move_x}, {move_y}, 0), 0, 0, 1, 1)`;

const columnsOf = (attributes: Record<string, unknown>) => ['id', ...Object.keys(attributes)].join(', ');

/**
 * Shapes in tile units, the same on both databases: clipped to the buffered tile where they reach out of it (by rectangle: no overlay
 * that an invalid shape could stop), moved to tile units, snapped to whole ones, without rings that lost their area. What collapses is
 * drawn as a one-unit square in the middle of what is in the tile: a hazard must never vanish.
 * `offset 0`: worked out once a row, though used several times.
 */
function inTileUnits({ shapes, geometry, attributes }: ShapeQuery): string {
  const columns = columnsOf(attributes);
  if (geometry === 'point') return `select ${columns}, ${snapped('geom_3857')} as geom from (${shapes}) shape`;
  const clipped =
    'case when geom_3857 @ {buffered} then geom_3857 else ST_CollectionExtract(ST_ClipByBox2D(geom_3857, {buffered}::box2d), 3) end';
  return `
  select ${columns},
    case when ST_Area(drawn) > 0 then case when ST_IsPolygonCCW(drawn) then drawn else ST_Reverse(ST_ForcePolygonCW(drawn)) end
      else unit_square(geom_3857, {buffered}, {scale}, {move_x}, {move_y}) end as geom
  from (
    select *, case when ST_NRings(units) > 1 then rings_with_area(units) else units end as drawn
    from (select *, ${snapped(clipped)} as units from (${shapes}) shape offset 0) snapped offset 0
  ) drawn`;
}

/**
 * Cells of the grid that lie in the tile: id, their square in tile units, count and measures. An envelope from its right edge to its left is
 * turned as vector tiles want a shell.
 */
const inCells = (grid: string, attributes: Record<string, unknown>) => `
  select ({x}::bigint * 64 + cell_x) * (1::bigint << ({zoom} + 6)) + {y} * 64 + cell_y as ${columnsOf(attributes)},
    ST_MakeEnvelope(cell_x * 64 + 64, cell_y * 64, cell_x * 64, cell_y * 64 + 64) as geom
  from (${grid}) cell`;

interface Part {
  name: string;
  columns: string;
  text: string;
}

/** The layers of a vector tile. */
function partsOf(layer: TileLayer): Part[] {
  const { grid, measures, label, ...shapes }: LayerQueries = LAYERS[layer];
  const parts = [{ name: layer as string, columns: columnsOf(shapes.attributes), text: inTileUnits(shapes) }];
  if (grid !== null) {
    const attributes = Object.fromEntries(['count', ...measures].map((name) => [name, 'Number']));
    parts.push({ name: `${layer}_grid`, columns: columnsOf(attributes), text: inCells(grid, attributes) });
  }
  if (label !== undefined) parts.push({ name: `${layer}_label`, columns: columnsOf(label.attributes), text: inTileUnits(label) });
  return parts;
}

const VERSION = '(select data_version from programme where programme_id = {programme})';

function refuseOther(found: string | undefined, meant: string | null): void {
  if (meant !== null && found !== meant) throw new VersionMoved();
}

/** Further out an index of what is drawn there serves a range of zooms, and only a plan for the zoom finds it. */
const ONE_PLAN_FROM_ZOOM = 11;

/** A tile of a programme, and the version that it must be of; null: whichever there is. */
export interface WantedTile {
  layer: TileLayer;
  programmeId: number;
  tile: Tile;
  dataVersion: string | null;
}

/**
 * Asks for a tile as the database sees it, encoded by PostGIS where it can (`ST_AsMVT`), in one statement; by us where it cannot (the
 * embedded database has no protobuf). Selection, clipping and attributes are one text for both.
 * @returns work of a transaction, which throws VersionMoved where there is another version
 */
export function askForTile(kind: 'embedded' | 'postgis', wanted: WantedTile): (query: Query) => Promise<Uint8Array> {
  if (kind === 'embedded') return (query) => tileEncodedHere(query, wanted);
  const { layer, programmeId, tile, dataVersion } = wanted;
  const layers = partsOf(layer).map(
    ({ name, text }) => `coalesce((select ST_AsMVT(feature, '${name}', ${EXTENT}, 'geom', 'id') from (${text}) feature), '')`,
  );
  const asked = withValues(`select ${VERSION} as version, ${layers.join(' || ')} as tile`, valuesOf(programmeId, tile));
  return oneStatement({ ...asked, onePlan: tile.z >= ONE_PLAN_FROM_ZOOM }, ([row]: { version: string; tile: Buffer }[]) => {
    refuseOther(row?.version, dataVersion);
    return row?.tile ?? new Uint8Array();
  });
}

/** The same within a transaction that is open. */
export const tileOf = (
  query: Query,
  kind: 'embedded' | 'postgis',
  layer: TileLayer,
  programmeId: number,
  tile: Tile,
): Promise<Uint8Array> => askForTile(kind, { layer, programmeId, tile, dataVersion: null })(query);

async function tileEncodedHere(query: Query, { layer, programmeId, tile, dataVersion }: WantedTile): Promise<Uint8Array> {
  const values = valuesOf(programmeId, tile);
  const ask = <Row extends object>(asked: string): Promise<Row[]> => {
    const { text, values: named } = withValues(asked, values);
    return query<Row>(text, named);
  };
  const [row] = await ask<{ version: string }>(`select ${VERSION} as version`);
  refuseOther(row?.version, dataVersion);
  const encoded: Uint8Array[] = [];
  for (const { name, columns, text } of partsOf(layer)) {
    const rows = await ask<EncodedFeature>(`select ${columns}, ST_AsTWKB(geom, 0) as twkb from (${text}) feature`);
    encoded.push(encodeTile(name, rows));
  }
  return Buffer.concat(encoded);
}
