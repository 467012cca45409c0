-- purpose: what the rollups say, by the plainest grouping there is, kept in temporary tables
create or replace temp table bare_grid_day as
select
  grid_id, cast(scanned_at as date) as day, count(*) as check_ins,
  count(*) filter (where direction = 'in') as entries, count(*) filter (where direction = 'out') as exits,
  count(distinct person_id) as people, count(distinct person_id) filter (where temperature >= 37.3) as fevers
from check_in
group by grid_id, cast(scanned_at as date);

create or replace temp table bare_person_day as
select
  person_id, cast(scanned_at as date) as day, count(*) as check_ins, count(distinct grid_id) as grids,
  max(temperature) as max_temperature, min(scanned_at) as first_at, max(scanned_at) as last_at,
  arg_max(grid_id, scanned_at) as last_grid_id
from check_in
group by person_id, cast(scanned_at as date);

create or replace temp table bare_flow_day as
select cast(c.scanned_at as date) as day, p.home_grid_id, c.grid_id, count(distinct c.person_id) as people
from check_in c join person p on p.person_id = c.person_id
where p.home_grid_id <> c.grid_id
group by cast(c.scanned_at as date), p.home_grid_id, c.grid_id;
