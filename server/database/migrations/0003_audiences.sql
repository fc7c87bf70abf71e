-- Who may see what. Each audience has a role and a schema of views with the names of the tables; queries run as the role with
-- that schema first on the search path. The views belong to landclear_owner, which owns no table, so that row level security binds
-- them (a view owned by a superuser would bypass it). Roles are cluster-wide: made where absent.
do $$
declare
  role_name text;
  -- from PostgreSQL 16 on whoever makes a role is a member of it, but may not become it
  may_become text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  foreach role_name in array array['landclear_owner', 'landclear_public', 'landclear_partner', 'landclear_planner', 'landclear_manager'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin', role_name);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, role_name, may_become) then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
end $$;

grant usage on schema landclear to landclear_owner;
grant select on all tables in schema landclear to landclear_owner;

create schema if not exists landclear_manager;
grant create, usage on schema landclear_manager to landclear_owner;
grant usage on schema landclear_manager to landclear_manager;

do $$
declare table_name text;
begin
  foreach table_name in array array['programme', 'place', 'place_part', 'operator', 'import_batch', 'import_issue', 'record_revision',
    'hazardous_area', 'land_release', 'ordnance_found', 'accident', 'victim', 'service', 'risk_education', 'published_figure',
    'face', 'face_record', 'ledger_span', 'ledger_movement', 'ledger_conflict', 'ledger_record'] loop
    execute format('create view landclear_manager.%I as select * from landclear.%I', table_name, table_name);
    execute format('alter view landclear_manager.%I owner to landclear_owner', table_name);
    execute format('grant select on landclear_manager.%I to landclear_manager', table_name);
  end loop;
end $$;
