-- purpose: home visits as typed values, and what becomes of each row.  grain: plan.home_visits one row per staged row
-- parameters: $today
create or replace table plan.home_visits as
with typed as (
  select s.sheet, s.row, w.person_id, w.home_grid_id, plan.day(s.visited_on, $today) as visited_on, s.visited_on as written,
    f.code as found, s.found as found_written
  from plan.staged_home_visits s
  join plan.who w on w.sheet = s.sheet and w.row = s.row
  left join plan.value f on f.set_name = 'visit_found' and f.text = plan.value_key(s.found)
)
select t.*, v.visit_id,
  case when v.visit_id is not null and t.found is distinct from v.found and t.found is not null then ['found'] else [] end as changes,
  null::text as status
from typed t left join home_visit v on v.person_id = t.person_id and v.visited_on = t.visited_on;

insert into plan.issue
select sheet, row, 'visited_on', 'date_bad', json_object('value', coalesce(written, '')) from plan.home_visits where visited_on is null
union all
select sheet, row, 'found', 'value_unknown', json_object('value', found_written) from plan.home_visits
where found_written is not null and found is null;

update plan.home_visits h set status =
  case when visited_on is null or person_id is null or exists (
         select 1 from plan.issue i join plan.severity s on s.code = i.code
         where i.sheet = h.sheet and i.row = h.row and s.severity = 'error') then 'rejected'
       when visit_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end
