-- purpose: scans that the store already has, or that the file holds twice; unknown people, once each.  parameters: none
create or replace table plan.visitor as
select visitor, any_value(name) as name, any_value(id_number) as id_number, any_value(id_type) as id_type, any_value(phone) as phone,
  arg_min(grid_id, first_at) as grid_id, min(first_at) as first_at, row_number() over (order by visitor) as new_no
from plan.visitor_seen group by visitor;

create or replace table plan.again (sheet integer, row bigint);

insert into plan.again
with twice as (
  select person_id, visitor, grid_id, scanned_at, direction, min(sheet * 1000000000000 + row) as first_at
  from plan.check_ins group by person_id, visitor, grid_id, scanned_at, direction having count(*) > 1
)
select c.sheet, c.row from plan.check_ins c
join twice t on t.scanned_at = c.scanned_at and t.grid_id = c.grid_id and t.direction = c.direction
  and t.person_id is not distinct from c.person_id and t.visitor is not distinct from c.visitor
where c.sheet * 1000000000000 + c.row > t.first_at;

insert into plan.again
with stored as (
  select person_id, grid_id, scanned_at, direction from check_in
  where scanned_at between (select min(scanned_at) from plan.check_ins) and (select max(scanned_at) from plan.check_ins)
)
select c.sheet, c.row from plan.check_ins c
where exists (select 1 from stored s where s.person_id = c.person_id and s.grid_id = c.grid_id and s.scanned_at = c.scanned_at and s.direction = c.direction)
  and not exists (select 1 from plan.again a where a.sheet = c.sheet and a.row = c.row)
