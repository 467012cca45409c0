-- purpose: plan.typed, as the checks use it: with the days of those ends that are told without one
-- grain: one row per staged row.  parameters: none
-- run once more behind check_match.sql, which finds these days
create or replace view plan.typed as
select t.* exclude (status_on), coalesce(t.status_on, d.status_on) as status_on
from plan.typed_rows t left join plan.status_day d on d.sheet = t.sheet and d.row = t.row
