-- Which polygons are overlaid anew. Input: temporary table touched_ground (old and new geometries of what changed).
-- Result: temporary table ledger_member, a row a polygon, with its cluster; the faces of the clusters taken apart are gone.

-- Whether polygons meet is asked as a distance of 0: predicates between two polygons (ST_Intersects, ST_Covers) can fail with a
-- TopologyException on valid polygons that nearly share a vertex, before GEOS 3.13; distances, and a point in a polygon, cannot.

drop table if exists touched_record, touched_cluster, ledger_member, unclustered_member, gone_face, gone_record, cell_addend;

analyze touched_ground;

-- A row is a record whose polygon meets changed ground.
create temporary table touched_record on commit drop as
  select distinct 'hazardous_area' as record_type, hazardous_area_id as record_id
  from touched_ground
  join hazardous_area on hazardous_area.geom && touched_ground.geom and ST_DWithin(hazardous_area.geom, touched_ground.geom, 0)
  where programme_id = current_setting('landclear.programme_id')::integer
  union all
  select distinct 'land_release', land_release_id
  from touched_ground
  join land_release on land_release.geom && touched_ground.geom and ST_DWithin(land_release.geom, touched_ground.geom, 0)
  where programme_id = current_setting('landclear.programme_id')::integer;
analyze touched_record;

-- A row is a cluster that meets changed ground.
create temporary table touched_cluster on commit drop as
  select face.cluster_id
  from touched_ground join face on face.geom_3857 && ST_Expand(ST_Transform(touched_ground.geom, 3857), 1)
    and ST_DWithin(face.geom, touched_ground.geom, 0)
  where face.programme_id = current_setting('landclear.programme_id')::integer
  union
  select cluster_id from touched_record join ledger_record using (record_type, record_id) where cluster_id is not null;

-- A row is a polygon to overlay: a member of a touched cluster, or one that has no cluster yet.
create temporary table unclustered_member on commit drop as
  select 'hazardous_area' as record_type, hazardous_area_id as record_id, geom, area_m2, ordnance_mask(ordnance) as ordnance_mask
  from hazardous_area left join ledger_record on (record_type, record_id) = ('hazardous_area', hazardous_area_id)
  where hazardous_area.programme_id = current_setting('landclear.programme_id')::integer and geom is not null
    and (cluster_id is null or cluster_id in (select cluster_id from touched_cluster))
  union all
  select 'land_release', land_release_id, geom, area_m2, ordnance_mask(target_ordnance)
  from land_release left join ledger_record on (record_type, record_id) = ('land_release', land_release_id)
  where land_release.programme_id = current_setting('landclear.programme_id')::integer and geom is not null
    and status in ('completed', 'handed_over')
    and (cluster_id is null or cluster_id in (select cluster_id from touched_cluster));

create temporary table gone_face on commit drop as
  select face_id from face where programme_id = current_setting('landclear.programme_id')::integer
    and cluster_id in (select cluster_id from touched_cluster);
analyze gone_face;
-- records that are gone, or wait for their new cluster, or never had one
create temporary table gone_record on commit drop as
  select record_type, record_id from ledger_record where programme_id = current_setting('landclear.programme_id')::integer
    and (cluster_id is null or cluster_id in (select cluster_id from touched_cluster));
analyze gone_record;

-- What they no longer add to the cells of tiles; 07 adds what comes in their place.
create temporary table cell_addend on commit drop as
  select programme_id, layer, cell_column, cell_row, below_zoom, -count as count, -hundredths as hundredths, -outside_hundredths as outside_hundredths
  from gone_face join face_in_cells using (face_id)
  union all
  select programme_id, layer, cell_column, cell_row, below_zoom, -count, -hundredths, -outside_hundredths
  from gone_record join record_in_cells using (record_type, record_id);

delete from tile_span where face_id in (select face_id from gone_face);
delete from tile_record using gone_record
  where (tile_record.record_type, tile_record.record_id) = (gone_record.record_type, gone_record.record_id);
delete from ledger_conflict where face_id in (select face_id from gone_face);
delete from ledger_movement where face_id in (select face_id from gone_face);
delete from ledger_span where face_id in (select face_id from gone_face);
delete from face_record where face_id in (select face_id from gone_face);
delete from face where face_id in (select face_id from gone_face);
delete from ledger_record using gone_record
  where (ledger_record.record_type, ledger_record.record_id) = (gone_record.record_type, gone_record.record_id);

-- Polygons that touch (distance 0) form a cluster; only they can meet in the overlay. Numbers go on from the highest in use.
create temporary table ledger_member on commit drop as
  with grouped as (
    select *, ST_ClusterDBSCAN(geom, 0, 1) over () as group_number from unclustered_member
  ), numbered as (
    select group_number, row_number() over (order by min(record_type), min(record_id), group_number)
      + coalesce((select max(cluster_id) from face where programme_id = current_setting('landclear.programme_id')::integer), 0) as cluster_id,
      count(*) as size
    from grouped group by group_number
  )
  select record_type, record_id, geom, area_m2, grouped.ordnance_mask, numbered.cluster_id::integer, numbered.size
  from grouped join numbered using (group_number)
  order by cluster_id, record_type, record_id;

alter table ledger_member alter column geom set statistics 0;
create index on ledger_member using gist (geom);
create index on ledger_member (cluster_id);
create unique index on ledger_member (record_type, record_id);
analyze ledger_member;
