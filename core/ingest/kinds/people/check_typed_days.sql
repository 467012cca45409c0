-- purpose: plan.typed with the days of those ends that are told without one, which check_match.sql found
-- grain: one row per staged row.  parameters: none
drop view plan.typed;
create or replace view plan.typed as
select t.* exclude (status_on), coalesce(t.status_on, d.status_on) as status_on
from plan.typed_rows t left join plan.status_day d on d.sheet = t.sheet and d.row = t.row
