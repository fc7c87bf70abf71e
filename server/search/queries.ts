import type { Query } from '../database/database.ts';
import type { Programme } from '../places/queries.ts';
import type { SearchItem } from './contract.ts';

/** Letters whose bar or stroke is no accent to Unicode, as in Đakovo. */
const [STROKED, PLAIN] = ['ĐđŁłØøĦħŦŧıİ', 'DdLlOoHhTtii'];

/**
 * SQL of a text without case, accents and the zero-width spaces of Khmer. What is ASCII, as most local ids are, takes the short way.
 * Upper case beyond Latin letters goes as far as the database's locale knows it.
 */
const folded = (text: string): string => `case when octet_length(${text}) = char_length(${text}) then lower(${text})
  else lower(translate(regexp_replace(normalize(lower(${text}), NFD), '[\\u0300-\\u036f\\u200b]', '', 'g'), '${STROKED}', '${PLAIN}')) end`;

/**
 * Places by code or name in any language, hazardous areas and land releases by local id or name. What is so called exactly comes
 * first, then what begins so, then what contains it; then places, areas, releases; then by id.
 * Editions and records that share a local id are one item, whose box holds them all.
 * @param text trimmed and not empty.
 */
export const search = (query: Query, programme: Programme, text: string, limit: number): Promise<SearchItem[]> =>
  query<SearchItem>(
    `with wanted as (
       select ${folded('$2::text')} as text
     ), called as (
       -- a row is a text by which a place or record is called
       select 1 as type_order, place_id as record_id, code as id, names.name, ${folded('names.text')} as text
       from place, lateral (select name, code as text union all select name, name union all select value, value from jsonb_each_text(names)) names
       where programme_id = $1
       union all
       select 2, hazardous_area_id, coalesce(local_id, record_key), name, ${folded('names.text')}
       from hazardous_area, lateral (values (local_id), (name)) names (text)
       where programme_id = $1
       union all
       select 3, land_release_id, coalesce(local_id, record_key), name, ${folded('names.text')}
       from land_release, lateral (values (local_id), (name)) names (text)
       where programme_id = $1
     ), found as (
       -- a row is an item: the best match of its records
       select distinct on (type_order, id collate "C") type_order, id, name, rank, record_id
       from called, wanted, lateral (
         select case when called.text = wanted.text then 1 when starts_with(called.text, wanted.text) then 2 else 3 end as rank) matching
       where wanted.text <> '' and strpos(called.text, wanted.text) > 0
       order by type_order, id collate "C", rank, record_id desc, name collate "C"
     ), best as (
       select * from found order by rank, type_order, id collate "C" limit $3
     )
     select (array['place', 'hazardous_area', 'land_release'])[type_order] as type, id, best.name,
       case type_order
         when 1 then (select parent.code from place join place parent on parent.place_id = place.parent_id where place.place_id = record_id)
         when 2 then (select case when confirmed_on is not null then 'CHA' else kind end from hazardous_area where hazardous_area_id = record_id)
         else (select method || '/' || status from land_release where land_release_id = record_id) end as detail,
       case when at is not null then array[ST_X(at), ST_Y(at)] end as at,
       case when box is not null then array[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] end as bbox
     from best, lateral (
       select ST_Extent(geom)::geometry as box,
         (array_agg(coalesce(point, ST_PointOnSurface(geom)) order by ground_id desc) filter (where point is not null or geom is not null))[1] as at
       from (
         select place_id as ground_id, geom, point from place where type_order = 1 and place_id = record_id
         union all
         select hazardous_area_id, geom, point from hazardous_area
         where type_order = 2 and programme_id = $1 and (hazardous_area_id = record_id or local_id = id)
         union all
         select land_release_id, geom, point from land_release
         where type_order = 3 and programme_id = $1 and (land_release_id = record_id or local_id = id)
       ) ground
     ) shape
     order by rank, type_order, id collate "C"`,
    [programme.id, text, limit],
  );
