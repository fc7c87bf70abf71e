-- The state of every face at every instant at which something happens (rules 2, 4, 5, 9), then spans and movements.

drop table if exists face_instant, face_state;

-- A row is an instant at which something happens on a face; undated: all that happens then has no date of its own.
create temporary table face_instant on commit drop as
  select face_id, at, bool_and(undated) as undated
  from (
    select face_id, starts_at as at, undated from face_hazard
    union all select face_id, confirmed_at, undated and confirmed_at = starts_at from face_hazard where confirmed_at is not null
    union all select face_id, closed_at, closed_undated from face_hazard where closed_at = ends_at
    union all select face_id, at, undated from face_release
  ) happening
  group by face_id, at;
create index on face_instant (face_id);
analyze face_instant;

-- A row is the state of a face from an instant on.
create temporary table face_state on commit drop as
  with hazards as (
    -- a row is what the hazards say at an instant
    select face_id, at,
      bool_or(opens and starts_at <= at and (ends_at is null or ends_at > at)) as is_open,
      bool_or(opens and starts_at <= at and (ends_at is null or ends_at > at) and confirmed_at <= at) as is_confirmed,
      bool_or(starts_at <= at) as is_recorded,
      max(ends_at) filter (where opens and ends_at <= at) as last_open_until,
      -- the span names the confirmed, then earliest, then lowest-id hazard: of the open ones, else of all recorded
      (array_agg(hazardous_area_id order by opens and (ends_at is null or ends_at > at) desc, coalesce(confirmed_at <= at, false) desc,
        starts_at, hazardous_area_id) filter (where starts_at <= at))[1] as hazardous_area_id,
      (array_agg(operator_id order by opens and (ends_at is null or ends_at > at) desc, coalesce(confirmed_at <= at, false) desc,
        starts_at, hazardous_area_id) filter (where starts_at <= at))[1] as surveyor_id,
      -- the last closure by which no hazard was left open
      (array_agg(closed_reason order by closed_at desc, hazardous_area_id) filter (where ends_at = closed_at and ends_at <= at))[1] as closed_reason
    from face_instant join face_hazard using (face_id)
    group by face_id, at
  ), strongest as (
    -- a row is the strongest release since the ground was last open; ties: the earlier day, the lower id
    select distinct on (face_id, at) face_instant.face_id, face_instant.at, land_release_id, method, face_release.operator_id as releaser_id
    from face_instant
    join face_release on face_release.face_id = face_instant.face_id and face_release.at <= face_instant.at
    left join hazards on (hazards.face_id, hazards.at) = (face_instant.face_id, face_instant.at)
    where hazards.last_open_until is null or face_release.at >= hazards.last_open_until
    order by face_id, at, strength desc, face_release.at, land_release_id
  ), told as (
    select face_id, at, undated,
      case
        when is_confirmed then 'confirmed'
        when is_open then 'suspected'
        when is_recorded then coalesce(method, 'closed')
        else 'outside_' || method
      end as state,
      case when is_recorded then hazardous_area_id end as hazardous_area_id,
      case when not coalesce(is_open, false) then land_release_id end as land_release_id,
      case when is_open or (is_recorded and method is null) then surveyor_id else releaser_id end as operator_id,
      case when is_recorded and not is_open and method is null then closed_reason end as closed_reason
    from face_instant left join hazards using (face_id, at) left join strongest using (face_id, at)
  )
  select *, lag(state) over (partition by face_id order by at) as previous_state from told where state is not null;
analyze face_state;

insert into ledger_movement (face_id, programme_id, day, phase, from_state, to_state, kind, area_m2, hazardous_area_id, land_release_id,
  place_id, operator_id, ordnance_mask, closed_reason, undated)
select face_id, face.programme_id, date '0001-01-01' + at / 4, at % 4, previous_state, state,
  case
    when state in ('suspected', 'confirmed') then case
      when previous_state is null then 'recorded'
      when previous_state = 'suspected' then 'upgraded'
      when previous_state = 'confirmed' then 'downgraded'
      else 're-opened' end
    when previous_state is null or previous_state in ('suspected', 'confirmed') then replace(state, 'outside_', '')
    else 'reclassified'
  end,
  face.area_m2, hazardous_area_id, land_release_id, face.place_id, operator_id, face.ordnance_mask, closed_reason, undated
from face_state join face using (face_id)
where state is distinct from previous_state
order by face_id, at;

-- Spans are whole days: the last state of a day counts, and days that change nothing join.
insert into ledger_span (face_id, programme_id, state, from_day, to_day, area_m2, hazardous_area_id, land_release_id, place_id,
  operator_id, ordnance_mask, closed_reason, undated)
with day_end as (
  select distinct on (face_id, at / 4) face_id, date '0001-01-01' + at / 4 as day, state, hazardous_area_id, land_release_id, operator_id,
    closed_reason, undated
  from face_state order by face_id, at / 4, at desc
), changed as (
  select *, row_number() over days > 1
      and (state, hazardous_area_id, land_release_id, operator_id, closed_reason)
        is not distinct from (lag(state) over days, lag(hazardous_area_id) over days, lag(land_release_id) over days,
          lag(operator_id) over days, lag(closed_reason) over days) as is_same
  from day_end window days as (partition by face_id order by day)
)
select face_id, face.programme_id, state, day, lead(day) over (partition by face_id order by day), face.area_m2, hazardous_area_id,
  land_release_id, face.place_id, operator_id, face.ordnance_mask, closed_reason, undated
from changed join face using (face_id)
where not is_same
order by face_id, day;

analyze ledger_span; analyze ledger_movement; analyze ledger_conflict;
