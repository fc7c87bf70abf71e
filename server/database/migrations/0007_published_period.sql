-- A published figure says what time it is about in words too: one year, a part of one, several years, the end of a month.
alter table landclear.published_figure
  -- 2019 (the whole year), 2025 Jan-Apr, 2016-2018, 2015-12 (at the end of that month)
  add column period text;
update landclear.published_figure set period = coalesce(year::text, 'not stated');
alter table landclear.published_figure alter column period set not null;
create index on landclear.published_figure (programme_id);
-- its view names the columns of the day it was made
create or replace view landclear_manager.published_figure as select * from landclear.published_figure;
