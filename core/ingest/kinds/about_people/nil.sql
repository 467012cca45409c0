-- purpose: forms without anybody on them: a report of nobody, of the grid and the day that the form says
-- grain: plan.nil one row per sheet without records.  parameters: $today.  needs: plan.fixed (sheet, field, text), plan.list_day, plan.in_scope
create or replace table plan.nil (sheet integer, grid_id integer, day date);
-- only if: from plan.fixed where empty
insert into plan.nil
select f.sheet, k.grid_id, coalesce(l.day, $today) as day
from plan.fixed f
join plan.grid_text k on k.axis = 'area' and k.written = f.text and k.ways = 1 and k.town is null and k.section is null
left join plan.list_day l on l.sheet = f.sheet
where f.field = 'grid' and f.empty and k.grid_id in (select grid_id from plan.in_scope)
