-- purpose: directions of scans that a list leaves open: in and out by turns, per person, place and day; those stored already count along
-- parameters: $part of $parts (of the people), $pause: seconds within which two scans are one turn, for who is not sure presses twice
create or replace table plan.turn as
with mine as (
  select person_id, grid_id, scanned_at from plan.check_ins where direction = 'turns' and abs(person_id) % $parts = $part
),
days as (select distinct person_id, grid_id, cast(scanned_at as date) as day from mine where person_id > 0),
every as (
  select person_id, grid_id, scanned_at from mine
  union
  select c.person_id, c.grid_id, c.scanned_at
  from every_check_in c join days d on d.person_id = c.person_id and d.grid_id = c.grid_id and d.day = cast(c.scanned_at as date)
  where c.scanned_at >= (select min(day) from days) and c.scanned_at < (select max(day) + 1 from days)
),
apart as (
  select *, coalesce(date_diff('second', lag(scanned_at) over person_day, scanned_at) > $pause, true) as fresh
  from every window person_day as (partition by person_id, grid_id, cast(scanned_at as date) order by scanned_at)
)
select person_id, grid_id, scanned_at,
  sum(fresh::integer) over (partition by person_id, grid_id, cast(scanned_at as date) order by scanned_at) % 2 = 1 as comes
from apart;

-- put in anew: an update of a million rows takes five times as long
insert into plan.check_ins
select c.* replace (case when t.comes then 'in' else 'out' end as direction)
from plan.check_ins c
join plan.turn t on t.person_id = c.person_id and t.grid_id = c.grid_id and t.scanned_at = c.scanned_at
where c.direction = 'turns';

delete from plan.check_ins where direction = 'turns' and abs(person_id) % $parts = $part;

drop table plan.turn
