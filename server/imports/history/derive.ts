import type { Query } from '../../database/database.ts';

/** Finds the parent of every place: by its code, else the deepest place above it that holds its point on surface. */
const PARENTS = `
  update place child set parent_id = found.parent_id
  from (
    select child.place_id, coalesce(
      (select parent.place_id from place parent
       where parent.programme_id = $1 and parent.code = child.parent_code and parent.level < child.level),
      (select parent.place_id from place parent
       where parent.programme_id = $1 and parent.level < child.level and parent.geom && child.point and ST_Intersects(parent.geom, child.point)
       order by parent.level desc, parent.code collate "C" limit 1)) as parent_id
    from place child where child.programme_id = $1
  ) found
  where found.place_id = child.place_id and found.parent_id is distinct from child.parent_id`;

/** The ground that each leaf has to itself: where leaves overlap, the one of the lower code has it. In parts that overlays take quickly. */
const PARTS = `
  with leaf as materialized (
    select place_id, code collate "C" as code, geom from place
    where programme_id = $1 and geom is not null and not exists (select from place child where child.parent_id = place.place_id)
  ), lower_ground as materialized (
    select leaf.place_id, ST_Union(other.geom, 1e-11) as geom
    from leaf join leaf other on other.code < leaf.code and other.geom && leaf.geom
      and ST_Area(ST_Intersection(other.geom, leaf.geom, 1e-11)) > 0
    group by leaf.place_id
  ), own_ground as materialized (
    select leaf.place_id, case when lower_ground.geom is null then leaf.geom
      else ST_CollectionExtract(ST_Difference(leaf.geom, lower_ground.geom, 1e-11), 3) end as geom
    from leaf left join lower_ground using (place_id)
  )
  insert into place_part (place_id, programme_id, geom)
  select place_id, $1, ST_Subdivide(case when ST_IsValid(geom) then geom else repaired_polygons(geom) end, 128)
  from own_ground where not ST_IsEmpty(geom)`;

/** The set of the batch that last wrote a place. */
const BOUNDARY_SET = `
  update programme set boundary_set = (
    select boundary_set from place where programme_id = $1 and import_batch_id is not null order by import_batch_id desc limit 1)
  where programme_id = $1`;

/** Parents, ground and boundary set after a change of places. */
export async function derivePlaces(query: Query, programmeId: number): Promise<void> {
  await query(PARENTS, [programmeId]);
  await query('delete from place_part where programme_id = $1', [programmeId]);
  await query(PARTS, [programmeId]);
  await query(BOUNDARY_SET, [programmeId]);
  await query('analyze place_part');
}

/** The leaf place in which each accident happened; of all accidents, or of those in import_plan. */
export async function deriveAccidentPlaces(query: Query, programmeId: number, which: 'all' | 'planned'): Promise<void> {
  await query(
    `update accident set place_id = found.place_id
     from (
       select accident_id, (
         select place_part.place_id from place_part join place using (place_id)
         where place_part.programme_id = $1 and place_part.geom && accident.point and ST_Intersects(place_part.geom, accident.point)
         order by place.code collate "C" limit 1) as place_id
       from accident where programme_id = $1
         and ($2 or exists (select from import_plan where import_plan.record_key = accident.record_key))
     ) found
     where found.accident_id = accident.accident_id and found.place_id is distinct from accident.place_id`,
    [programmeId, which === 'all'],
  );
}
