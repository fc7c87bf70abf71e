-- The overlay. Result: temporary tables ledger_piece (a row a face not yet cut by places; area_m2: of one that is a whole polygon) and
-- ledger_cover (which records cover it).

drop table if exists ledger_piece, ledger_cover;

-- Stored polygons lie on a grid of 1e-7 degrees (1 cm). They are noded on one of 1e-11 (a micrometre): snap rounding is robust at any
-- resolution, and the finer grid keeps the sums of faces within 1e-6 of the union of the stored polygons, small ones too.
create temporary table ledger_piece on commit drop as
  with overlaid as (
    select cluster_id, (ST_Dump(ST_Polygonize(lines))).geom, null::numeric as area_m2
    from (
      select cluster_id, ST_Union(ST_Boundary(geom), 1e-11) as lines
      from ledger_member where size > 1 group by cluster_id
    ) noded
    group by cluster_id
    union all
    select cluster_id, geom, area_m2 from ledger_member where size = 1
  )
  select row_number() over (order by cluster_id, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom), ST_Area(geom))::integer as piece_id,
    cluster_id, geom, area_m2, ST_PointOnSurface(geom) as point
  from overlaid;

create temporary table ledger_cover on commit drop as
  select piece_id, record_type, record_id, ordnance_mask
  from ledger_piece join ledger_member on ledger_member.cluster_id = ledger_piece.cluster_id
    and (ledger_member.size = 1 or ledger_member.geom && ledger_piece.point and ST_Intersects(ledger_member.geom, ledger_piece.point));
create index on ledger_cover (piece_id);
analyze ledger_cover;

-- holes of the overlay are covered by nothing
delete from ledger_piece where not exists (select from ledger_cover where ledger_cover.piece_id = ledger_piece.piece_id);
create index on ledger_piece using gist (geom);
alter table ledger_piece alter column geom set statistics 0;
alter table ledger_piece alter column point set statistics 0;
analyze ledger_piece;
