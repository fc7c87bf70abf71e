-- A row is a version that the data of a programme had or have: so a link made on other data can be told to be older, or not of these.
create table landclear.data_version (
  programme_id integer not null references landclear.programme on delete cascade,
  -- counts the versions of a programme in this database
  version_number bigint not null,
  data_version text not null,
  -- whose codes the places had
  boundary_set text,
  -- null: made before this was written down
  made_at timestamptz,
  primary key (programme_id, version_number),
  unique (programme_id, data_version)
);
insert into landclear.data_version (programme_id, version_number, data_version, boundary_set)
  select programme_id, version_number, data_version, boundary_set from landclear.programme;

grant select on landclear.data_version to landclear_owner;
create view landclear_manager.data_version as select * from landclear.data_version;
alter view landclear_manager.data_version owner to landclear_owner;
grant select on landclear_manager.data_version to landclear_manager;
